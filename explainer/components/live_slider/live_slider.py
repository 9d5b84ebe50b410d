"""A slider that speaks while it is being dragged.

Streamlit's own slider sends its value when it is let go. This one sends it about every 80 ms, so a
chart in the same section redraws about 13 times a second. Use it inside a section: a whole page would
be interrupted by the next value.

The value lives in the session like that of every other control, so links, presets and other pages need not know that
this one is special.

While it is dragged, the section it stands in runs if it reads the control, and so do those that are declared live; once
the slider rests, everything else that shows the value does, and the address is written (`state/sections.py`).

    @section("curve", live=True)         runs at every move of WIDTH, for it reads WIDTH and is live
    @section("question")                 runs once WIDTH rests, for it reads WIDTH

A second slider of the same control, told apart by `key_suffix`, follows the first once that rests.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from explainer.components.channel import Channel, is_number, is_switch
from explainer.components.files import component_of
from explainer.state.address import value_at
from explainer.state.controls import Number
from explainer.state.keys import session_key
from explainer.state.ledger import note_shown
from explainer.state.sections import follow, has_shown

_component = component_of("live_slider", ["live_slider/live_slider.css"])
FROM_BROWSER = Channel({"value": is_number, "rests": is_switch})
LOG_STOPS = 160


def live_slider(control: Number, *, key_suffix: str = "", help: str | None = None, format: str | None = None,
                one: str | None = None, log: bool = False, places: Sequence[float] | None = None,
                mark: float | None = None, alone: bool = False) -> None:
    """A slider between the control's bounds. What it is set to is asked with `address.value`, also in a drag.

    key_suffix   sets two sliders of one control apart; both move it, and each follows the other
                 as soon as its section runs again
    help         a line under the slider; the control's own if None, none if ""
    format       how the value is told, `{}` standing for the number: "{} steps"
    one          how a 1 is told, if not as the others: "once"
    log          equal ratios are equally far apart; the lower bound must be above 0
    places       the values it stops at, in order, evenly spaced: for a scale that is finer where it matters
    mark         a value to mark on the track, such as the edge between two regimes
    alone        while it is dragged nothing runs but its own section: the live ones are out of sight
    """
    number = value_at(session_key(control), control.default)
    key = session_key(control, "live_", key_suffix)
    own = note_shown(key, session_key(control), number, control.default)
    places = stops(control, LOG_STOPS) if log else places and list(places)
    _component(
        key=key, on_selection_change=partial(_take, key, control, own, alone),
        data={"label": control.label, "help": control.help if help is None else help, "value": number,
              "low": control.low, "high": control.high, "step": control.step, "format": format or "{}", "one": one,
              "stops": places, "mark": mark, "heard": FROM_BROWSER.heard(key)})


def stops(control: Number, count: int) -> list[float]:
    """At most `count` values between the bounds at equal ratios, each once: whole, or with three digits."""
    ratio = control.high / control.low
    values = [control.low * ratio ** (i / (count - 1)) for i in range(count)]
    values[0], values[-1] = control.low, control.high
    return sorted({_tidy(control, number) for number in values})


def fitting(control: Number, number: Any) -> float | None:
    """`number` as a value of the control, or None if it cannot be one: the browser is not trusted."""
    if not is_number(number):
        return None
    number = _tidy(control, number) if isinstance(control.step, int) else float(number)
    return number if control.low <= number <= control.high else None


def _tidy(control: Number, number: float) -> float:
    return round(number) if isinstance(control.step, int) else float(f"{number:.3g}")


def _take(key: str, control: Number, own: str, alone: bool) -> None:
    """The slider moved: keep the value; then run what is to follow."""
    if not FROM_BROWSER.news(key):
        return
    said = FROM_BROWSER.said(key)
    number = fitting(control, said["value"])
    if number is None:
        return
    st.session_state[session_key(control)] = number
    has_shown(own, key, number)
    follow(own, moving=not said["rests"], alone=alone)
