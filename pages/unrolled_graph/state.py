"""Controls in, what is on screen out: the network, its input, and the picture of everything it computes."""

from typing import NamedTuple

import numpy as np

from explainer.components.graph.build import edited, picture_of
from explainer.components.graph.contract import Picture, WeightEdit
from explainer.models.reading import Reading
from explainer.state.address import value
from explainer.state.choices import MAX_STEPS
from pages.unrolled_graph import controls
from pages.unrolled_graph.reading_networks import ReadingNetwork, chosen_network
from pages.unrolled_graph.sentence_reading import NEXT_WORD
from pages.unrolled_graph.weight_edits import read_edits
from rnncore import Model, draw
from rnncore.data.vocabulary import BOUNDARY
from rnncore.sampling import trace_of

Array = np.ndarray

# Parts of the page that run again by themselves, named for the controls that move them. All show the length.
GRAPH, STEP, MOVED, SIZES = "graph", "one_step", "moved", "sizes"


class GraphState(NamedTuple):
    """What is on screen, and what it was made from."""

    network: ReadingNetwork
    original: Model              # as it was trained or drawn
    model: Model                 # with the visitor's changes
    edits: list[WeightEdit]
    misfits: int                 # changes in the address that fit no weight of this network
    reading: Reading             # of the visitor's text, whatever is fed
    inputs: Array                # [T] what really goes in
    targets: Array               # [T] what comes next: the text's letter, or the one the network chose
    picture: Picture

    @property
    def step(self) -> int:
        """The step that is looked at, 1 … T."""
        return min(value(controls.AT) or self.picture.steps, self.picture.steps)


def graph_state() -> GraphState:
    """The state that the controls describe, computed anew: one forward pass, and one backward at the full stage."""
    network = chosen_network()
    original = network.load()
    edits, misfits = read_edits(value(controls.EDIT), original)
    model = edited(original, *edits)
    text = text_read(network, original, value(controls.TEXT))
    reading = network.read(original, text, value(controls.LENGTH))
    inputs, targets = reading.inputs, reading.targets
    if is_free_running():
        inputs, targets = free_run(model, reading.text[:value(controls.GIVEN)], value(controls.LENGTH))
    start = None
    if value(controls.STAGE) == "dynamical":      # left by the network as it was: a change acts from here on
        start = state_after(original, network.read(original, text, MAX_STEPS).inputs)
    picture = picture_for(model, inputs, targets, start=start, reading=reading)
    return GraphState(network, original, model, edits, misfits, reading, inputs, targets, picture)


def text_read(network: ReadingNetwork, model: Model, text: str) -> str:
    """What is read of a text: all of it, or for the next word, what is left when its start is cut off."""
    if network.key != NEXT_WORD or not value(controls.CUT):
        return text
    words = model.vocabulary.read(text).words
    return " ".join(words[min(value(controls.CUT), max(0, len(words) - 1)):])


def is_free_running() -> bool:
    """Whether outputs become inputs: a switch that only a whole network that writes has."""
    return value(controls.FEED) == "own" and value(controls.STAGE) == "full" and chosen_network().runs_free


def free_run(model: Model, given: str, steps: int) -> tuple[Array, Array]:
    """Inputs [T] and what comes next [T] when the likeliest output is always the next input.

    It begins with ∎ and the letters `given`, and ends with `steps` or when the network says ∎.
    """
    drawn = draw(model, 1, np.random.default_rng(0), 0.0, prefix=given, longest=steps)
    symbols = drawn.symbols[:steps, 0]
    symbols = symbols[symbols >= 0]
    return np.concatenate([[BOUNDARY], symbols[:-1]]), symbols


def picture_for(model: Model, inputs: Array, targets: Array, *, start: dict[str, Array] | None = None,
                reading: Reading | None = None) -> Picture:
    """A picture of `model` reading `inputs` [T], at the stage and in the notation of the page.

    `targets` [T] are what the loss takes for right (below 0: nothing); `start` is the state before the first step, by
    field of the cell's State, [H]; `reading` says what stands in the chips where a text is fed.
    """
    stage = value(controls.STAGE)
    last = max((i for i, t in enumerate(targets) if t >= 0), default=-1)
    asked = [int(t) if i == last or value(controls.LOSS) == "every" else -1 for i, t in enumerate(targets)]
    fed = reading is not None and not is_free_running()
    chosen = reading.chosen if fed and reading.chosen is not None else targets
    return picture_of(model, None if stage == "dynamical" else inputs, stage=stage, notation=value(controls.NOTATION),
                      steps=value(controls.LENGTH) if stage == "dynamical" else None, feedback=is_free_running(),
                      backward=asked if stage == "full" else None, chosen=chosen, start=start,
                      texts=reading.texts or None if fed else None, names=chosen_network().output_names or None)


def state_after(model: Model, inputs: Array) -> dict[str, Array]:
    """The cell's state once `inputs` [T] are read: by field of its State, [H]."""
    trace = trace_of(model, inputs)
    return {name: getattr(trace, name)[-1, 0] for name in model.cell_module.State._fields}
