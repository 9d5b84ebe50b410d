"""One step of one cell: its wiring with every number in it, the text it reads and the neuron that is followed."""

import streamlit as st

from explainer.components.wiring.wiring import WIRED, cell_wiring
from explainer.learning.share import link_to_this_view
from explainer.shell.headings import note, prose
from explainer.shell.markdown import as_text
from explainer.shell.steps import fine_print, picture, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.gated_cells import controls
from pages.gated_cells.state import WIRING, state, take_from_the_wiring

WORDS = {
    "lstm": "An <b>LSTM</b> (long short-term memory) has two memories. The <b>cell state</b> c (the belt) runs along "
            "the top: the <b>forget gate</b> multiplies it, and the new part is added. The <b>hidden state</b> h is "
            "what the rest of the network sees of it.",
    "gru": "A <b>GRU</b> (gated recurrent unit) has one memory. Where its <b>update gate</b> z is open the old memory "
           "stays; the rest, 1 − z, goes to the new draft. The <b>reset gate</b> r says how much of the old memory the "
           "draft may see.",
}


def section() -> None:
    """The first picture of the chapter; its cell, text and neuron are those of every other step."""
    with picture():
        _wiring()
    with words():
        prose("A <b>gate</b> is a number between 0 (shut) and 1 (open), made anew at every step: σ of a sum of letter "
              "and memory.")
        _words()
        _text_and_neuron()
    with fine_print():
        link_to_this_view(controls.ALL)


@sections.section("wiring", first=True)
def _wiring() -> None:
    now = state()
    widgets.segments(controls.CELL, label_visibility="collapsed")
    if now.cell in WIRED:
        cell_wiring(now.picture, key=WIRING, step=now.step, unit=now.unit, units=now.units, letters=now.letters,
                    on_look=sections.callback(take_from_the_wiring))
    else:
        st.caption(f"There is no wiring for {now.record.article} {now.record.label} yet. All other pictures are of it.")
    if now.reading.problem:
        st.warning(as_text(now.reading.problem), icon=":material/keyboard:")


@sections.section("text_and_neuron")
def _text_and_neuron() -> None:
    with widgets.row():
        widgets.text(controls.TEXT, placeholder=controls.TEXT.default)
        widgets.number(controls.NEURON)


@sections.section("words_of_the_cell")
def _words() -> None:
    cell = value(controls.CELL)
    if cell not in WIRED:
        return
    prose(WORDS[cell])
    note("Four of its 64 neurons are shown. Press play, or point at a number to see what it is made of.")
