"""One sequence read alone: every number of its forward pass, and of the pass back, without a batch axis.

The training's own functions run here on a batch of one (`sequence.unroll`, `sequence.backprop_through_time`); this
module only takes the batch axis away and puts the first memory before the others, so that row t is step t.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from rnncore.cells.gates import is_symbols
from rnncore.model import Model
from rnncore.objectives import OBJECTIVES
from rnncore.readout import logits
from rnncore.sequence import backprop_through_time, input_gradient, unroll

Array = np.ndarray


class SequenceForward(NamedTuple):
    """Everything along one sequence. Arrays have time first; the memories begin with step 0."""

    inputs: Array | None         # [T] symbols or [T, D] vectors; None if nothing comes from outside
    input_parts: Array           # [G, T, H]: x W_xh, without the bias
    trace: Any                   # the cell's Step, [T, H]
    memories: dict[str, Array]   # every field of the cell's State, [T + 1, H]
    scores: Array                # [T, V]: the readout's logits


class SequenceBackward(NamedTuple):
    """Gradients of one loss L along a sequence, by what they differentiate."""

    states: dict[str, Array]     # dL/dh_t (and dL/dc_t), all paths, [T + 1, H]
    scores: Array                # dL/dlogits_t, [T, V]
    inputs: Array                # dL/dx_t, [T, D]
    from_readout: Array          # the part of dL/dh_t that comes from the output of its own step, [T, H]
    losses: Array                # [T] the loss at each step, such as −ln p of the target; nan where there is none


def forward_along(model: Model, inputs: Array | None, steps: int, start: dict[str, Array]) -> SequenceForward:
    """The forward pass of `model` over `steps` steps, from the memory `start` ([H] for each field of its State).

    With `inputs` None only the memory and the bias act.
    """
    cell, params = model.cell_module, model.params
    fed = _fed(model, inputs, steps)
    state = cell.State(*(start[name][None].astype(model.dtype) for name in cell.State._fields))
    projected = cell.project_inputs(params, fed)
    trace = unroll(cell, params, projected, state, activation=model.config.activation)
    parts = cell.project_inputs(params._replace(b_h=None), fed)[:, :, 0]
    trace = type(trace)(*(field[:, 0] for field in trace))
    memories = {name: np.concatenate([getattr(state, name), getattr(trace, name)]) for name in cell.State._fields}
    return SequenceForward(inputs, parts, trace, memories, logits(model.readout, trace.h))


def backward_along(model: Model, forward: SequenceForward, targets: Sequence[float]) -> SequenceBackward:
    """The gradients of the mean loss over the steps of `forward` that have a target: one of 0 or above."""
    cell = model.cell_module
    d_scores, losses = _loss_and_score_gradient(model, forward.scores, targets)
    from_readout = d_scores @ model.readout.W_ho.T
    trace = type(forward.trace)(*(np.ascontiguousarray(field[:, None]) for field in forward.trace))
    state = cell.State(*(forward.memories[name][:1] for name in cell.State._fields))
    back = backprop_through_time(cell, model.params, trace, state, _fed(model, forward.inputs, len(d_scores)),
                                 from_readout[:, None].copy(), activation=model.config.activation)
    states = {name: np.concatenate([getattr(back.state, name), getattr(back.states, name)[:, 0]])
              for name in cell.State._fields}
    return SequenceBackward(states, d_scores, input_gradient(model.params, back.projected[:, :, 0]),
                            from_readout, losses)


def _fed(model: Model, inputs: Array | None, steps: int) -> Array:
    """What is read as a batch of one: symbols [T, 1], or vectors [T, 1, D] of the model's own precision."""
    fed = np.zeros((steps, model.config.input_size), model.dtype) if inputs is None else inputs
    return fed[:, None] if is_symbols(fed) else fed[:, None].astype(model.dtype)


def _loss_and_score_gradient(model: Model, scores: Array, targets: Sequence[float]) -> tuple[Array, Array]:
    """dL/dlogits [T, V] of the mean loss over the steps that have a target, and each step's own loss [T]."""
    T, loss_in_place = len(scores), OBJECTIVES[model.objective].loss_in_place
    targets = np.asarray(targets[:T])
    if model.objective != "symbols":
        targets = targets.astype(np.float64)[:, None]
    asked = np.flatnonzero(targets.reshape(T, -1)[:, 0] >= 0)
    d_scores, losses = np.zeros_like(scores), np.full(T, np.nan)
    for t in asked:
        losses[t] = loss_in_place(scores[t:t + 1].astype(np.float64), targets[t:t + 1])
    if asked.size:
        wanted = scores[asked].copy()
        loss_in_place(wanted, targets[asked])
        d_scores[asked] = wanted
    return d_scores, losses
