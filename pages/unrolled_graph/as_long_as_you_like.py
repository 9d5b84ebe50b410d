"""As long as you like: how many numbers a network has to learn, whatever the length of the text."""

import numpy as np
import streamlit as st

from explainer.components.graph.build import picture_of
from explainer.components.graph.contract import Picture
from explainer.learning.prediction import Answer, predict
from explainer.shell.headings import header, note
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.choices import MAX_STEPS
from pages.unrolled_graph import controls, graph
from pages.unrolled_graph.as_long_as_you_like_chart import parameter_bars
from pages.unrolled_graph.state import GraphState, graph_state
from rnncore.tasks.windows import window_parameters

AS_MANY, MORE, FEWER = "Exactly as many", "Many more", "Fewer"

CLAIM = "A longer text needs no larger network"


def section() -> None:
    """The graph at any length, parameters against length, and a question."""
    with words():
        header(CLAIM, "The same weights serve every step: <b>weight sharing</b>.")
        _sizes()
    with picture():
        _length()
        graph.again()
    with question():
        _ask()
    with fine_print():
        _about_sizes()


@sections.section("length")
def _length() -> None:
    widgets.slider(controls.LENGTH)


@sections.section("sizes")
def _sizes() -> None:
    state = graph_state()
    lengths = sorted({1, state.steps, 12, MAX_STEPS})
    st.html(parameter_bars(state.model, lengths))


@sections.section("sizes_note")
def _about_sizes() -> None:
    state = graph_state()
    more = window_parameters(state.model, 2) - window_parameters(state.model, 1)
    note(f"The feedforward net has one hidden layer of {state.model.config.hidden_size} units and its own weights for "
         f"every place in its window: {more:,} numbers more for each step it is to see. {graph.length_words(state)}")


@sections.section("sizes_question")
def _ask() -> None:
    state = graph_state()
    shown = state.steps
    other = MAX_STEPS if shown < MAX_STEPS else 1
    predict("parameters", f"The graph has {shown} step{'' if shown == 1 else 's'}. You unroll it for {other} instead. "
                          "How many numbers are there to learn then?", [AS_MANY, MORE, FEWER],
            lambda: _weights_in_both(state, other))


def _weights_in_both(state: GraphState, steps: int) -> Answer:
    """Count the weights in the picture of the text and in one of so many steps."""
    other = picture_of(state.model, np.zeros(steps, dtype=np.int64), steps=steps)
    here = picture_of(state.model, state.inputs)
    many, now = _weights_in(other), _weights_in(here)
    uses = sum(edge.matrix == "W_hh" for edge in other.edges)
    right = AS_MANY if many == now else MORE if many > now else FEWER
    return Answer(right, f"{now:,} before, {many:,} then. The memory's matrix is there once, and used {uses} "
                         f"time{'' if uses == 1 else 's'}.")


def _weights_in(picture: Picture) -> int:
    """How many weights the matrices of a picture hold."""
    return sum(len(matrix.values) * len(matrix.values[0]) for matrix in picture.matrices)
