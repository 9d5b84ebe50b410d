"""The graph: everything that the network computes, and under it what it reads."""

from explainer.components.graph.graph import FROM_BROWSER, edit_of, signature_graph
from explainer.shell.headings import note
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from explainer.state.choices import MAX_STEPS, MAX_UNITS
from pages.unrolled_graph import controls, graph_input, weight_fields
from pages.unrolled_graph.state import GraphState, graph_state, is_free_running
from pages.unrolled_graph.weight_edits import LARGEST

GRAPH = "graph"          # the key of the picture

STAGE_WORDS = {
    "dynamical": "A state, and a rule that makes the next one from it. Nothing comes in and nothing goes out. "
                 "It starts with the memory that your text left behind.",
    "external": "Now something arrives at every step. The new memory rests on the input and on the old memory.",
    "full": "Your text below, the memory in the middle, and {output}.",
}
BACKWARD = ("The arrows run backwards: from the error, against the direction of time. Each number is the length of a "
            "gradient: how strongly the loss reacts when what stands there moves. It may grow for some steps; over "
            "many it usually fades or explodes.")


def section() -> None:
    """The picture first, then what it reads."""
    graph_input.known_network()
    _graph()
    graph_input.section()


@sections.section("graph", first=True)
def _graph() -> None:
    """The stage, the graph, and a few words on what it shows."""
    widgets.segments(controls.STAGE, label_visibility="collapsed")
    state = graph_state()
    if value(controls.AT) >= state.steps:
        set_value(controls.AT, controls.AT.default)
    signature_graph(
        state.picture, key=GRAPH, view=value(controls.VIEW), mode=value(controls.FLOW), step=state.step,
        editable=LARGEST, report=True, then=sections.callback(_take_news))
    words = STAGE_WORDS[state.picture.stage].format(output=state.network.output_words)
    if state.picture.stage == "full" and value(controls.FLOW) == "backward":
        words = f"{BACKWARD} {state.network.loss_words}"
    note(f"{words} {_length_words(state)}")


def _take_news() -> None:
    """Put what the visitor did in the picture into the controls: for its callback."""
    news, edit = FROM_BROWSER.news(GRAPH), edit_of(GRAPH)
    if 1 <= (news.get("step") or 0) <= MAX_STEPS:
        set_value(controls.AT, news["step"])
    if news.get("unit") is not None and 0 <= news["unit"] < MAX_UNITS:
        set_value(controls.NEURON, news["unit"] + 1)
    if news.get("node"):
        set_value(controls.LANE, news["node"].partition(":")[0])
    if news.get("view") in controls.VIEW.options:
        set_value(controls.VIEW, news["view"])
    if news.get("mode") in controls.FLOW.options:
        set_value(controls.FLOW, news["mode"])
    if edit is not None:
        weight_fields.add_edit(edit)


def _length_words(state: GraphState) -> str:
    """Why there are fewer steps than asked for, if so."""
    wanted, shown = value(controls.LENGTH), state.steps
    if shown >= wanted:
        return ""
    steps = f"{shown} step{'' if shown == 1 else 's'}"
    if is_free_running():
        return f"After {steps} the network said ∎: the name is over."
    return f"Your text fills {steps}, ∎ included: type more{', or let it run free' if state.network.runs_free else ''}."
