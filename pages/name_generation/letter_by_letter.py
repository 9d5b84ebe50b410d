"""Letter by letter: how one of the names came about, draw by draw."""

import numpy as np
import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.models.shelf import Entry
from explainer.shell.headings import header, note
from explainer.state.address import value
from explainer.state.sections import part
from pages.name_generation import controls
from pages.name_generation.letter_by_letter_chart import ladder
from pages.name_generation.state import LETTERS, drawn_names
from rnncore import Model, draw, sampling


def section(entry: Entry) -> None:
    """The claim, one name taken apart, and a question about temperature 0."""
    header("Every letter is a draw",
           "The network never plans a name. It gives each symbol a probability, one is drawn, and that letter "
           "becomes its next input. ∎ is the symbol for “the name is over”.")
    one_name(entry)
    note("The bars are the probabilities that were really used: after temperature and top-k. "
         "The chosen symbol is bold. A dashed letter was given by you.")
    predict("greedy", "Set the temperature to 0 and draw 20 names. How many different ones will there be?",
            ["Just one", "About ten", "Twenty"], lambda: _how_many_different(entry.model))
    show_source(sampling.draw, sampling.next_probabilities)


@part(LETTERS)
def one_name(entry: Entry) -> None:
    """One of the names, taken apart."""
    names = drawn_names(entry)
    options = list(range(1, len(names.shown) + 1))
    if value(controls.LETTERS_OF) not in options:
        st.session_state["of"] = 1
    chosen = st.selectbox("Name to take apart", options, key="of",
                          format_func=lambda i: f"Name {i}")      # a label that holds a name would go stale
    symbols = names.drawn.symbols[:, chosen - 1]
    length = int((symbols >= 0).sum())
    st.html(ladder(entry.model.vocabulary, symbols[:length], names.drawn.probabilities[:length, chosen - 1]))


def _how_many_different(model: Model, draws: int = 20) -> Answer:
    """Draw at temperature 0 and count the different names."""
    found = len(set(draw(model, draws, np.random.default_rng(0), 0.0).names))
    right = "Just one" if found == 1 else "About ten" if found < 16 else "Twenty"
    return Answer(right, f"This model draws {found} different name{'' if found == 1 else 's'}. At 0 the likeliest "
                         "letter always wins, and the same letters lead to the same memory.")
