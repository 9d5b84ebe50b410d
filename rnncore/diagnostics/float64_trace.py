"""One sequence through one network, in float64: what gradients are measured on.

Training runs in float32, where a gradient that shrinks by half at every step is lost after some
150 steps. Whoever wants to see it shrink needs more digits, so this trace is always in float64.
"""

from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.data.batches import Batch
from rnncore.data.packing import full
from rnncore.data.vocabulary import BOUNDARY
from rnncore.model import Model
from rnncore.numerics.precision import in_double
from rnncore.sequence import unroll

Array = np.ndarray


class Float64Trace(NamedTuple):
    """Everything along one sequence. Time comes first; there is no batch axis."""

    cell: ModuleType
    params: Any          # the cell's Params, float64
    activation: str
    inputs: Array        # [T] symbols or [T, D] vectors
    trace: Any           # the cell's Step, [T, H]
    state: Any           # the State before the first step, [H]

    @property
    def steps(self) -> int:
        """T, how many steps there are."""
        return len(self.trace.h)

    @property
    def hidden(self) -> int:
        """H, how many hidden units there are."""
        return self.trace.h.shape[1]

    @property
    def previous(self) -> Any:
        """The State each step began with, [T, H]: that of the step before."""
        return self.cell.State(*(
            np.concatenate([getattr(self.state, name)[None], getattr(self.trace, name)])[:-1]
            for name in self.cell.State._fields))

    @property
    def overflow(self) -> int | None:
        """The first step (from 1) whose memory left the range of float64; None if none did."""
        sound = np.logical_and.reduce([np.isfinite(field).all(axis=1) for field in self.trace])
        return None if sound.all() else int(np.argmin(sound)) + 1

    def until(self, steps: int) -> "Float64Trace":
        """The first `steps` steps alone."""
        return self._replace(inputs=self.inputs[:steps], trace=type(self.trace)(*(a[:steps] for a in self.trace)))

    def last(self, steps: int) -> "Float64Trace":
        """The last `steps` steps alone, beginning with the memory that was there then."""
        skipped = self.steps - steps
        if skipped == 0:
            return self
        state = self.cell.State(*(getattr(self.trace, name)[skipped - 1] for name in self.cell.State._fields))
        return self._replace(inputs=self.inputs[skipped:], state=state,
                             trace=type(self.trace)(*(a[skipped:] for a in self.trace)))


def float64_trace(model: Model, inputs: Array, start: Any = None) -> Float64Trace:
    """Run `model` over `inputs`: [T] symbols or [T, D] vectors, T at least 1.

    `start` is a State of [H] vectors, zeros where nothing is said. Numbers too large for float64
    become infinite without a warning; `Float64Trace.overflow` says where.
    """
    cell = model.cell_module
    inputs = np.asarray(inputs)
    if not gates.is_symbols(inputs):
        inputs = inputs.astype(np.float64)
    if len(inputs) < 1:
        raise ValueError("A sequence needs at least one step.")
    params = in_double(model).params
    state = cell.init_state(1, model.config, np.float64)
    if start is not None:
        state = cell.State(*(np.asarray(field, np.float64)[None] for field in start))
    with np.errstate(over="ignore", invalid="ignore"):
        projected = cell.project_inputs(params, inputs[:, None])
        trace = unroll(cell, params, projected, state, activation=model.config.activation)
    return Float64Trace(cell, params, model.config.activation, inputs, type(trace)(*(field[:, 0] for field in trace)),
                   cell.State(*(field[0] for field in state)))


def batch_of_one(inputs: Array, targets: Array, asked: Array | None = None) -> Batch:
    """One sequence and what it is asked: a batch of one.

    `targets` are one per step [T], or one for each of the steps `asked` (counted from 0).
    """
    inputs = np.asarray(inputs)
    return Batch(inputs, np.asarray(targets), full(len(inputs), 1), None if asked is None else np.asarray(asked))


def spelling_batch(model: Model, text: str) -> Batch:
    """A text as names are learned: ∎mary is read, mary∎ is asked for. Raises UnknownSymbolError."""
    codes = model.vocabulary.encode(text)
    return batch_of_one(np.concatenate([[BOUNDARY], codes]), np.concatenate([codes, [BOUNDARY]]))
