"""How long the gradient of a real loss is at every step on its way back.

The same chain rule as in `sequence.backprop_through_time`, step Jacobian by step Jacobian (see
`jacobians`), for one sequence, with a power of two kept apart: lengths of 1e-400 are still numbers.
"""

import math
from typing import NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.data.batches import Batch
from rnncore.diagnostics.float64_trace import Float64Trace, float64_trace
from rnncore.diagnostics.jacobian_norms import FAR, LOG2
from rnncore.diagnostics.jacobians import local_slopes
from rnncore.model import Model
from rnncore.numerics.precision import in_double
from rnncore.objectives import OBJECTIVES
from rnncore.readout import logits

Array = np.ndarray


class GradientFlow(NamedTuple):
    """Lengths of gradients, as log10; exactly nothing is -inf. Step 0 is the memory before the first step.

    `state` takes h and c of an LSTM as two separate memories, both handed to the next step; `h` takes h_t
    with all that follows from it, like `backprop_through_time`. In the other cells both are the same.
    """

    h: Array             # [T + 1]: log10 ||dL/dh_t||, t = 0 … T
    state: Array         # [T + 1]: log10 ||dL/ds_t||
    loss: float          # the mean loss of the answers; nan where only directions were given
    overflow: int | None     # the first step (from 1) whose memory is not finite: then all lengths are nan


def gradient_norms(model: Model, batch: Batch) -> GradientFlow:
    """The lengths of dL/dh_t along one sequence (a batch of one: see `float64_trace.batch_of_one`)."""
    forward = float64_trace(model, batch.inputs)
    loss, d_h = loss_and_readout_gradient(model, forward, batch)
    return flow(forward, d_h)._replace(loss=loss)


def loss_and_readout_gradient(model: Model, forward: Float64Trace, batch: Batch) -> tuple[float, Array]:
    """The loss, and what reaches each h_t from its own answer: dL/dh_t through the readout, [T, H]."""
    readout = in_double(model).readout
    seen = forward.trace.h if batch.asked is None else forward.trace.h[batch.asked]
    with np.errstate(over="ignore", invalid="ignore"):
        scores = logits(readout, seen)
        loss = OBJECTIVES[model.objective].loss_in_place(scores, batch.targets)
        d_seen = scores @ readout.W_ho.T
    if batch.asked is None:
        return loss, d_seen
    d_h = np.zeros_like(forward.trace.h)
    d_h[batch.asked] = d_seen
    return loss, d_h


def flow(forward: Float64Trace, d_h: Array) -> GradientFlow:
    """The lengths for any loss: `d_h` [T, H] is what it wants of each memory directly (zeros: nothing)."""
    T = forward.steps
    if forward.overflow is not None:
        return GradientFlow(np.full(T + 1, np.nan), np.full(T + 1, np.nan), math.nan, forward.overflow)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        gradients, powers = _backwards(forward, d_h)
        squares = np.square(gradients).sum(axis=2)
        h = 0.5 * np.log10(squares[0]) + powers * LOG2
        state = 0.5 * np.log10(squares.sum(axis=0)) + powers * LOG2
    return GradientFlow(h, state, math.nan, None)


def _backwards(forward: Float64Trace, d_h: Array) -> tuple[Array, Array]:
    """dL/ds_t for t = 0 … T, field by field [F, T + 1, H], each to be multiplied by a power of two [T + 1]."""
    slopes = local_slopes(forward)
    F, G, T, H = slopes.gates.shape
    paths = slopes.paths
    back = np.ascontiguousarray(gates.by_gate(forward.params.W_hh, G).transpose(0, 2, 1)).reshape(G * H, H)
    parts, leaving = np.empty((F, G + F, H)), np.empty((G + F, H))
    at_gates, past_gates = leaving[:G].reshape(-1), leaving[G:]
    largest = np.abs(d_h).max(axis=1)
    has_answer, usual = (largest != 0).tolist(), ((largest > 2.0 ** -150) & (largest < 2.0 ** 150)).tolist()
    gradients, powers, power = np.zeros((T + 1, F, H)), np.zeros(T + 1), 0
    flat = gradients.reshape(T + 1, F * H)
    for t in range(T, 0, -1):
        d = flat[t]
        if has_answer[t - 1]:
            if power == 0 and usual[t - 1]:
                d[:H] += d_h[t - 1]
            else:
                power = _on_one_scale(d, d_h[t - 1], power)
        powers[t] = power = _near_one(d, power)
        if F == 1:
            np.multiply(paths[t - 1, 0], d, out=leaving)
        else:
            np.multiply(paths[t - 1], gradients[t][:, None], out=parts)
            np.add(parts[0], parts[1], out=leaving)          # two fields; sum() would take three times as long
        np.dot(at_gates, back, out=flat[t - 1, :H])
        gradients[t - 1] += past_gates
    powers[0] = _near_one(flat[0], power)
    return gradients.swapaxes(0, 1), powers


def _near_one(d: Array, power: int) -> int:
    """Multiply d by a power of two, in place, if its numbers are far from 1. Returns the power kept apart."""
    if 1 / FAR < d.dot(d) < FAR:
        return power
    shift = math.frexp(np.abs(d).max())[1]       # not of the square, which may be 0 or infinite already
    np.ldexp(d, -shift, out=d)
    return power + shift


def _on_one_scale(d: Array, wanted: Array, power: int) -> int:
    """Add `wanted` [H] to 2^power d [F * H], in place: h comes first. Returns the power of two of the sum."""
    ahead = math.frexp(np.abs(wanted).max())[1]
    new = max(power, ahead) if d.any() else ahead
    np.ldexp(d, power - new, out=d)
    d[:len(wanted)] += np.ldexp(wanted, -new)
    return new
