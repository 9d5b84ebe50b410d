"""Letter by letter: how one of the names came about, draw by draw."""

import numpy as np
import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header, note
from explainer.shell.steps import fine_print, is_alone, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from pages.name_generation import controls
from pages.name_generation.generate import choose_model
from pages.name_generation.letter_by_letter_chart import ladder
from pages.name_generation.state import chosen_entry, drawn_names
from rnncore import Model, draw, sampling

CLAIM = "Every letter is a draw"


def section() -> None:
    """The claim, one name taken apart, and a question about temperature 0."""
    with words():
        header(CLAIM,
               "The network never plans a name. It gives each symbol a score (its <b>logit</b>); <b>softmax</b> makes "
               "them probabilities, and one symbol is drawn. That is the next input. Scores are divided by the "
               "<b>temperature</b> first: below 1 likely symbols become likelier. ∎: the name is over.")
        note("The bars are what was really drawn from. The chosen symbol is bold; a dashed letter was given by you.")
    with picture():
        if is_alone():
            _settings()
        _one_name()
    with question():
        _ask_about_temperature_0()
    with fine_print():
        show_source(sampling.draw, sampling.next_probabilities)


@sections.section("letters_settings")
def _settings() -> None:
    """The model and the temperature, once more."""
    with widgets.row():
        choose_model("_letters")
        st.slider(controls.TEMPERATURE.label, controls.TEMPERATURE.low, controls.TEMPERATURE.high,
                  step=controls.TEMPERATURE.step, **widgets.place(controls.TEMPERATURE, suffix="_letters"))


@sections.section("letters")
def _one_name() -> None:
    """One of the names, taken apart."""
    names, model = drawn_names(), chosen_entry().model
    options = list(range(1, len(names.shown) + 1))
    if value(controls.LETTERS_OF) not in options:
        set_value(controls.LETTERS_OF, 1)
    chosen = value(controls.LETTERS_OF)
    st.selectbox(controls.LETTERS_OF.label, options, format_func=lambda i: f"Name {i}",      # a name would go stale
                 **widgets.place(controls.LETTERS_OF))
    symbols = names.drawn.symbols[:, chosen - 1]
    length = int((symbols >= 0).sum())
    st.html(ladder(model.vocabulary, symbols[:length], names.drawn.probabilities[:length, chosen - 1]))


@sections.section("greedy_question")
def _ask_about_temperature_0() -> None:
    model = chosen_entry().model
    predict("greedy", "Set the temperature to 0 and draw 20 names. How many different ones will there be?",
            ["Just one", "About ten", "Twenty"], lambda: _how_many_different(model))


def _how_many_different(model: Model, draws: int = 20) -> Answer:
    """Draw at temperature 0 and count the different names."""
    found = len(set(draw(model, draws, np.random.default_rng(0), 0.0).names))
    right = "Just one" if found == 1 else "About ten" if found < 16 else "Twenty"
    return Answer(right, f"This model draws {found} different name{'' if found == 1 else 's'}. At 0 the likeliest "
                         "letter always wins, and the same letters lead to the same memory.")
