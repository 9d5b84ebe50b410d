"""The unrolled graph: every view is a link, no input breaks it."""

import numpy as np
import pytest

from explainer.state.choices import MAX_STEPS
from explainer.state.controls import Choice, Number
from pages.unrolled_graph import controls
from tests.covering import pairs
from tests.pages.unrolled_graph.opening import PAGE, SMALL, chips, graph, memories, visit
from tests.visitor import Visitor, assert_one_sentence


def ends(control) -> list:
    return [control.low, control.high] if isinstance(control, Number) else list(control.options)


SETTABLE = [control for control in controls.ALL if isinstance(control, Number | Choice)]


EXTREMES = pairs({"network": ["given_names-vanilla", "given_names-gru", "untrained"],
                  **{control.key: [control.write(end) for end in ends(control)] for control in SETTABLE}})


@pytest.mark.parametrize("query", EXTREMES, ids=range(len(EXTREMES)))
def test_the_page_stands_at_the_extremes_of_every_two_controls(query):
    visitor = visit(**query)
    assert not visitor.said("error") and not visitor.said("info")
    assert 1 <= graph(visitor)["steps"] <= MAX_STEPS and graph(visitor)["stage"] == query["stage"]


@pytest.mark.parametrize(("end", "stage"), [("low", "dynamical"), ("high", "external"), ("high", "full")])
def test_all_extremes_together_are_there_again_later(end, stage):
    numbers = [control for control in SETTABLE if isinstance(control, Number)]
    extremes = {control.key: control.write(getattr(control, end)) for control in numbers}
    visitor = visit(**extremes, network="untrained", stage=stage, feed="own")
    before = graph(visitor)
    visitor.open("")
    visitor.open(PAGE)
    assert graph(visitor) == before and before["stage"] == stage


@pytest.mark.parametrize(("text", "read"), [
    ("a" * 5000, "a" * 23), ("<b>bo</b>", "bbob"), ("x\u202ey", "xy"), ("", ""),
    ("[a](http://x.example)", "ahttpxexample")])
def test_a_text_it_cannot_read_as_it_is_gets_one_sentence(text, read):
    visitor = visit().set(text=text)
    assert chips(visitor) == "∎" + read
    cut = [warning for warning in visitor.said("warning") if "was left out" in warning]       # by the field
    assert len(cut) == (len(text) > controls.TEXT.longest)
    said = [warning for warning in visitor.said("warning") if warning not in cut]
    if text == "x\u202ey":
        return
    assert len(said) == 1 and not visitor.said("error")
    assert_one_sentence(said[0].replace("\\", ""))
    assert "<" not in said[0].replace("\\<", "")
    again = Visitor(dict(visitor.at.query_params), PAGE)
    assert chips(again) == "∎" + read and not again.said("info")


def test_changes_that_fit_no_weight_are_left_out_and_said():
    before = memories(graph(visit(**SMALL)))
    for edit in ("W_hh,1,1,nan", "W_zz,1,1,1", "<script>"):
        visitor = visit(**SMALL, edit=edit)
        [said] = visitor.said("info")
        assert_one_sentence(said)
        np.testing.assert_array_equal(memories(graph(visitor)), before)


def test_the_step_is_in_the_address_and_moves_the_picture():
    visitor = visit(at="3")
    assert graph(visitor)["settings"]["step"] == 3
    visitor.set(at_here=2)
    assert visitor.at.query_params == {"at": "2"} and graph(visitor)["settings"]["step"] == 2


def test_a_link_opens_the_same_view():
    wanted = {"stage": "external", "view": "folded", "text": "ada", "length": "3", "at": "2", "notation": "uvw",
              "network": "untrained", "units": "4", "weights": "11", "function": "relu", "edit": "W_xh,2,3,-1.5"}
    visitor = visit(**wanted)
    assert not visitor.said("info") and visitor.at.query_params == wanted
    [code] = [code for code in visitor.codes if "stage=external" in code]
    from urllib.parse import parse_qsl
    whole = dict(parse_qsl(code.split("?", 1)[1], keep_blank_values=True))
    assert set(whole) == {"step"} | {control.key for control in controls.ALL}
    assert graph(Visitor(whole, PAGE)) == graph(visitor)


HOSTILE = ["nan", "-1", "9" * 400, "<script>alert(1)</script>", "\x00", "' OR 1=1 --", "\u202e5"]


@pytest.mark.parametrize("first", [0, 3])
def test_hostile_values_open_on_defaults_with_a_notice(first):
    visitor = visit(**{control.key: HOSTILE[(first + i) % len(HOSTILE)] for i, control in enumerate(SETTABLE)})
    assert len(visitor.said("info")) == 1
    assert visitor.set(notation="uvw").at.query_params == {"notation": "uvw"}


def test_a_network_that_is_not_here_opens_the_default():
    visitor = visit(network="trained-0123456789abcdef")
    [said] = visitor.said("info")
    assert_one_sentence(said)
    assert visitor.widget("network").value == controls.NETWORK.default


def test_the_fields_of_somebody_who_arrives_show_the_weight_that_the_link_has_changed():
    visitor = visit(edit="W_hh,3,5,0.8")
    fields = {field.label: field.value for field in visitor.at.number_input}
    assert (fields["Row"], fields["Column"], fields["Weight"]) == (3, 5, 0.8)
