"""Change one weight: the fields, how far each memory moves, and a question about which ones do."""

import numpy as np
import streamlit as st

from explainer.charts.labels import plain
from explainer.components.graph.build import edited
from explainer.components.graph.contract import Picture, WeightEdit
from explainer.components.graph.notation import NOTATIONS
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header, note
from explainer.shell.markdown import as_text
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections
from explainer.state.address import value
from pages.unrolled_graph import controls, graph
from pages.unrolled_graph.change_one_weight_chart import largest_changes, moved_columns
from pages.unrolled_graph.reading_networks import chosen_network
from pages.unrolled_graph.state import GraphState, graph_state
from pages.unrolled_graph.weight_fields import change_a_weight
from rnncore import sequence

ONE, FROM_SECOND, ALL, OTHER = "Only one of them", "All from step 2 on", "All of them", "Some others, or none"
NUDGE = 0.5          # what the question adds to a weight
CLAIM = "Change one weight, and the future changes"


def section() -> None:
    """The graph, and beside it the fields of one weight, what a change of it moves, and a question."""
    with words():
        header(CLAIM,
               "The same weight works at every step. So one change is felt again and again, and never before its first "
               "use. Change one here, or press a matrix in the picture and then one of its weights.")
        change_a_weight()
        _what_moved()
    with picture():
        graph.again()
    with question():
        _question()
    with fine_print():
        _code()


@sections.section("moved")
def _what_moved() -> None:
    """How far the memories are from where they were."""
    state = graph_state()
    if state.edits:
        st.html(moved_columns(state.picture_with(state.original), state.picture))
        note("How far each memory moved from where it was: the largest change of any of its neurons.")


@sections.section("code_of_a_step")
def _code() -> None:
    show_source(chosen_network().load().cell_module.step, sequence.unroll)


@sections.section("weight_question")
def _question() -> None:
    state = graph_state()
    if state.steps < 3:
        st.caption("With three steps or more there is a question to answer here.")
        return
    matrix = plain(NOTATIONS[value(controls.NOTATION)].matrix("W_hh"))
    predict("weight", f"There are {state.steps} steps on screen. You change one weight of {matrix}. "
                      "Which memories change?", [ONE, FROM_SECOND, ALL, OTHER], lambda: _which_states_change(state))


def _which_states_change(state: GraphState) -> Answer:
    """Add a half to the weight behind the liveliest neuron, run again, compare."""
    edit = _lively_weight(state.picture)
    sizes = largest_changes(state.picture, state.picture_with(edited(state.model, edit)))[1:]
    changed = {t for t, size in enumerate(sizes, start=1) if size}
    last = len(sizes)
    right = (ONE if len(changed) == 1 else FROM_SECOND if changed == set(range(2, last + 1)) else
             ALL if changed == set(range(1, last + 1)) else OTHER)
    told = ", ".join(f"{size:.3f}" if size >= 0.0005 or size == 0 else f"{size:.0e}" for size in sizes)
    matrix = as_text(plain(state.picture.matrix("W_hh").label))
    why = {FROM_SECOND: f"{matrix} first works at step 1, but on an empty memory: zeros times anything are zeros. "
                        "From then on every memory is made from a changed one.",
           ALL: "Here the memory is not empty at the start, so the very first product already differs."}.get(right, "")
    return Answer(right, f"With {NUDGE} added at row {edit.row + 1}, column {edit.column + 1}, the memories move by "
                         f"{told}. {why}")


def _lively_weight(picture: Picture) -> WeightEdit:
    """A weight of W_hh with half a unit added: from the strongest neuron to the least saturated one."""
    early = np.abs(picture.node("hidden:0").values)
    if not early.any():
        early = np.abs(picture.node("hidden:1").values)
    row = int(np.argmax(early))
    column = int(np.argmin(np.abs(picture.node(f"hidden:{min(2, picture.steps)}").values)))
    return WeightEdit("W_hh", row, column, picture.matrix("W_hh").values[row][column] + NUDGE)
