"""The wiring and what it reads: widgets of the gated cells page."""

import streamlit as st

from explainer.components.wiring.wiring import cell_wiring, look_of
from explainer.learning.share import link_to_this_view
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.choices import MAX_STEPS
from pages.gated_cells import controls
from pages.gated_cells.state import Gated

WIRING = "wiring"
_SEEN = "_wiring_look"


def listen() -> None:
    """Put where the visitor looked in the wiring into the controls, once and before it is drawn."""
    look = look_of(getattr(st.session_state.get(WIRING), "selection", None))
    before = st.session_state.get(_SEEN)
    st.session_state[_SEEN] = look
    if look == before:
        return
    if look.step is not None and 1 <= look.step <= MAX_STEPS:
        st.session_state[controls.AT.key] = look.step
    if look.unit is not None and 0 <= look.unit < controls.UNITS:
        st.session_state[controls.NEURON.key] = look.unit + 1


def wiring(now: Gated) -> None:
    """The cell, with every number in it."""
    cell_wiring(now.picture, key=WIRING, step=now.step, unit=now.unit, units=now.units, letters=now.letters)
    if now.reading.problem:
        st.warning(as_text(now.reading.problem), icon=":material/keyboard:")


def choose() -> None:
    """The row under the picture: the text, the neuron, the link."""
    text, neuron, more = st.columns([3, 2, 1], vertical_alignment="bottom")
    with text:
        widgets.free_text(controls.TEXT, placeholder=controls.TEXT.default)
    with neuron:
        widgets.number(controls.NEURON)
    with more:
        link_to_this_view(controls.ALL)


def look_at_step(now: Gated, key: str, where: str) -> None:
    """A second slider for the step, where the wiring is out of sight; `where` sets its name apart."""
    if now.passage.steps < 2:
        return
    st.session_state[key] = now.step
    st.slider(f"{controls.AT.label}, {where}", 1, now.passage.steps, key=key, on_change=_look, args=(key,),
              help="The same step as in the picture at the top.")


def letter(now: Gated, step: int) -> str:
    """What a step reads, as it stands in a sentence."""
    sign = now.letters[step - 1]
    return "∎" if sign == "∎" else f"“{sign}”"


def _look(key: str) -> None:
    st.session_state[controls.AT.key] = st.session_state[key]
