"""The unrolled graph: what a recurrent network computes, all of it, on one picture."""

import streamlit as st

from explainer.components.graph.graph import signature_graph
from explainer.components.graph.schematic import schematic
from explainer.learning.source_code import show_source
from explainer.shell.frame import picture_first
from explainer.shell.headings import header, note, title
from explainer.shell.markdown import as_text
from explainer.state import registry, widgets
from explainer.state.address import open_page, value
from explainer.state.choices import MAX_STEPS
from explainer.state.sections import let_the_picture_be_drawn, part
from pages.unrolled_graph import controls, questions, verdicts
from pages.unrolled_graph import graph as graph_widgets
from pages.unrolled_graph.change_one_weight_chart import moved_columns
from pages.unrolled_graph.one_step_chart import SMALL, is_small, neuron_table, step_as_matrices
from pages.unrolled_graph.sequence_shapes import SHAPES
from pages.unrolled_graph.sizes_chart import parameter_bars, rule, shapes
from pages.unrolled_graph.state import Scene, is_free_running, scene
from rnncore import sampling, sequence
from rnncore.cells import vanilla
from rnncore.tasks.windows import window_parameters

ALL = registry.PAGES["unrolled-graph"]
STAGE_WORDS = {
    "dynamical": "A state, and a rule that makes the next one from it. Nothing comes in and nothing goes out. "
                 "It starts with the memory that your text left behind.",
    "external": "Now something arrives at every step. The new memory rests on the input and on the old memory.",
    "full": "Your text below, the memory in the middle, and {answer}.",
}
BACKWARD = ("The arrows run backwards: from the error, against the direction of time. Each number is the length of a "
            "gradient: how strongly the loss reacts when what stands there moves. It may grow for some steps; over "
            "many it fades or explodes.")


def picture() -> Scene:
    """The picture first: everything the network computes."""
    graph_widgets.known_network()
    widgets.segments(controls.STAGE, label_visibility="collapsed")
    graph_widgets.listen()
    graph()
    picture_first()
    graph_widgets.choose()
    now = scene()
    if now.reading.problem:
        st.warning(as_text(now.reading.problem), icon=":material/keyboard:")
    graph_widgets.size_and_words()
    return now


@st.fragment(key=graph_widgets.GRAPH)
def graph() -> None:
    """The graph, and a few words on what it shows."""
    now = scene()
    if value(controls.AT) >= now.picture.steps:
        st.session_state[controls.AT.key] = controls.AT.default
    selection = signature_graph(
        now.picture, key=graph_widgets.GRAPH, view=value(controls.VIEW), mode=value(controls.FLOW), step=now.at,
        editable=True, report=True, then=st.rerun)
    graph_widgets.take(selection.edit)
    words = STAGE_WORDS[now.picture.stage].format(answer=now.task.answer)
    if now.picture.stage == "full" and value(controls.FLOW) == "backward":
        words = f"{BACKWARD} {now.task.loss}"
    note(f"{words} {length_words(now)}")


def length_words(now: Scene) -> str:
    """Why there are fewer steps than asked for, if so."""
    wanted, shown = value(controls.LENGTH), now.picture.steps
    if shown >= wanted:
        return ""
    steps = f"{shown} step{'' if shown == 1 else 's'}"
    if is_free_running():
        return f"After {steps} the network said ∎: the name is over."
    return f"Your text fills {steps}, ∎ included: type more{', or let it run free' if now.task.runs_free else ''}."


def a_loop_laid_flat(now: Scene) -> None:
    """Why unrolling."""
    header("A loop, laid flat",
           "A <b>computation graph</b> has a node for every value and an arrow for everything a value is made from. "
           "<i>Folded</i>, this one bites its own tail: the memory is made from the memory. The filled square on the "
           "loop means “one step later”, and it resolves the riddle. Give every step its own column, and all arrows "
           "point forward: a graph without loops, which can be computed from left to right and differentiated from "
           "right to left.")
    st.markdown("Unrolling copies nothing. It is one cell, used again at every step. Press a matrix in the picture, "
                "and every place where it is used lights up.")
    st.html(f'<p class="u-rule">{rule(value(controls.NOTATION), now.picture.stage)}</p>')
    st.html("".join(shapes(now.model, value(controls.NOTATION), now.picture.stage)))
    note("Under each factor its shape: rows × columns. The inner numbers agree, or nothing could be multiplied."
         + (" PyTorch stores its matrices the other way round; ᵀ turns them back."
            if value(controls.NOTATION) == "pytorch" else ""))


@part(graph_widgets.STEP)
def one_step() -> None:
    """The numbers behind one column."""
    let_the_picture_be_drawn()
    now = scene()
    header("One step is two products, a sum and a bend")
    if now.picture.steps > 1:
        st.session_state["at_here"] = now.at
        st.slider("Step", 1, now.picture.steps, key="at_here", on_change=graph_widgets.look_at)
    if is_small(now.picture):
        changed = {(edit.matrix, edit.row, edit.column) for edit in now.edits}
        st.html(step_as_matrices(now.picture, now.at, changed))
        return
    units = now.model.config.hidden_size
    if now.model.cell != "vanilla":
        st.markdown(f"This cell does it {now.model.cell_module.GATE_COUNT} times over, once for every gate, and blends "
                    "the results.")
    st.markdown(f"{units} neurons would fill the page, so here is one. Pin another in the picture. The untrained "
                f"network, with {SMALL} hidden units or fewer, shows every number at once.")
    node = graph_widgets.choose_neuron(now)
    st.html(neuron_table(now.picture, *node))


def change_one_weight(now: Scene) -> None:
    """Edits, and what they move."""
    header("Change one weight, and the future changes",
           "The same weight works at every step. So one change is felt again and again, and never before its first "
           "use. Change one here, or press a matrix in the picture and then one of its weights.")
    graph_widgets.change_a_weight(now)
    what_moved()
    show_source(vanilla.step if now.model.cell == "vanilla" else now.model.cell_module.step, sequence.unroll)


@st.fragment(key=graph_widgets.MOVED)
def what_moved() -> None:
    """How far the memories are from where they were, and which ones another change would move."""
    now = scene()
    if now.edits:
        st.html(moved_columns(questions.before_edits(now), now.picture))
        note("How far each memory moved from where it was: the largest change of any of its neurons.")
    questions.ask_which_states_change(now)


def its_own_words(now: Scene) -> None:
    """Teacher forcing and free running."""
    header("Its own output can be its next input",
           "While it learns, the next input is the true letter, whatever it guessed: <b>teacher forcing</b>. When it "
           "writes, nobody knows the true letter. Its own choice goes back in: <b>free running</b>. Here the "
           "likeliest symbol is chosen. The switch is under the picture.")
    if value(controls.STAGE) != "full":
        st.caption("Only the whole network has outputs. Choose “Recurrent network” above the picture.")
        return
    if not now.task.runs_free:
        st.caption("This network reads sentences and writes none. Choose one that reads names under the picture.")
        return
    questions.ask_free_running(now)
    show_source(sampling.draw)


def shapes_of_sequences() -> None:
    """One cell, five shapes."""
    header("One cell, five shapes",
           "Where inputs go in and outputs come out is up to you. A name is many to many while the network reads it, "
           "and one to many when it runs free from ∎. A sentence whose years are marked is many to many; a review is "
           "many to one, if only the last verdict counts.")
    widgets.segments(controls.SHAPE, label_visibility="collapsed")
    shape = SHAPES[value(controls.SHAPE)]
    st.markdown(f"**{shape.title}.** {shape.use}")
    signature_graph(schematic(shape.inputs, shape.outputs, notation=value(controls.NOTATION), split=shape.split,
                              feedback=shape.feedback), key="shape_graph", views=("unrolled",))


@part(graph_widgets.SIZES)
def as_long_as_you_like() -> None:
    """Parameters against length."""
    now = scene()
    header("A longer text needs no larger network")
    lengths = sorted({1, now.picture.steps, 12, MAX_STEPS})
    st.html(parameter_bars(now.model, lengths))
    more = window_parameters(now.model, 2) - window_parameters(now.model, 1)
    note(f"The feedforward net has one hidden layer of {now.model.config.hidden_size} units and its own weights for "
         f"every place in its window: {more:,} numbers more for each step it is to see.")
    questions.ask_parameters(now)


open_page("unrolled-graph", ALL)
title("One cell, used again at every step",
      "A recurrent network is a loop. Unroll it, and the whole computation lies before you: the same few matrices at "
      "every step, and a memory that changes.")
now = picture()
verdicts.what_it_says(now)
a_loop_laid_flat(now)
one_step()
change_one_weight(now)
its_own_words(now)
shapes_of_sequences()
as_long_as_you_like()
