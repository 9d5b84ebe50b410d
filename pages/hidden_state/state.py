"""What is on screen on the hidden-state page: a network, the text it reads and its training, by the controls."""

from dataclasses import replace
from functools import cached_property

from explainer.components.graph.build import picture_of
from explainer.components.graph.contract import Picture
from explainer.components.graph.frames import Checkpoint, Frame, frame_of
from explainer.models.reading import Reading, read_name
from explainer.models.shelf import Entry, shelf
from explainer.state.address import value
from explainer.state.choices import MAX_STEPS
from explainer.state.sections import part
from pages.hidden_state import controls, state_cache, training_checkpoints
from rnncore import Corpus, Model
from rnncore.numerics.precision import in_double

CHANNEL = "hidden-state"        # pictures of one channel show the same step and the same checkpoint
answering = part()              # a section of the page that runs again by itself when one of its controls moves


class NetworkAndText:
    """A network from the shelf and the visitor's text, as far as the network can read it."""

    def __init__(self, entry: Entry, text: str) -> None:
        self.entry = entry
        self.model: Model = in_double(entry.model)
        self.fingerprint: str = state_cache.fingerprint(entry.model)
        self.reading: Reading = read_name(self.model, text, MAX_STEPS)

    @property
    def text(self) -> str:
        """The letters that are really read: those the network knows, and no more than there is room for."""
        return self.reading.text[:len(self.reading.inputs) - 1]

    @property
    def signs(self) -> list[str]:
        """The symbols that go in, as they are shown, ∎ first: [steps]."""
        return [self.model.vocabulary.sign(int(i)) for i in self.reading.inputs]

    @property
    def steps(self) -> int:
        """How many symbols are read, ∎ included."""
        return len(self.reading.inputs)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Many names this network can read: those of its list, or names it writes itself."""
        return state_cache.names_for(self.entry.model)

    @cached_property
    def corpus(self) -> Corpus | None:
        """The list of names the network learned from, or None if nobody here has it."""
        return shelf().corpus_of(self.entry.model)

    @cached_property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """The network at several steps of its training, as it is now last."""
        return training_checkpoints.checkpoints_of(self.entry)

    def order(self, kind: str) -> tuple[int, ...]:
        """The neurons of the state `kind`, "h" or "c", from top to bottom; empty for as numbered."""
        if value(controls.ORDER) == "number":
            return ()
        return state_cache.order_of(self.fingerprint, self.entry.model, self.names, kind)

    def picture(self) -> Picture:
        """All that the network computes while it reads the text, as a graph; neurons in the chosen order."""
        picture = picture_of(self.model, self.reading.inputs, chosen=self.reading.targets)
        kinds = {"hidden": "h", "cell": "c"}
        lanes = tuple(replace(lane, order=self.order(kinds[lane.id]))
                      if lane.id in kinds else lane for lane in picture.lanes)
        return replace(picture, lanes=lanes)

    def frames(self) -> list[Frame]:
        """The values along the text at every checkpoint of the training; empty if only one is known."""
        if len(self.checkpoints) < 2:
            return []
        return [frame_of(checkpoint, self.reading.inputs) for checkpoint in self.checkpoints]

    @property
    def frame(self) -> int | None:
        """The checkpoint looked at, from 0; None for the finished network."""
        chosen = value(controls.CHECKPOINT)
        return chosen - 1 if 1 <= chosen < len(self.checkpoints) else None

    @property
    def step(self) -> int:
        """The step looked at, 1 … T."""
        return min(value(controls.AT) or self.steps, self.steps)
