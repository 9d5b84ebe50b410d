"""Who reads what on the hidden-state page: the controls turned into a network, a text and its pictures."""

from dataclasses import replace
from functools import cached_property

import numpy as np

from explainer.components.graph.build import picture_of
from explainer.components.graph.contract import Picture
from explainer.components.graph.frames import Checkpoint, Frame, frame_of
from explainer.models.reading import Reading, read_name
from explainer.models.shelf import Entry, shelf
from explainer.state.address import value
from explainer.state.choices import MAX_STEPS
from pages.hidden_state import controls, state_cache
from rnncore import Corpus, Model
from rnncore.numerics.precision import in_double

Array = np.ndarray


class Reader:
    """A network from the shelf and the visitor's text, as far as it can read it."""

    def __init__(self, entry: Entry, text: str) -> None:
        self.entry = entry
        self.model: Model = in_double(entry.model)
        self.key: str = state_cache.fingerprint(entry.model)
        self.reading: Reading = read_name(self.model, text, MAX_STEPS)

    @property
    def text(self) -> str:
        """What is really read: at most the letters there is room for."""
        return self.reading.text[:len(self.reading.inputs) - 1]

    @property
    def signs(self) -> list[str]:
        """The symbols that go in, ∎ first."""
        return [self.model.vocabulary.sign(int(i)) for i in self.reading.inputs]

    @property
    def steps(self) -> int:
        """How many symbols are read, ∎ included."""
        return len(self.reading.inputs)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names this network can read, for pictures of many at once."""
        return state_cache.names_for(self.entry.model)

    @cached_property
    def corpus(self) -> Corpus | None:
        """The list it learned from, if it is here."""
        return shelf().corpus_of(self.entry.model)

    @cached_property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Its training, the present network last."""
        return state_cache.checkpoints_of(self.entry)

    def order(self, kind: str) -> tuple[int, ...]:
        """Which neuron stands in which place: empty for as numbered."""
        if value(controls.ORDER) == "number":
            return ()
        return state_cache.order_of(self.key, self.entry.model, self.names, kind)

    def picture(self) -> Picture:
        """Everything the network computes while it reads the text, neurons in the chosen order."""
        picture = picture_of(self.model, self.reading.inputs, chosen=self.reading.targets)
        kinds = {"hidden": "h", "cell": "c"}
        lanes = tuple(replace(lane, order=self.order(kinds[lane.id]))
                      if lane.id in kinds else lane for lane in picture.lanes)
        return replace(picture, lanes=lanes)

    def frames(self) -> list[Frame]:
        """The same text at every checkpoint of the training."""
        if len(self.checkpoints) < 2:
            return []
        return [frame_of(checkpoint, self.reading.inputs) for checkpoint in self.checkpoints]

    @property
    def frame(self) -> int | None:
        """The checkpoint looked at, from 0; None for the finished network."""
        chosen = value(controls.CHECKPOINT)
        return chosen - 1 if 1 <= chosen < len(self.checkpoints) else None

    @property
    def at(self) -> int:
        """The step looked at, 1 … T."""
        return min(value(controls.AT) or self.steps, self.steps)
