"""One step in numbers: whole matrices where they are small, one neuron where they are not."""

import streamlit as st

from explainer.components.graph.contract import Node
from explainer.shell.headings import header
from explainer.state.address import value
from explainer.state.sections import let_the_picture_be_drawn, part, run_parts
from pages.unrolled_graph import controls
from pages.unrolled_graph.one_step_chart import SMALL, is_small, neuron_table, step_as_matrices
from pages.unrolled_graph.state import GRAPH, STEP, GraphState, graph_state


@part(STEP)
def section() -> None:
    """The claim, a slider for the step, and the numbers behind its column."""
    let_the_picture_be_drawn()
    state = graph_state()
    header("One step is two products, a sum and a bend")
    if state.picture.steps > 1:
        st.session_state["at_here"] = state.step
        st.slider("Step", 1, state.picture.steps, key="at_here", on_change=_look_at_step)
    if is_small(state.picture):
        changed = {(edit.matrix, edit.row, edit.column) for edit in state.edits}
        st.html(step_as_matrices(state.picture, state.step, changed))
        return
    units = state.model.config.hidden_size
    if state.model.cell_module.GATE_COUNT > 1:
        st.markdown(f"This cell does it {state.model.cell_module.GATE_COUNT} times over, once for every gate, and "
                    "blends the results.")
    st.markdown(f"{units} neurons would fill the page, so here is one. Pin another in the picture. The untrained "
                f"network, with {SMALL} hidden units or fewer, shows every number at once.")
    node, unit = _choose_neuron(state)
    st.html(neuron_table(state.picture, node, unit))


def _look_at_step() -> None:
    """The step slider was moved: the picture goes there, too."""
    st.session_state[controls.AT.key] = st.session_state["at_here"]
    run_parts([GRAPH, STEP])


def _choose_neuron(state: GraphState) -> tuple[Node, int]:
    """The node and the neuron, from 0, whose arithmetic is written out; gates are nodes too."""
    held = [lane for lane in state.picture.lanes if lane.id not in ("input", "output")]
    names = {lane.id: lane.label for lane in reversed(held)}
    which, where = st.columns([1, 2])
    if st.session_state.get("lane") not in names:
        st.session_state.pop("lane", None)
    if len(names) > 1:
        lane = where.selectbox("Part of the cell", list(names), format_func=names.get, key="lane")
    else:
        lane = "hidden"
    with which:
        units = state.model.config.hidden_size
        st.session_state[controls.NEURON.key] = min(value(controls.NEURON), units)
        neuron = st.number_input(controls.NEURON.label, 1, units, key=controls.NEURON.key)
    return state.picture.node(f"{lane}:{state.step}"), neuron - 1
