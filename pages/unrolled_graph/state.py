"""Controls in, what is on screen out: the network, its input, and the picture of everything it computes."""

from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class GraphState:
    """What is on screen, and what it was made from, for one section.

    What was read of the text and the picture are made when they are asked for: a section that shows neither does not
    follow the controls that move them.
    """

    network: ReadingNetwork
    original: Model              # as it was trained or drawn
    model: Model                 # with the visitor's changes
    edits: list[WeightEdit]
    misfits: int                 # changes in the address that fit no weight of this network

    @cached_property
    def reading(self) -> Reading:
        """Of the visitor's text, all that fits in the graph, whatever is fed."""
        return self.network.read(self.original, self._text, MAX_STEPS)

    @cached_property
    def shown_reading(self) -> Reading:
        """The reading cut to the steps that are shown."""
        return self.network.read(self.original, self._text, value(controls.LENGTH))

    @cached_property
    def fed(self) -> tuple[Array, Array]:
        """What really goes in, [T], and what comes next, [T]: the text's letter, or the one the network chose."""
        return self.fed_to(self.model)

    @property
    def inputs(self) -> Array:
        """[T] what really goes in."""
        return self.fed[0]

    @property
    def steps(self) -> int:
        """How many steps are shown: T."""
        return value(controls.LENGTH) if value(controls.STAGE) == "dynamical" else len(self.inputs)

    @property
    def step(self) -> int:
        """The step that is looked at, 1 … T."""
        return min(value(controls.AT) or self.steps, self.steps)

    @cached_property
    def picture(self) -> Picture:
        """Everything that is computed: one forward pass, and one backward at the full stage."""
        return self.picture_with(self.model)

    def picture_with(self, model: Model) -> Picture:
        """The same picture of a network with other weights; outputs that are fed back follow them."""
        return picture_for(model, *self.fed_to(model), start=self._start, reading=self.shown_reading)

    def fed_to(self, model: Model) -> tuple[Array, Array]:
        """As `fed`, for a network with other weights."""
        if is_free_running():
            return free_run(model, self.reading.text[:value(controls.GIVEN)], value(controls.LENGTH))
        return self.shown_reading.inputs, self.shown_reading.targets

    @cached_property
    def _start(self) -> dict[str, Array] | None:
        """The state before the first step, by field of the cell's State, [H]; None: empty.

        It was left by the network as it was: a change acts from here on.
        """
        return state_after(self.original, self.reading.inputs) if value(controls.STAGE) == "dynamical" else None

    @property
    def _text(self) -> str:
        return text_read(self.network, self.original, value(controls.TEXT))


def graph_state() -> GraphState:
    """The state that the controls describe."""
    network = chosen_network()
    original = network.load()
    edits, misfits = read_edits(value(controls.EDIT), original)
    return GraphState(network, original, edited(original, *edits), edits, misfits)


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
