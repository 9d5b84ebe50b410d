"""The fields that change one weight, the list of those that are changed, and the changes kept in the session."""

import math

import streamlit as st

from explainer.charts.labels import number, plain
from explainer.components.graph.contract import WeightEdit
from explainer.components.graph.notation import NOTATIONS, Notation
from explainer.shell.markdown import as_text
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from pages.unrolled_graph import controls
from pages.unrolled_graph.reading_networks import chosen_network
from pages.unrolled_graph.state import GraphState, graph_state
from pages.unrolled_graph.weight_edits import (
    LARGEST,
    fits,
    largest_for,
    matrices_of,
    read_edits,
    weight_of,
    with_edit,
    write_edits,
)

_PLAIN = 1e6             # larger weights are written with an exponent


@sections.section("weights")
def change_a_weight() -> None:
    """Number fields for one weight, and the list of those that are changed."""
    state = graph_state()
    notation = NOTATIONS[value(controls.NOTATION)]
    _fields(state, notation)
    if state.misfits:
        st.info("The link changes a weight that this network does not have, or beyond "
                f"±{LARGEST:g} and all that it has there, so that change is left out.", icon=":material/info:")
    if notation.transposed:
        st.caption("Row and column as in the sums above, where ᵀ has turned the matrix.")
    for n, edit in enumerate(state.edits):
        _changed_weight(state, n, edit, notation)
    if len(state.edits) > 1:
        st.button("Undo all changes", icon=":material/undo:", key="undo_all",
                  on_click=sections.callback(forget_edits))


def add_edit(edit: WeightEdit) -> None:
    """Keep a changed weight with the others; one that does not fit the network is refused, and said."""
    model = chosen_network().load()
    if not fits(edit, model):
        st.toast(f"A weight here may be −{LARGEST:g} to {LARGEST:g}, or as large as the network has it; nothing was "
                 "changed.")
        return
    edits, _ = read_edits(value(controls.EDIT), model)
    set_value(controls.EDIT, write_edits(with_edit(edits, edit)))


def forget_edits() -> None:
    """All weights as they were."""
    set_value(controls.EDIT, "")


def _fields(state: GraphState, notation: Notation) -> None:
    """Matrix, row and column of one weight, and its value."""
    found = matrices_of(state.model)
    row = widgets.row()
    if st.session_state.get("edit_matrix") not in found:
        _go_to_the_last_edit(state, found)
    matrix = row.selectbox("Matrix", list(found), key="edit_matrix", format_func=lambda m: plain(notation.matrix(m)))
    i = row.number_input("Row", 1, found[matrix][0], key=f"edit_row_{matrix}_{found[matrix][0]}") - 1
    j = row.number_input("Column", 1, found[matrix][1], key=f"edit_column_{matrix}_{found[matrix][1]}") - 1
    key = f"weight_{matrix}_{i}_{j}_{value(controls.NETWORK)}_{value(controls.EDIT)}_{state.original.provenance.seed}"
    weight, largest = weight_of(state.model, matrix, i, j), largest_for(weight_of(state.original, matrix, i, j))
    shown = weight
    if not math.isfinite(weight):
        shown = None
        st.warning(f"This weight is no finite number ({weight:g}): its training went out of bounds. Type another one.",
                   icon=":material/warning:")
    elif largest < _PLAIN:
        shown = round(weight, 4)
    row.number_input("Weight", -largest, largest, shown, step=0.1 if largest == LARGEST else largest / 1000,
                     format="%.4f" if largest < _PLAIN else "%.4e", key=key,
                     on_change=sections.callback(_set_weight, matrix, i, j, key))


def _go_to_the_last_edit(state: GraphState, found: dict[str, tuple[int, int]]) -> None:
    """The fields of somebody who has just arrived show the weight that the link has changed."""
    last = state.edits[-1] if state.edits else None
    st.session_state["edit_matrix"] = last.matrix if last else "W_hh"
    if last:
        rows, columns = found[last.matrix]
        st.session_state[f"edit_row_{last.matrix}_{rows}"] = last.row + 1
        st.session_state[f"edit_column_{last.matrix}_{columns}"] = last.column + 1


def _changed_weight(state: GraphState, n: int, edit: WeightEdit, notation: Notation) -> None:
    was = weight_of(state.original, edit.matrix, edit.row, edit.column)
    words, undo = st.columns([5, 3], vertical_alignment="center")
    words.markdown(f"**{as_text(plain(notation.matrix(edit.matrix)))}** row {edit.row + 1}, column {edit.column + 1}: "
                   f"{number(was)} became **{number(edit.value)}**")
    undo.button("Undo", icon=":material/undo:", key=f"undo_{n}", on_click=sections.callback(_undo, edit),
                width="stretch")


def _set_weight(matrix: str, row: int, column: int, key: str) -> None:
    if st.session_state[key] is not None:                # it is None where a field was emptied that began empty
        add_edit(WeightEdit(matrix, row, column, float(st.session_state[key])))


def _undo(edit: WeightEdit) -> None:
    edits, _ = read_edits(value(controls.EDIT), chosen_network().load())
    set_value(controls.EDIT, write_edits([e for e in edits if e != edit]))
