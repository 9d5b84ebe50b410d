"""A text, a trained network that reads it, and what it is asked: what the backward pass is shown on."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from explainer.components.graph.build import picture_of
from explainer.components.graph.contract import Picture
from explainer.models.reading import Reading, read_name
from explainer.models.shipped import shipped_models
from explainer.state.address import value
from explainer.state.choices import MAX_STEPS
from pages.vanishing_gradient import controls
from rnncore import Model
from rnncore.data.batches import Batch
from rnncore.diagnostics.float64_trace import lesson
from rnncore.numerics.precision import in_double

Array = np.ndarray


class Lesson(NamedTuple):
    """What is read, by whom, and which of its predictions count."""

    model: Model             # in float64
    reading: Reading
    asked: Array             # the steps (from 0) whose prediction counts

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return len(self.reading.inputs)

    @property
    def batch(self) -> Batch:
        """The same for `rnncore`."""
        return lesson(self.reading.inputs, self.reading.targets[self.asked], self.asked)

    def picture(self, model: Model | None = None, backward: bool = True) -> Picture:
        """The signature picture of it, or of another `model` reading the same; without the matrices' weights."""
        wanted = [int(t) if i in self.asked else -1 for i, t in enumerate(self.reading.targets)]
        made = picture_of(model or self.model, self.reading.inputs, backward=wanted if backward else None,
                          chosen=self.reading.targets)
        return replace(made, matrices=tuple(replace(matrix, values=()) for matrix in made.matrices))

    def signs(self, symbols: Sequence[int] | Array) -> list[str]:
        """Symbols as they are written."""
        return [self.model.vocabulary.sign(int(symbol)) for symbol in symbols]


def lesson_now(cell: str | None = None) -> Lesson:
    """The lesson that the page's controls describe, or the same one for another cell."""
    model = in_double(shipped_models()[f"given_names-{cell or value(controls.READER)}"])
    reading = read_name(model, value(controls.READ), MAX_STEPS)
    last = len(reading.inputs) - 1
    return Lesson(model, reading, np.arange(last + 1) if value(controls.ASKED) == "every" else np.array([last]))
