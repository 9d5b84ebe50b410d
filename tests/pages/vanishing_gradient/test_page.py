"""The vanishing gradient page as a whole: every view is a link, no input breaks it, every question has an answer."""

import json
import re

import numpy as np
import pytest

from explainer.charts.log_scale import within
from explainer.state import registry
from pages.vanishing_gradient import controls, lag_controls
from pages.vanishing_gradient.gradient_curve_chart import HIGH, LOW
from tests.pages.vanishing_gradient.opening import lines, plain_norms, verdict, visit
from tests.visitor import numbers

FOLLOWING_A_SLIDER = ("reach", "chain", "chain_law", "causes", "ways")      # charts
WITH_A_VERDICT = (
    "a-network-multiplies-by-a-matrix-at-every-step-back", "the-same-thing-on-a-real-text",
    "two-things-eat-the-gradient", "clipping-tames-an-explosion-but-cannot-bring-back-what-vanished",
    "ways-out-and-one-that-is-none")


def test_the_first_picture_is_there_at_once():
    visitor = visit()
    assert visitor.is_whole and visitor.at.query_params == {}
    assert not visitor.said("error") and not visitor.said("warning") and not visitor.said("info")
    drawn = lines(visitor, "reach")
    np.testing.assert_allclose(numbers(drawn["gradient"]["y"]), within(plain_norms().norm, LOW, HIGH), atol=1e-9)
    assert sum(piece.startswith("<h2 ") for piece in visitor.html) == len(controls.STEP.names) - 1


@pytest.mark.parametrize("query", [
    {"radius": "0.0"}, {"radius": "5.0"}, {"farback": "1"}, {"width": "1"}, {"signal": "0.0"}, {"signal": "5.0"},
    {"radius": "5.0", "squash": "identity", "start": "identity", "signal": "5.0", "clipped": "on"},
    {"radius": "0.0", "cellkind": "lstm", "gate": "-4.0"},
    {"radius": "0.0", "clipped": "on", "farback": "1", "width": "1"},
    {"times": "1", "x": "-3.0"}, {"times": "20", "x": "0.0", "chain_weight": "1.5"}, {"spelt": ""},
    {"spelt": "a", "asked": "every"},
    {"spelt": "x" * 23, "phase": "backward", "row": "256", "column": "256", "learner": "lstm"},
    {"phase": "better", "stride": "10.0"}, {"phase": "loss", "asked": "every"}, {"phase": "change", "row": "64"},
    {"limit": "0.01", "pace": "2.0", "apart": "1"}, {"limit": "100.0", "pace": "0.001"},
])
def test_extremes_are_answered(query):
    visitor = visit(**query)
    assert not visitor.said("error") and not visitor.said("info")
    for key in FOLLOWING_A_SLIDER:
        for trace in visitor.charts()[key]["data"]:
            assert np.isfinite(numbers(trace["y"])).all(), (key, trace["name"])
    for place in WITH_A_VERDICT:
        assert not re.search(r"\b(nan|inf)\b", verdict(visitor, place)), place


@pytest.mark.parametrize("query", [{"radius": "nan", "squash": "<b>", "spelt": "y" * 99},
                                   {"radius": "-1", "width": "1e9", "farback": "0", "phase": "end"}])
def test_a_hostile_address_opens_the_page_on_its_defaults(query):
    visitor = visit(**query)
    assert len(visitor.said("info")) == 1
    drawn = lines(visitor, "reach")
    np.testing.assert_allclose(numbers(drawn["gradient"]["y"]), within(plain_norms().norm, LOW, HIGH), atol=1e-9)
    visitor.at.run()
    assert visitor.at.query_params == {}


def test_every_view_is_a_link():
    asked = {"radius": "1.2", "cellkind": "gru", "times": "7", "x": "0.25", "learner": "lstm", "spelt": "zoe",
             "phase": "backward", "row": "3", "column": "5", "limit": "0.5", "signal": "0.7"}
    visitor = visit(**asked)
    assert visitor.at.query_params == asked
    codes = [code for code in visitor.codes if "radius=1.2" in code]
    assert codes and all(f"{control.key}=" in codes[0] for control in controls.ALL)


def test_no_key_is_used_by_two_pages():
    own = {control.key for control in controls.ALL}
    others = [found for page, found in registry.PAGES.items() if page != "vanishing-gradient"]
    assert not own & {control.key for found in others for control in found}
    assert {control.key for control in lag_controls.ALL} <= own and len(own) == len(controls.ALL)


def test_a_visitor_s_text_is_never_markup():
    visitor = visit(spelt="<b>ann</b>", phase="better")
    assert not any("<b>ann" in piece for piece in visitor.html) and len(visitor.said("warning")) == 1


def test_no_two_fields_have_the_same_name():
    visitor = visit(phase="change")
    labels = [field.label for kind in ("number_input", "slider", "selectbox", "text_input") for field in
              getattr(visitor.at, kind)]
    live = [json.loads(element.proto.json) for element in visitor.at.get("bidi_component")]
    labels += [data["label"] for data in live if "label" in data]
    assert len(labels) > 20 and len(set(labels)) == len(labels)


def test_a_field_of_small_numbers_shows_them():
    visitor = visit(pace="0.003", stride="0.025")
    shown = {field.label: (field.value, field.proto.format) for field in visitor.at.number_input}
    assert shown["Learning rate of both runs"] == (0.003, "%g")


def test_every_guess_is_answered():
    visitor = visit(times="12")

    def answers() -> int:
        return sum(text.startswith((":material/check_circle:", ":material/lightbulb:"))
                   for text in visitor.said("markdown"))

    for key in ("guess_chain", "guess_cells", "guess_edge", "guess_horizon", "guess_rescue"):
        before = answers()
        visitor.set(**{key: visitor.widget(key).options[0]})
        assert answers() == before + 1, key
