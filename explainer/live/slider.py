"""A slider that speaks while it is being dragged.

Streamlit's own slider sends its value when it is let go. This one sends it about every 80 ms, so a
chart in the same fragment redraws about 13 times a second. Use it inside an `st.fragment`: a whole
page would be interrupted by the next value.

The value lives in `st.session_state[control.key]` like that of every other control, so links,
presets and other pages need not know that this one is special. The address is written once, when
the slider comes to rest.
"""

import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from explainer import controls
from explainer.address import value, write_address
from explainer.controls import Number

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "live_slider", css=(_HERE / "slider.css").read_text(), js=(_HERE / "slider.js").read_text())
LOG_STOPS = 160


def live_slider(control: Number, *, key_suffix: str = "", help: str | None = None, format: str | None = None,
                one: str | None = None, log: bool = False, places: Sequence[float] | None = None,
                mark: float | None = None, whole_page: bool = False) -> float:
    """A slider between the control's bounds; returns its value, also in the midst of a drag.

    key_suffix   sets two sliders of one control apart; both move it, and each follows the other
                 as soon as its fragment runs again
    help         a line under the slider; the control's own if None, none if ""
    format       how the value is told, `{}` standing for the number: "{} steps"
    one          how a 1 is told, if not as the others: "once"
    log          equal ratios are equally far apart; the lower bound must be above 0
    places       the values it stops at, in order, evenly spaced: for a scale that is finer where it matters
    mark         a value to mark on the track, such as the edge between two regimes
    whole_page   run the whole page once the slider comes to rest, for a page whose other parts
                 show the value too; without it only the fragment runs, and the address is written
    """
    number = value(control)
    key = f"live_{control.key}{key_suffix}"
    seen = _sent(key)
    places = stops(control, LOG_STOPS) if log else places and list(places)
    _component(
        key=key, on_moved_change=partial(_take, key, control),
        data={"label": control.label, "help": control.help if help is None else help, "value": number,
              "low": control.low, "high": control.high, "step": control.step, "format": format or "{}", "one": one,
              "stops": places, "mark": mark, "seen": seen.get("count", 0)})
    if whole_page and seen.get("rests") and st.session_state.get(f"_{key}_rested") != seen["count"]:
        st.session_state[f"_{key}_rested"] = seen["count"]
        st.rerun()
    return number


def stops(control: Number, count: int) -> list[float]:
    """At most `count` values between the bounds at equal ratios, each once: whole, or with three digits."""
    ratio = control.high / control.low
    values = [control.low * ratio ** (i / (count - 1)) for i in range(count)]
    values[0], values[-1] = control.low, control.high
    return sorted({_tidy(control, number) for number in values})


def fitting(control: Number, number: Any) -> float | None:
    """`number` as a value of the control, or None if it cannot be one: the browser is not trusted."""
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        return None
    number = _tidy(control, number) if isinstance(control.step, int) else float(number)
    return number if control.low <= number <= control.high else None


def _tidy(control: Number, number: float) -> float:
    return round(number) if isinstance(control.step, int) else float(f"{number:.3g}")


def _sent(key: str) -> dict:
    """What the browser said last, or nothing."""
    said = getattr(st.session_state.get(key), "moved", None)
    said = said if isinstance(said, dict) else {}
    count = said.get("count")
    return said if isinstance(count, int) and not isinstance(count, bool) else {}


def _take(key: str, control: Number) -> None:
    """The slider moved: keep the value, and once it rests write the address."""
    said = _sent(key)
    number = fitting(control, said.get("value"))
    if number is None:
        return
    st.session_state[control.key] = number
    page = st.session_state.get("_page")
    if said.get("rests") and page in controls.PAGES:
        write_address(controls.PAGES[page])
