"""The live slider: values the control can have and no others, whatever the browser sends."""

import json
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from explainer.components.live_slider.live_slider import LOG_STOPS, fitting, stops
from explainer.state.controls import Number

WHOLE = Number("whole", "Whole", 8, "", 1, 256, 1)
REAL = Number("real", "Real", 0.5, "", 0.01, 100.0, 0.01)


@pytest.mark.parametrize("control", [WHOLE, REAL])
def test_stops_go_from_bound_to_bound_at_equal_ratios(control):
    found = stops(control, LOG_STOPS)
    assert found[0] == control.low and found[-1] == control.high and len(found) <= LOG_STOPS
    assert found == sorted(set(found)) and all(fitting(control, number) == number for number in found)
    large = [number for number in found if number > control.high / 4]
    ratios = [b / a for a, b in pairwise(large)]
    assert max(ratios) / min(ratios) < 1.05


def test_a_whole_slider_reaches_every_small_number():
    assert stops(WHOLE, LOG_STOPS)[:12] == list(range(1, 13))


@given(st.one_of(st.none(), st.booleans(), st.text(), st.floats(), st.integers(), st.lists(st.integers())))
def test_whatever_comes_in_is_a_value_of_the_control_or_nothing(said):
    for control in (WHOLE, REAL):
        number = fitting(control, said)
        assert number is None or (control.low <= number <= control.high and math.isfinite(number))
        if isinstance(said, bool | str | list) or said is None:
            assert number is None
    assert fitting(WHOLE, 7.2) == 7 and isinstance(fitting(WHOLE, 7.2), int) and fitting(REAL, 7.2) == 7.2


def page():
    import streamlit

    from explainer.components.live_slider.live_slider import live_slider
    from explainer.state import registry, sections
    from explainer.state.address import value
    from explainer.state.controls import Number
    control = Number("whole", "Whole", 8, "A word of help.", 1, 256, 1)
    registry.PAGES["slider-test"] = (control,)

    @sections.section("part")
    def part():
        live_slider(control, format="{} units", log=True, mark=16)
        streamlit.text(f"It is {value(control)}")

    with sections.open_chapter("slider-test"):
        part()


@pytest.fixture
def at():
    from explainer.state import registry
    yield AppTest.from_function(page)
    registry.PAGES.pop("slider-test", None)


def told(at) -> dict:
    return json.loads(at.get("bidi_component")[0].proto.json)


def test_it_shows_what_the_control_is_set_to(at):
    at.run()
    data = told(at)
    assert (data["value"], data["low"], data["high"], data["mark"]) == (8, 1, 256, 16)
    assert data["label"] == "Whole" and data["help"] == "A word of help." and data["format"] == "{} units"
    assert at.text[0].value == "It is 8" and not at.exception


def test_another_hand_may_move_it(at):
    at.run()
    at.session_state["slider-test.whole"] = 31
    at.run()
    assert told(at)["value"] == 31 and at.text[0].value == "It is 31" and at.query_params["whole"] == "31"


def test_the_address_sets_it(at):
    at.query_params["whole"] = "99"
    at.run()
    assert told(at)["value"] == 99
