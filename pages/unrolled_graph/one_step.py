"""One step in numbers: whole matrices where they are small, one neuron where they are not."""

import streamlit as st

from explainer.components.graph.contract import Node
from explainer.shell.headings import header
from explainer.shell.steps import picture, words
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from pages.unrolled_graph import controls, graph
from pages.unrolled_graph.one_step_chart import SMALL, is_small, neuron_table, step_as_matrices
from pages.unrolled_graph.state import GraphState, graph_state

CLAIM = "One step is two products, a sum and a bend"


def section() -> None:
    """The graph, and beside it the numbers behind one of its columns."""
    with words():
        header(CLAIM, "The bend is the <b>activation</b> of the neuron.")
        _numbers()
    with picture():
        _choose_step()
        graph.again()
        _matrices()


@sections.section("step")
def _choose_step() -> None:
    state = graph_state()
    if state.steps > 1:
        st.slider("Step", 1, state.steps, **widgets.place(controls.AT, suffix="_here", shown=state.step))


@sections.section("matrices")
def _matrices() -> None:
    """All numbers of the step, where they are few."""
    state = graph_state()
    if is_small(state.picture):
        changed = {(edit.matrix, edit.row, edit.column) for edit in state.edits}
        st.html(step_as_matrices(state.picture, state.step, changed))


@sections.section("one_step")
def _numbers() -> None:
    """One neuron in numbers; of a small network the picture has them all."""
    state = graph_state()
    if is_small(state.picture):
        st.markdown("This network is small: every number of the step stands in the lines under the graph.")
        return
    units = state.model.config.hidden_size
    if state.model.cell_module.GATE_COUNT > 1:
        st.markdown(f"This cell does it {state.model.cell_module.GATE_COUNT} times over, once for every gate, and "
                    "blends the results.")
    st.markdown(f"Here is one of its {units} neurons; press another in the picture. The untrained network, with "
                f"{SMALL} hidden units or fewer, shows every number at once.")
    node, unit = _choose_neuron(state)
    st.html(neuron_table(state.picture, node, unit))


def _choose_neuron(state: GraphState) -> tuple[Node, int]:
    """The node and the neuron, from 0, whose arithmetic is written out; gates are nodes too."""
    held = [lane for lane in state.picture.lanes if lane.id not in ("input", "output")]
    names = {lane.id: lane.label for lane in reversed(held)}
    which, where = st.columns([1, 2])
    if value(controls.LANE) not in names:
        set_value(controls.LANE, controls.LANE.default)
    if len(names) > 1:
        where.selectbox(controls.LANE.label, list(names), format_func=names.get, **widgets.place(controls.LANE))
    units = state.model.config.hidden_size
    set_value(controls.NEURON, min(value(controls.NEURON), units))
    which.number_input(controls.NEURON.label, 1, units, **widgets.place(controls.NEURON))
    return state.picture.node(f"{value(controls.LANE)}:{state.step}"), value(controls.NEURON) - 1
