"""One step of one cell: its wiring with every number in it, the text it reads and the neuron that is followed."""

import streamlit as st

from explainer.components.wiring.wiring import WIRED, cell_wiring
from explainer.learning.share import link_to_this_view
from explainer.shell.frame import picture_first
from explainer.shell.headings import note
from explainer.shell.markdown import as_text
from explainer.state import widgets
from pages.gated_cells import controls
from pages.gated_cells.state import WIRING, State

WORDS = {
    "lstm": "An LSTM has two memories. The **belt** c runs along the top: it is only ever multiplied by the forget "
            "gate and added to. The **memory** h is what the rest of the network gets to see of it. A gate is a "
            "number between 0 (shut) and 1 (open), computed anew at every step: letter and memory give a sum, and "
            "**σ** squashes any number to between 0 and 1.",
    "gru": "A GRU has one memory and one gate that does two jobs: where the **update gate** z is open the old memory "
           "stays, and what is left, 1 − z, goes to the new draft. The **reset gate** r decides how much of the old "
           "memory the draft may see. A gate is a number between 0 (shut) and 1 (open), computed anew at every step: "
           "letter and memory give a sum, and **σ** squashes any number to between 0 and 1.",
}


def section(now: State) -> None:
    """The first picture of the chapter; its cell, text and neuron are those of every section below."""
    widgets.segments(controls.CELL, label_visibility="collapsed")
    wired = now.cell in WIRED
    if wired:
        cell_wiring(now.picture, key=WIRING, step=now.step, unit=now.unit, units=now.units, letters=now.letters)
    else:
        st.caption(f"There is no wiring for {now.record.article} {now.record.label} yet. All other pictures are of it.")
    if now.reading.problem:
        st.warning(as_text(now.reading.problem), icon=":material/keyboard:")
    picture_first()
    _text_and_neuron()
    if not wired:
        return
    st.markdown(WORDS[now.cell])
    note("Four of its 64 neurons are shown, their numbers at the left. Press play, or point at a number: the card "
         "shows what it is made of. The "
         "network learned given names; its weights are the same at every step.")


def _text_and_neuron() -> None:
    text, neuron, more = st.columns([3, 2, 1], vertical_alignment="bottom")
    with text:
        widgets.free_text(controls.TEXT, placeholder=controls.TEXT.default)
    with neuron:
        widgets.number(controls.NEURON)
    with more:
        link_to_this_view(controls.ALL)
