"""One neuron: the text in its colours, and where in the list it stands highest and lowest."""

import numpy as np
import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from explainer.state.cells import CELLS
from pages.hidden_state import controls, state_cache
from pages.hidden_state.neuron_selectivity import Selectivity, selectivity
from pages.hidden_state.single_neuron_chart import coloured_contexts, coloured_text, means_by_letter
from pages.hidden_state.state import Network, network, network_and_text, value_up_to
from rnncore.data.vocabulary import BOUNDARY
from rnncore.diagnostics import neurons
from rnncore.diagnostics.neurons import Context
from rnncore.sampling import trace_of

CONTEXTS = 8              # beginnings of names on each side
CLAIM = "Some neurons have a taste"
LETTERS, COUNTS = "The letter just read", "How many letters were read"


def section() -> None:
    """One row of the picture, and the question what moves the neurons."""
    with words():
        header(CLAIM,
               "Take one row of the memory and colour the text with it. Then look for the names in which it stands "
               "highest and lowest. A few neurons are easy to read. Most are not: the memory is shared work.")
    with picture():
        _neuron()
    with question():
        _ask_what_moves_them()
    with fine_print():
        _means()
        show_source(neurons.excitations)


def kind_of(shown: Network) -> str:
    """The kind of state that is looked at: "h", or "c" if this cell has one and the visitor wants it."""
    return value(controls.KIND) if CELLS[shown.model.cell].has_cell_state else "h"


def selectivity_of(shown: Network) -> Selectivity:
    """What the neurons of this network answer to."""
    return selectivity(shown.fingerprint, shown.entry.model, shown.names, kind_of(shown))


@sections.section("neuron")
def _neuron() -> None:
    """The choice of a neuron, and the text and the list in its colours."""
    read = network_and_text()
    shown = read.network
    unit = choose_neuron(shown)
    kind, found = kind_of(shown), selectivity_of(shown)
    along = getattr(trace_of(shown.model, read.reading.inputs), kind)[:, 0, unit]
    limit = 1.0 if kind == "h" and shown.model.config.activation == "tanh" else found.largest
    st.html(coloured_text(read.signs, along, limit, unit))
    st.caption(f"The letter just read accounts for {found.by_letter[unit]:.0%} of this neuron's ups and downs, the "
               f"number of letters read for {found.by_position[unit]:.0%}. {_scale(limit)}")
    high, low = state_cache.excitations_of(shown.fingerprint, shown.entry.model, shown.names, unit, kind, CONTEXTS)
    up, down = st.columns(2)
    for column, title, rows in ((up, "It stands highest after", high), (down, "It stands lowest after", low)):
        with column:
            st.markdown(f"**{title}**")
            st.html(coloured_contexts([_values_along(shown, context, kind, unit) for context in rows], limit, title))


@sections.section("neuron_means")
def _means() -> None:
    """What the neuron is on average after each letter."""
    shown = network()
    unit, kind = min(value(controls.NEURON), shown.model.config.hidden_size) - 1, kind_of(shown)
    found = selectivity_of(shown)
    limit = 1.0 if kind == "h" and shown.model.config.activation == "tanh" else found.largest
    st.markdown("**On average after each letter**")
    signs = [shown.model.vocabulary.sign(i) for i in range(len(shown.model.vocabulary))]
    st.html(means_by_letter(signs, found.means[:, unit], found.counts, limit))


def choose_neuron(shown: Network) -> int:
    """The widgets that choose a neuron, and a kind of state where there are two: the neuron's number, from 0."""
    units = shown.model.config.hidden_size
    unit = value_up_to(controls.NEURON, units) - 1
    which, jump = st.columns([3, 2], vertical_alignment="bottom")
    with which:
        if units > 1:
            st.slider(controls.NEURON.label, 1, units, **widgets.place(controls.NEURON))
        if CELLS[shown.model.cell].has_cell_state:
            widgets.segments(controls.KIND)
    _jumps(jump, shown)
    return unit


def _scale(limit: float) -> str:
    """The range of the colours."""
    return f"Colours reach from −{limit:.3g} (violet, dotted) to +{limit:.3g} (red)."


def _values_along(shown: Network, context: Context, kind: str, unit: int) -> tuple[str, int, np.ndarray]:
    """A context as the chart wants it: the name, how many letters were read, the neuron's values along the way."""
    inputs = np.concatenate([[BOUNDARY], shown.model.vocabulary.encode(context.read)])
    return context.text, context.position, getattr(trace_of(shown.entry.model, inputs), kind)[:, 0, unit]


def _jumps(place, shown: Network) -> None:
    """Buttons to two neurons worth a look: those that letter and position account for most."""
    found = selectivity_of(shown)
    with place.container(horizontal=True):
        for key, words, shares in (("letter_neuron", "Best at letters", found.by_letter),
                                   ("count_neuron", "Best at counting", found.by_position)):
            st.button(words, key=key, on_click=sections.callback(_go, int(np.argmax(shares)) + 1),
                      icon=":material/target:")


def _go(unit: int) -> None:
    """Set the neuron, from 1."""
    set_value(controls.NEURON, unit)


@sections.section("neuron_question")
def _ask_what_moves_them() -> None:
    predict("taste", "What moves the neurons more: which letter was just read, or how many letters were read?",
            [LETTERS, COUNTS], lambda: what_moves_them(network()))


def what_moves_them(shown: Network) -> Answer:
    """Which accounts for more of the neurons' variance on average: the letter or the position."""
    found = selectivity_of(shown)
    letter, count, both = (float(shares.mean()) for shares in (found.by_letter, found.by_position, found.by_both))
    best = int(np.argmax(found.by_position))
    return Answer(LETTERS if letter > count else COUNTS,
                  f"The letter just read accounts for {letter:.0%} of a neuron's movement on average, the number of "
                  f"letters for {count:.0%}. The best counter is neuron {best + 1}: {found.by_position[best]:.0%}. "
                  f"The two do not add up: together they account for {both:.0%}, for what a letter does depends on "
                  "where it stands. What is left rests on which letters came before. That is memory, and so is how "
                  "many there were.")
