"""The graph: everything that the network computes; the picture of most steps of the chapter."""

from typing import Any

from explainer.components.graph.graph import FROM_BROWSER, edit_of, signature_graph
from explainer.learning.share import link_to_this_view
from explainer.shell.headings import note
from explainer.shell.steps import picture, words
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from explainer.state.choices import MAX_STEPS, MAX_UNITS
from explainer.state.steps import WHOLE
from pages.unrolled_graph import controls, weight_fields
from pages.unrolled_graph.state import GraphState, graph_state, is_free_running
from pages.unrolled_graph.weight_edits import LARGEST

GRAPH = "graph"          # the key of the picture in the first step; in another one its name follows

STAGE_WORDS = {
    "dynamical": "A state, and a rule that makes the next one from it. Nothing comes in and nothing goes out. "
                 "It starts with the memory that your text left behind.",
    "external": "Now something arrives at every step. The new memory rests on the input and on the old memory.",
    "full": "Your text is below, the memory in the middle, and {output}. Point at anything to see how it was made. "
            "Press a matrix, and every place where it is used lights up.",
}
BACKWARD = ("The arrows run backwards: from the error, against the direction of time. Each number is the length of a "
            "gradient: how strongly the loss reacts when what stands there moves. It may grow for some steps; over "
            "many it usually fades or explodes.")


# What the picture is like in the other steps, if not simply unrolled: to show one thing, without the switches.
LIKE = {"unrolling": {"view": "folded", "views": ("folded", "unrolled")}}


def section() -> None:
    """The whole picture, what it shows in words, and a link to it."""
    with picture():
        _graph()
    with words():
        _in_words()
        link_to_this_view(controls.ALL)


@sections.section("graph", first=True)
def _graph() -> None:
    """The graph with all its switches."""
    _draw(GRAPH, view=value(controls.VIEW), mode=value(controls.FLOW))


@sections.section("graph_again")
def again() -> None:
    """The same graph in another step that is open. Where all steps are, the first one has it for all."""
    step = value(controls.STEP)
    if step != WHOLE:
        _draw(f"{GRAPH}_{step}", **{"views": (), "switches": False} | LIKE.get(step, {}))


def _draw(key: str, **settings: Any) -> None:
    state = graph_state()
    if value(controls.AT) >= state.steps:
        set_value(controls.AT, controls.AT.default)
    signature_graph(state.picture, key=key, step=state.step, editable=LARGEST, report=True,
                    then=sections.callback(_take_news, key), **settings)


@sections.section("graph_in_words")
def _in_words() -> None:
    """What the graph shows, and of which loss its gradients are."""
    state = graph_state()
    told = STAGE_WORDS[state.picture.stage].format(output=state.network.output_words)
    is_backward = state.picture.stage == "full" and value(controls.FLOW) == "backward"
    if is_backward:
        told = f"{BACKWARD} {state.network.loss_words}"
    note(f"{told} {length_words(state)}")
    if is_backward:
        widgets.choice(controls.LOSS)


def _take_news(key: str) -> None:
    """Put what the visitor did in the picture `key` into the controls: for its callback."""
    news, edit = FROM_BROWSER.news(key), edit_of(key)
    if 1 <= (news.get("step") or 0) <= MAX_STEPS:
        set_value(controls.AT, news["step"])
    if news.get("unit") is not None and 0 <= news["unit"] < MAX_UNITS:
        set_value(controls.NEURON, news["unit"] + 1)
    if news.get("node"):
        set_value(controls.LANE, news["node"].partition(":")[0])
    if key == GRAPH and news.get("view") in controls.VIEW.options:
        set_value(controls.VIEW, news["view"])
    if key == GRAPH and news.get("mode") in controls.FLOW.options:
        set_value(controls.FLOW, news["mode"])
    if edit is not None:
        weight_fields.add_edit(edit)


def length_words(state: GraphState) -> str:
    """Why there are fewer steps than asked for, if so."""
    wanted, shown = value(controls.LENGTH), state.steps
    if shown >= wanted:
        return ""
    steps = f"{shown} step{'' if shown == 1 else 's'}"
    if is_free_running():
        return f"After {steps} the network said ∎: the name is over."
    return f"Your text fills {steps}, ∎ included: type more{', or let it run free' if state.network.runs_free else ''}."
