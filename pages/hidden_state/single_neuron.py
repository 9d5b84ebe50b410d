"""One neuron: the text in its colours, and where in the list it stands highest and lowest."""

import numpy as np
import streamlit as st

from explainer.learning.prediction import Answer
from explainer.state import widgets
from explainer.state.address import value
from pages.hidden_state import controls, state_cache
from pages.hidden_state.memory import answering
from pages.hidden_state.neuron_selectivity import Tastes, tastes
from pages.hidden_state.single_neuron_chart import by_letter, contexts, lit_text
from pages.hidden_state.state import Reader
from rnncore.data.vocabulary import BOUNDARY
from rnncore.diagnostics.neurons import Context
from rnncore.sampling import trace_of

SHOWN = 8
LETTERS, COUNTS = "The letter just read", "How many letters were read"


def kind_of(reader: Reader) -> str:
    """h, or the belt c if this cell has one and the visitor wants it."""
    return value(controls.KIND) if reader.model.cell == "lstm" else "h"


def tastes_of(reader: Reader) -> Tastes:
    """What the neurons of this network answer to."""
    return tastes(f"{reader.key}{kind_of(reader)}", reader.entry.model, reader.names, kind_of(reader))


@answering
def neuron(reader: Reader) -> None:
    """Choose a neuron; see the text and the list in its colours."""
    units = reader.model.config.hidden_size
    st.session_state[controls.NEURON.key] = min(value(controls.NEURON), units)
    which, jump = st.columns([3, 2], vertical_alignment="bottom")
    with which:
        if units > 1:
            st.slider(controls.NEURON.label, 1, units, key=controls.NEURON.key)
        if reader.model.cell == "lstm":
            widgets.segments(controls.KIND)
    _jumps(jump, reader)
    unit, kind, found = value(controls.NEURON) - 1, kind_of(reader), tastes_of(reader)
    own = getattr(trace_of(reader.model, reader.reading.inputs), kind)[:, 0, unit]
    reach = 1.0 if kind == "h" and reader.model.config.activation == "tanh" else found.reach
    st.html(lit_text(reader.signs, own, reach, unit))
    st.caption(f"The letter just read accounts for {found.by_letter[unit]:.0%} of this neuron's ups and downs, the "
               f"number of letters read for {found.by_position[unit]:.0%}. {_scale(reach)}")
    high, low = state_cache.excitations_of(f"{reader.key}{kind}", reader.entry.model, reader.names, unit, kind, SHOWN)
    up, down = st.columns(2)
    for column, title, rows in ((up, "It stands highest after", high), (down, "It stands lowest after", low)):
        with column:
            st.markdown(f"**{title}**")
            st.html(contexts([_lit(reader, context, kind, unit) for context in rows], reach, title))
    st.markdown("**On average after each letter**")
    signs = [reader.model.vocabulary.sign(i) for i in range(len(reader.model.vocabulary))]
    st.html(by_letter(signs, found.means[:, unit], found.counts, reach))


def _scale(reach: float) -> str:
    return f"Colours reach from −{reach:.3g} (violet, dotted) to +{reach:.3g} (red)."


def _lit(reader: Reader, context: Context, kind: str, unit: int) -> tuple[str, int, np.ndarray]:
    name = context.text
    inputs = np.concatenate([[BOUNDARY], reader.model.vocabulary.encode(context.read)])
    return name, context.position, getattr(trace_of(reader.entry.model, inputs), kind)[:, 0, unit]


def _jumps(place, reader: Reader) -> None:
    """Two neurons worth a look."""
    found = tastes_of(reader)
    with place.container(horizontal=True):
        for key, words, shares in (("letter_neuron", "Best at letters", found.by_letter),
                                   ("count_neuron", "Best at counting", found.by_position)):
            st.button(words, key=key, on_click=_go, args=(int(np.argmax(shares)) + 1,), icon=":material/target:")


def _go(unit: int) -> None:
    st.session_state[controls.NEURON.key] = unit


def what_moves_them(reader: Reader) -> Answer:
    """What accounts for more of the neurons' movement, all together?"""
    found = tastes_of(reader)
    letter, count = float(found.by_letter.mean()), float(found.by_position.mean())
    best = int(np.argmax(found.by_position))
    return Answer(LETTERS if letter > count else COUNTS,
                  f"The letter just read accounts for {letter:.0%} of a neuron's movement on average, the number of "
                  f"letters for {count:.0%}. The best counter is neuron {best + 1}: {found.by_position[best]:.0%}. "
                  "The rest is what came before: the memory.")
