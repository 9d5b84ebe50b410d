"""The gated cells chapter as a whole: every view is a link, every question is asked, no input breaks it."""

from itertools import cycle
from urllib.parse import parse_qsl

import pytest

from explainer.state.choices import MAX_STEPS
from explainer.state.controls import Choice, Number, Text
from pages.gated_cells import controls
from tests.covering import once, pairs
from tests.pages.gated_cells.opening import address, visit
from tests.visitor import assert_one_sentence


def test_every_slider_for_the_step_has_a_name_of_its_own():
    names = [slider.label for slider in visit().at.slider]
    assert len(names) == 3 == len(set(names)) and all(name.startswith("Step looked at, ") for name in names)


CHARTS = {"gates_chart", "carried_chart", "fading_chart", "race_chart"}
WILD = ["", " ", "1986", "🎈", "<script>alert(1)</script>", "x" * 400, "Ωμέγα", "a b", "-" * 30]


@pytest.mark.parametrize(("text", "cell"), list(zip(WILD, cycle(["lstm", "gru"]))))
def test_a_text_that_cannot_be_read_gets_one_sentence(text, cell):
    visitor = visit(gated_cell=cell)
    visitor.set(gated_text=text)
    assert 1 <= len(visitor.component("wiring")["settings"]["letters"]) <= MAX_STEPS
    assert not visitor.said("error") and all("<script>alert" not in piece for piece in visitor.html)
    said = visitor.said("warning")
    assert len(said) <= 1
    for sentence in said:
        assert_one_sentence(sentence)
    if text.strip() in ("", "1986", "🎈"):
        assert said and visitor.component("wiring")["settings"]["letters"] == ["∎"]
    assert visitor.widget("gated_text").value == text       # nothing typed is lost


def extremes() -> dict[str, list[str]]:
    """Each control at each end, and every option of every choice."""
    found = {}
    for control in controls.ALL:
        if isinstance(control, Number):
            found[control.key] = [control.write(control.low), control.write(control.high)]
        elif isinstance(control, Choice):
            found[control.key] = list(control.options)
        else:
            assert isinstance(control, Text)
    return found


ALONE = (controls.PAPER.key, controls.START.key)       # with many options, and touched by nothing else on the page
EXTREMES = [one | two for one, two in zip(
    pairs({key: options for key, options in extremes().items() if key not in ALONE}),
    cycle(once({key: options for key, options in extremes().items() if key in ALONE})), strict=False)]


@pytest.mark.parametrize("query", EXTREMES, ids=range(len(EXTREMES)))
def test_every_two_extremes_open_and_are_kept(query):
    assert {row[key] for row in EXTREMES for key in ALONE} == {each for key in ALONE for each in extremes()[key]}
    visitor = visit(**query)
    assert not visitor.said("error") and not visitor.said("info")
    assert visitor.charts().keys() == CHARTS
    default = {control.key: control.write(control.default) for control in controls.ALL}
    assert {key: address(visitor).get(key, default[key]) for key in query} == query


@pytest.mark.parametrize("query", [
    {"gated_step": "0", "gated_neuron": "65", "gated_cell": "vanilla", "gated_text": "a\x00b"},
    {"gated_step": "nan", "gated_bias": "inf", "gated_units": "9e9", "gated_paper": "<b>"}])
def test_a_hostile_address_opens_the_page_on_its_defaults(query):
    visitor = visit(**query)
    [notice] = visitor.said("info")
    assert_one_sentence(notice)
    assert visitor.charts().keys() == CHARTS


def test_the_link_holds_every_control():
    visitor = visit(gated_cell="gru", gated_text="Zoë", gated_bias="2.5")
    [code] = [code for code in visitor.codes if "gated_cell=" in code.split("\n")[0]]
    query = dict(parse_qsl(code.split("?", 1)[1], keep_blank_values=True))
    assert set(query) == {"step"} | {control.key for control in controls.ALL}
    again = visit(**query)
    charts, opened = visitor.charts(), again.charts()
    assert charts.keys() == opened.keys() == CHARTS
    assert all(opened[key]["data"] == chart["data"] for key, chart in charts.items())
    assert again.component("wiring") == visitor.component("wiring")


def test_all_questions_are_asked():
    visitor = visit()
    assert all(visitor.has(f"guess_{name}") for name in ("left", "held", "bias", "race", "rests"))
    assert not [text for text in visitor.said("markdown") if "**Yes.**" in text]         # nobody has guessed yet
