"""The component: a picture of a gated network in, the step and neuron the visitor looks at out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from explainer.components.files import component_of
from explainer.components.graph.contract import Picture
from explainer.components.wiring.thinning import thinned

# The numbers' card and the small marks are the signature picture's own.
_component = component_of("cell_wiring", ["graph/graph.css", "wiring/wiring.css"])
WIRED = ("lstm", "gru")      # the cells whose wiring is known; in `js/wiring.js`


@dataclass(frozen=True)
class Look:
    """What the visitor looks at: a step from 1, a neuron from 0; None where the browser said nothing sound.

    `count` numbers what the browser said, so that it can tell an echo of something old from news.
    """

    step: int | None = None
    unit: int | None = None
    count: int | None = None


def cell_wiring(picture: Picture, *, key: str, step: int, unit: int, units: Sequence[int],
                letters: Sequence[str], on_look: Callable[[], None] | None = None) -> Look:
    """Draw the inner wiring of one step of `picture`, and say where the visitor looks.

    picture   of an LSTM or a GRU, as `picture_of` makes it: each node with its terms and factors
    step      the step shown at first, and whenever this value changes
    unit      the neuron (from 0) that the sentences follow; one of `units`
    units     the neurons that are shown, from 0
    letters   what each step reads
    on_look   called when the visitor looks elsewhere; `look_of` says where

    Raises ValueError for a picture of another cell or a neuron that is not among those shown.
    """
    if picture.cell not in WIRED:
        raise ValueError(f"There is no wiring for a {picture.cell} cell.")
    if unit not in units:
        raise ValueError("The neuron that is followed must be among those shown.")
    heard = look_of(getattr(st.session_state.get(key), "selection", None)).count or 0
    settings = {"step": step, "unit": unit, "units": list(units), "letters": list(letters), "heard": heard}
    _component(key=key, data={"picture": thinned(picture, units), "settings": settings},
               on_selection_change=on_look or _nothing)
    return look_of(getattr(st.session_state.get(key), "selection", None))


def look_of(sent: Any) -> Look:
    """What the browser sent, checked: whatever is not a whole number counts as nothing."""
    sent = sent if isinstance(sent, dict) else {}
    return Look(**{name: value for name in ("step", "unit", "count")
                   if isinstance(value := sent.get(name), int) and not isinstance(value, bool)})


def _nothing() -> None:
    """A component may only keep values that have a callback."""
