"""What the unrolled graph asks, and how the live network answers."""

import numpy as np
import streamlit as st

from explainer.charts.labels import plain
from explainer.components.graph.build import edited, picture_of
from explainer.components.graph.contract import Picture, WeightEdit
from explainer.learning.prediction import Answer, predict
from explainer.shell.markdown import as_text
from explainer.state.address import value
from explainer.state.choices import MAX_STEPS
from pages.unrolled_graph import controls
from pages.unrolled_graph.change_one_weight_chart import moves
from pages.unrolled_graph.state import Scene, free_run, is_free_running, picture_for

ONE, FROM_SECOND, ALL, OTHER = "Only one of them", "All from step 2 on", "All of them", "Some others, or none"
SAME, ANOTHER = "Yes, letter for letter", "No, it writes something else"
AS_MANY, MORE = "Exactly as many", "Many more"
NUDGE = 0.5


def ask_which_states_change(scene: Scene) -> None:
    """Change one weight of W_hh: which memories differ?"""
    if scene.picture.steps < 3:
        st.caption("With three steps or more there is a question to answer here.")
        return
    matrix = plain(scene.picture.matrix("W_hh").label)
    predict("weight", f"There are {scene.picture.steps} steps on screen. You change one weight of {matrix}. "
                      "Which memories change?", [ONE, FROM_SECOND, ALL, OTHER], lambda: which_states_change(scene))


def which_states_change(scene: Scene) -> Answer:
    """Add a half to the weight behind the liveliest neuron, run again, compare."""
    before = scene.picture
    edit = a_lively_weight(before)
    after = rerun(scene, edit)
    sizes = moves(before, after)[1:]
    changed = {t for t, size in enumerate(sizes, start=1) if size}
    last = len(sizes)
    right = (ONE if len(changed) == 1 else FROM_SECOND if changed == set(range(2, last + 1)) else
             ALL if changed == set(range(1, last + 1)) else OTHER)
    told = ", ".join(f"{size:.3f}" if size >= 0.0005 or size == 0 else f"{size:.0e}" for size in sizes)
    matrix = as_text(plain(before.matrix("W_hh").label))
    why = {FROM_SECOND: f"{matrix} first works at step 1, but on an empty memory: zeros times anything are zeros. "
                        "From then on every memory is made from a changed one.",
           ALL: "Here the memory is not empty at the start, so the very first product already differs."}.get(right, "")
    return Answer(right, f"With {NUDGE} added at row {edit.row + 1}, column {edit.column + 1}, the memories move by "
                         f"{told}. {why}")


def a_lively_weight(picture: Picture) -> WeightEdit:
    """A weight of W_hh with half a unit added: from the strongest neuron to the least saturated one."""
    last = picture.steps
    early = np.abs(picture.node("hidden:0").values)
    if not early.any():
        early = np.abs(picture.node("hidden:1").values)
    row = int(np.argmax(early))
    column = int(np.argmin(np.abs(picture.node(f"hidden:{min(2, last)}").values)))
    return WeightEdit("W_hh", row, column, picture.matrix("W_hh").values[row][column] + NUDGE)


def rerun(scene: Scene, *edits: WeightEdit) -> Picture:
    """The picture once more, with other weights; fed back outputs follow them."""
    model = edited(scene.model, *edits)
    inputs, targets = scene.inputs, scene.targets
    if is_free_running():
        inputs, targets = free_run(model, scene.reading.text[:value(controls.GIVEN)], value(controls.LENGTH))
    return picture_for(model, inputs, targets, start=_start_of(scene), reading=scene.reading)


def before_edits(scene: Scene) -> Picture:
    """The picture as it was before any weight was changed."""
    return rerun(scene._replace(model=scene.original))


def ask_free_running(scene: Scene) -> None:
    """Will it write the same text by itself?"""
    text, given = scene.reading.text[:MAX_STEPS - 1], value(controls.GIVEN)
    if len(text) <= given:
        st.caption("Give it more letters than it gets as a start, and there is a question to answer here.")
        return
    start = f"only “{text[:given]}”" if given else "nothing but ∎"
    predict("free", f"You give it {start} and let it run free. Will it write “{text}” and stop?", [SAME, ANOTHER],
            lambda: free_running_answer(scene))


def free_running_answer(scene: Scene) -> Answer:
    """Let it run from the given letters and compare with the text."""
    text, given = scene.reading.text[:MAX_STEPS - 1], scene.reading.text[:value(controls.GIVEN)]
    inputs, said = free_run(scene.model, given, MAX_STEPS)
    ended = bool(len(said)) and said[-1] == 0
    written = scene.model.vocabulary.decode(said)
    right = SAME if written == text and ended else ANOTHER
    end = "and stops" if ended else f"and is not done after {len(inputs)} steps"
    return Answer(right, f"It writes “{written}” {end}. While your text is fed in, a wrong guess costs one letter: the "
                         "next input is right again. Running free, it must go on from its own guess.")


def ask_parameters(scene: Scene) -> None:
    """More steps: more numbers to learn?"""
    shown = scene.picture.steps
    other = MAX_STEPS if shown < MAX_STEPS else 1
    predict("parameters", f"The graph has {shown} step{'' if shown == 1 else 's'}. You unroll it for {other} instead. "
                          "How many numbers does the network have to learn then?", [AS_MANY, MORE, "Fewer"],
            lambda: parameters_answer(scene, other))


def parameters_answer(scene: Scene, steps: int) -> Answer:
    """Count the weights in both pictures."""
    other = picture_of(scene.model, np.zeros(steps, dtype=np.int64), steps=steps)
    here = picture_of(scene.model, scene.inputs)
    many, now = weights_in(other), weights_in(here)
    uses = sum(edge.matrix == "W_hh" for edge in other.edges)
    right = AS_MANY if many == now else MORE if many > now else "Fewer"
    return Answer(right, f"{now:,} before, {many:,} then. The memory's matrix is there once, and used {uses} "
                         f"time{'' if uses == 1 else 's'}.")


def weights_in(picture: Picture) -> int:
    """How many weights the matrices of a picture hold."""
    return sum(len(matrix.values) * len(matrix.values[0]) for matrix in picture.matrices)


def _start_of(scene: Scene) -> dict | None:
    if value(controls.STAGE) != "dynamical":
        return None
    kinds = {"h": "hidden:0", "c": "cell:0"}
    return {name: np.array(scene.picture.node(kinds[name]).values)
            for name in scene.model.cell_module.State._fields}
