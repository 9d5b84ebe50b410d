"""The gated cells page: every view is a link, no input breaks it."""

from urllib.parse import parse_qsl

import pytest

from explainer.state.choices import MAX_STEPS
from explainer.state.controls import Choice, Number, Text
from pages.gated_cells import controls
from tests.pages.gated_cells.opening import address, each_cell, visit, wiring
from tests.visitor import assert_one_sentence


def test_a_text_of_one_sign_asks_for_no_earlier_step():
    told = " ".join(visit(gated_text="").html)
    assert "nothing can have faded yet" in told and "choose an earlier one" not in told


def test_every_slider_for_the_step_has_a_name_of_its_own():
    names = [slider.label for slider in visit().at.slider]
    assert len(names) == 3 == len(set(names)) and all(name.startswith("Step looked at, ") for name in names)


WILD = ["", " ", "1986", "🎈", "<script>alert(1)</script>", "x" * 400, "Ωμέγα", "a b", "-" * 30]


@pytest.mark.parametrize("text", WILD)
@each_cell
def test_a_text_that_cannot_be_read_gets_one_sentence(text, cell):
    visitor = visit(gated_cell=cell)
    visitor.set(gated_text=text)
    assert 1 <= len(wiring(visitor)["settings"]["letters"]) <= MAX_STEPS
    assert not visitor.said("error") and all("<script" not in piece for piece in visitor.html)
    said = visitor.said("warning")
    assert len(said) <= 1
    for sentence in said:
        assert_one_sentence(sentence)
    if text.strip() in ("", "1986", "🎈"):
        assert said and wiring(visitor)["settings"]["letters"] == ["∎"]
    assert visitor.widget("gated_text").value == text       # nothing typed is lost


def extremes() -> list[dict[str, str]]:
    """Each control at each end, and every option of every choice."""
    found = []
    for control in controls.ALL:
        if isinstance(control, Number):
            found += [{control.key: control.write(control.low)}, {control.key: control.write(control.high)}]
        elif isinstance(control, Choice):
            found += [{control.key: option} for option in control.options]
        else:
            assert isinstance(control, Text)
    return found


@pytest.mark.parametrize("query", extremes(), ids=lambda query: "-".join(*query.items()))
def test_every_extreme_opens_and_is_kept(query):
    visitor = visit(**query)
    assert not visitor.said("error") and not visitor.said("info")
    assert len(visitor.charts()) == 4
    default = {control.key: control.write(control.default) for control in controls.ALL}
    [(key, text)] = query.items()
    assert address(visitor).get(key, default[key]) == text


@pytest.mark.parametrize("query", [
    {"gated_step": "0"}, {"gated_step": "nan"}, {"gated_neuron": "65"}, {"gated_bias": "inf"},
    {"gated_cell": "vanilla"}, {"gated_units": "9e9"}, {"gated_text": "a\x00b"}, {"gated_paper": "<b>"}])
def test_a_hostile_address_opens_the_page_on_its_defaults(query):
    visitor = visit(**query)
    [notice] = visitor.said("info")
    assert_one_sentence(notice)
    assert len(visitor.charts()) == 4


def test_a_step_beyond_the_text_is_its_last():
    assert wiring(visit(gated_text="ab", gated_step="20"))["settings"]["step"] == 3


def test_the_link_holds_every_control():
    visitor = visit(gated_cell="gru", gated_text="Zoë", gated_bias="2.5")
    [code] = [code for code in visitor.codes if "gated_cell=" in code.split("\n")[0]]
    query = dict(parse_qsl(code.split("?", 1)[1], keep_blank_values=True))
    assert set(query) == {control.key for control in controls.ALL}
    again = visit(**query)
    assert [chart["data"] for chart in again.charts().values()] == [chart["data"] for chart in visitor.charts().values()]
    assert wiring(again) == wiring(visitor)


def test_where_the_visitor_looks_in_the_wiring_comes_back():
    visitor = visit()
    visitor.at.session_state["wiring"] = {"selection": {"step": 3, "unit": 11}}
    visitor.at.run()
    visitor.is_well()
    assert address(visitor) == {"gated_step": "3", "gated_neuron": "12"}
    assert wiring(visitor)["settings"]["step"] == 3 and wiring(visitor)["settings"]["unit"] == 11
    visitor.at.session_state["wiring"] = {"selection": {"step": 999, "unit": -4}}       # not a place in this cell
    visitor.at.run()
    assert address(visitor.is_well()) == {"gated_step": "3", "gated_neuron": "12"}
