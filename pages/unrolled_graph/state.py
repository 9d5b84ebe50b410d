"""Everything the unrolled graph shows at one moment: the controls turned into a network, an input, a picture."""

from typing import NamedTuple

import numpy as np

from explainer.components.graph.build import edited, picture_of
from explainer.components.graph.contract import Picture, WeightEdit
from explainer.models.reading import Reading
from explainer.state.address import value
from explainer.state.choices import MAX_STEPS
from pages.unrolled_graph import controls
from pages.unrolled_graph.networks import Task, tasks
from pages.unrolled_graph.sentence_networks import NEXT_WORD
from pages.unrolled_graph.weight_edits import read_edits
from rnncore import Model, draw
from rnncore.data.vocabulary import BOUNDARY
from rnncore.sampling import trace_of

Array = np.ndarray


class Scene(NamedTuple):
    """What is on screen, and what it was made from."""

    task: Task
    original: Model              # as it was trained or drawn
    model: Model                 # with the visitor's changes
    edits: list[WeightEdit]
    misfits: int                 # changes in the address that fit no weight of this network
    reading: Reading             # of the visitor's text, whatever is fed
    inputs: Array                # [T] what really goes in
    targets: Array               # [T] what comes next: the text's letter, or the one the network chose
    picture: Picture

    @property
    def at(self) -> int:
        """The step that is looked at, 1 … T."""
        return min(value(controls.AT) or self.picture.steps, self.picture.steps)


def scene() -> Scene:
    """The scene that the controls describe."""
    task = the_task()
    original = task.load()
    edits, misfits = read_edits(value(controls.EDIT), original)
    model = edited(original, *edits)
    text = words_of(task, original, value(controls.TEXT))
    reading = task.read(original, text, value(controls.LENGTH))
    inputs, targets = reading.inputs, reading.targets
    if is_free_running():
        inputs, targets = free_run(model, reading.text[:value(controls.GIVEN)], value(controls.LENGTH))
    start = None
    if value(controls.STAGE) == "dynamical":      # left by the network as it was: a change acts from here on
        start = memory_after(original, task.read(original, text, MAX_STEPS).inputs)
    picture = picture_for(model, inputs, targets, start=start, reading=reading)
    return Scene(task, original, model, edits, misfits, reading, inputs, targets, picture)


def the_task() -> Task:
    """The task that is chosen."""
    return tasks()[value(controls.NETWORK)]


def words_of(task: Task, model: Model, text: str) -> str:
    """What is read of a text: all of it, or for the next word, what is left when its start is cut off."""
    if task.key != NEXT_WORD or not value(controls.CUT):
        return text
    words = model.vocabulary.read(text).words
    return " ".join(words[min(value(controls.CUT), max(0, len(words) - 1)):])


def is_free_running() -> bool:
    """Whether outputs become inputs: a switch that only a whole network that writes has."""
    return value(controls.FEED) == "own" and value(controls.STAGE) == "full" and the_task().runs_free


def free_run(model: Model, given: str, steps: int) -> tuple[Array, Array]:
    """Inputs and what comes next when the likeliest output is always the next input.

    It begins with ∎ and the letters `given`, and ends with `steps` or when the network says ∎.
    """
    drawn = draw(model, 1, np.random.default_rng(0), 0.0, prefix=given, longest=steps)
    symbols = drawn.symbols[:steps, 0]
    symbols = symbols[symbols >= 0]
    return np.concatenate([[BOUNDARY], symbols[:-1]]), symbols


def picture_for(model: Model, inputs: Array, targets: Array, *, start: dict[str, Array] | None = None,
                reading: Reading | None = None) -> Picture:
    """A picture of `model` reading `inputs`, at the stage and in the notation of the page."""
    stage = value(controls.STAGE)
    last = max((i for i, t in enumerate(targets) if t >= 0), default=-1)
    asked = [int(t) if i == last or value(controls.LOSS) == "every" else -1 for i, t in enumerate(targets)]
    fed = reading is not None and not is_free_running()
    chosen = reading.chosen if fed and reading.chosen is not None else targets
    return picture_of(model, None if stage == "dynamical" else inputs, stage=stage, notation=value(controls.NOTATION),
                      steps=value(controls.LENGTH) if stage == "dynamical" else None, feedback=is_free_running(),
                      backward=asked if stage == "full" else None, chosen=chosen, start=start,
                      texts=reading.texts or None if fed else None, names=the_task().names or None)


def memory_after(model: Model, inputs: Array) -> dict[str, Array]:
    """The memory once `inputs` are read: by field of the cell's State, [H]."""
    trace = trace_of(model, inputs)
    return {name: getattr(trace, name)[-1, 0] for name in model.cell_module.State._fields}
