"""The page's controls in, what is on screen out.

Two networks stand on this page: one that nobody trained, drawn to the settings of the first picture, and a trained one
that reads the visitor's text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import streamlit as st

from explainer.components.graph.build import picture_of
from explainer.components.graph.contract import Picture
from explainer.models.reading import Reading, read_name
from explainer.models.shipped import shipped_models
from explainer.state.address import value
from explainer.state.cells import CELLS
from explainer.state.choices import MAX_STEPS
from explainer.state.controls import Control
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.untrained_gradient import Settings, UntrainedGradient, untrained_gradient
from rnncore import Model
from rnncore.data.batches import Batch
from rnncore.diagnostics.clipping import ClippedNorms, clip_norms
from rnncore.diagnostics.float64_backward import last_state_gradient_norm
from rnncore.diagnostics.float64_trace import batch_of_one
from rnncore.diagnostics.jacobian_norms import JacobianNorms
from rnncore.numerics.precision import in_double

Array = np.ndarray

PLAIN = {control.key: control.default for control in controls.PICTURE}      # the network the page opens with, by key


def settings_now(changed: dict[str, Any] | None = None) -> Settings:
    """The settings on the page, with some of them `changed` (by the control's key)."""
    given = changed or {}

    def now(control: Control) -> Any:
        return given[control.key] if control.key in given else value(control)

    record = CELLS[now(controls.KIND)]
    squash = now(controls.SQUASH) if now(controls.SQUASH) in record.activations else record.activations[0]
    return Settings(record.key, squash, now(controls.START),
                    now(controls.WIDTH), float(now(controls.RADIUS)), float(now(controls.SIGNAL)), now(controls.BACK),
                    float(now(controls.GATE)) if record.is_gated else None, now(controls.DRAWN))


def untrained_gradient_now(changed: dict[str, Any] | None = None) -> UntrainedGradient:
    """The untrained network of the page and its gradient, with some settings `changed`."""
    return untrained_gradient(settings_now(changed))


def clipped_now(found: UntrainedGradient) -> ClippedNorms:
    """Its norms when dL/dW_hh is clipped to the page's limit.

    L is a loss at the last step whose dL/dh_T has length 1, the same in all units.
    """
    length = last_state_gradient_norm(found.trace.until(found.norms.end))
    return clip_norms(found.norms, length, float(value(controls.LIMIT)))


def norms_shown(found: UntrainedGradient) -> JacobianNorms:
    """The norms as they are drawn: with clipping on, what clipping leaves of them."""
    return clipped_now(found).norms if value(controls.CLIPPED) == "on" else found.norms


@dataclass(frozen=True)
class TrainedReading:
    """A trained network, the text it reads, and the steps whose loss counts."""

    model: Model             # in float64
    reading: Reading
    loss_steps: Array        # from 0

    @property
    def steps(self) -> int:
        """T, how many symbols are read, the boundary included."""
        return len(self.reading.inputs)

    @property
    def batch(self) -> Batch:
        """The text and the targets that count, as `rnncore` takes them: a batch of one."""
        return batch_of_one(self.reading.inputs, self.reading.targets[self.loss_steps], self.loss_steps)

    @cached_property
    def backward_picture(self) -> Picture:
        """The unrolled graph of it with its gradients."""
        return self.picture()

    def picture(self, model: Model | None = None, backward: bool = True) -> Picture:
        """The unrolled graph of it, or of another `model` reading the same; without the matrices' weights."""
        wanted = [int(t) if i in self.loss_steps else -1 for i, t in enumerate(self.reading.targets)]
        made = picture_of(model or self.model, self.reading.inputs, backward=wanted if backward else None,
                          chosen=self.reading.targets)
        return replace(made, matrices=tuple(replace(matrix, values=()) for matrix in made.matrices))

    def signs(self, symbols: Sequence[int] | Array) -> list[str]:
        """Symbols [n] as they are written."""
        return [self.model.vocabulary.sign(int(symbol)) for symbol in symbols]


def reading_now(cell: str | None = None) -> TrainedReading:
    """The page's network reading the page's text, or the network of another cell reading the same."""
    return _read(cell or value(controls.READER), value(controls.READ), value(controls.ASKED))


@st.cache_resource(show_spinner=False, max_entries=32)
def _read(cell: str, text: str, asked: str) -> TrainedReading:
    """One for all sections, and for all visitors who read the same text: nobody may change anything in it."""
    model = in_double(shipped_models()[CELLS[cell].shipped_key()])
    reading = read_name(model, text, MAX_STEPS)
    last = len(reading.inputs) - 1
    return TrainedReading(model, reading, np.arange(last + 1) if asked == "every" else np.array([last]))
