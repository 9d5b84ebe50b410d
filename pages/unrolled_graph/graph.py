"""The graph: everything that the network computes, and under it what it reads."""

import streamlit as st

from explainer.components.graph.graph import news_of, signature_graph
from explainer.shell.frame import picture_first
from explainer.shell.headings import note
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import value
from explainer.state.choices import MAX_STEPS, MAX_UNITS
from pages.unrolled_graph import controls, graph_input, weight_fields
from pages.unrolled_graph.state import GRAPH, GraphState, graph_state, is_free_running

STAGE_WORDS = {
    "dynamical": "A state, and a rule that makes the next one from it. Nothing comes in and nothing goes out. "
                 "It starts with the memory that your text left behind.",
    "external": "Now something arrives at every step. The new memory rests on the input and on the old memory.",
    "full": "Your text below, the memory in the middle, and {output}.",
}
BACKWARD = ("The arrows run backwards: from the error, against the direction of time. Each number is the length of a "
            "gradient: how strongly the loss reacts when what stands there moves. It may grow for some steps; over "
            "many it fades or explodes.")


def section() -> GraphState:
    """The picture first, then what it reads. Gives the state that all sections below show."""
    graph_input.known_network()
    widgets.segments(controls.STAGE, label_visibility="collapsed")
    take_news()
    graph()
    picture_first()
    graph_input.choose()
    state = graph_state()
    if state.reading.problem:
        st.warning(as_text(state.reading.problem), icon=":material/keyboard:")
    graph_input.length_and_notation()
    return state


@st.fragment(key=GRAPH)
def graph() -> None:
    """The graph, and a few words on what it shows."""
    state = graph_state()
    if value(controls.AT) >= state.picture.steps:
        st.session_state[controls.AT.key] = controls.AT.default
    selection = signature_graph(
        state.picture, key=GRAPH, view=value(controls.VIEW), mode=value(controls.FLOW), step=state.step,
        editable=True, report=True, then=st.rerun)
    if selection.edit is not None:
        weight_fields.add_edit(selection.edit)
        st.rerun()
    words = STAGE_WORDS[state.picture.stage].format(output=state.network.output_words)
    if state.picture.stage == "full" and value(controls.FLOW) == "backward":
        words = f"{BACKWARD} {state.network.loss_words}"
    note(f"{words} {_length_words(state)}")


def take_news() -> None:
    """Put what the visitor did in the picture into the controls, once and before it is drawn."""
    news = news_of(GRAPH)
    if 1 <= (news.get("step") or 0) <= MAX_STEPS:
        st.session_state[controls.AT.key] = news["step"]
    if news.get("unit") is not None and 0 <= news["unit"] < MAX_UNITS:
        st.session_state[controls.NEURON.key] = news["unit"] + 1
    if news.get("node"):
        st.session_state["lane"] = news["node"].partition(":")[0]
    if news.get("view") in controls.VIEW.options:
        st.session_state[controls.VIEW.key] = news["view"]
    if news.get("mode") in controls.FLOW.options:
        st.session_state[controls.FLOW.key] = news["mode"]


def _length_words(state: GraphState) -> str:
    """Why there are fewer steps than asked for, if so."""
    wanted, shown = value(controls.LENGTH), state.picture.steps
    if shown >= wanted:
        return ""
    steps = f"{shown} step{'' if shown == 1 else 's'}"
    if is_free_running():
        return f"After {steps} the network said ∎: the name is over."
    return f"Your text fills {steps}, ∎ included: type more{', or let it run free' if state.network.runs_free else ''}."
