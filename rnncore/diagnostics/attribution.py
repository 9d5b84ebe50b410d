"""Which symbols does a prediction rest on? Two answers, side by side, in nats.

At step t the network has read x_0 (∎) … x_t and predicts ln p_t(v) for a symbol v.

    gradient times input    x_k · d ln p_t(v) / d x_k      the slope, followed all the way to x_k = 0
    taken out               ln p_t(v) - ln p_t(v without x_k)       the exact change

*Taken out* means: the input of step k becomes a vector of zeros instead of the one-hot row. The step
still takes place: the memory moves on by its own weights and biases, it just hears nothing.
Both have the same sign (above 0: this symbol speaks for v) and the same unit, and a network that were
linear in x_k would make them equal. Each symbol is taken out alone, so they do not add up to ln p.

Simonyan et al. 2013 (gradient), Shrikumar et al. 2016 (times input), Zeiler & Fergus 2014 (taking out).
Computed in float64.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rnncore.cells.gates import one_hot
from rnncore.data.vocabulary import BOUNDARY
from rnncore.model import Model
from rnncore.numerics.precision import in_double
from rnncore.readout import log_softmax, logits
from rnncore.sequence import backprop_through_time, input_gradient, unroll

Array = np.ndarray


class Attribution(NamedTuple):
    """For every step t (row) and every symbol read by then (column k <= t). nan above the diagonal."""

    inputs: Array                # [T] the symbols read: ∎ first
    targets: Array               # [T] the symbol whose ln p is explained
    log_probabilities: Array     # [T] ln p_t(target)
    gradient_times_input: Array  # [T, T] nats
    occlusion: Array             # [T, T] nats


def attribute(model: Model, text: str, targets: Sequence[int] | Array | None = None) -> Attribution:
    """Explain every prediction along `text`: T = n + 1 steps for n symbols, all of them at once.

    `targets` [T] are the symbols (numbers) whose ln p is explained, one per step; where none are given,
    the symbol that really comes next, ∎ at the end. Raises UnknownSymbolError, or ValueError for targets
    that do not fit.
    """
    model = in_double(model)
    codes = model.vocabulary.encode(text)
    inputs = np.concatenate([[BOUNDARY], codes])
    T, V = len(inputs), len(model.vocabulary)
    targets = np.concatenate([codes, [BOUNDARY]]) if targets is None else np.asarray(targets, np.int64)
    if targets.shape != (T,) or targets.min() < 0 or targets.max() >= V:
        raise ValueError(f"targets must be {T} symbol numbers from 0 to {V - 1}.")
    rows = one_hot(inputs, V, np.dtype(np.float64))
    log_p = _log_probabilities(model, _without_one(rows), targets)       # [T, 1 + T], the first is the whole text
    read = np.tril(np.ones((T, T), bool))
    return Attribution(inputs, targets, log_p[:, 0],
                       np.where(read, _gradient_times_input(model, rows, targets), np.nan),
                       np.where(read, log_p[:, :1] - log_p[:, 1:], np.nan))


def _without_one(rows: Array) -> Array:
    """The sequence [T, V] as it is, and with each of its rows set to zero: [T, 1 + T, V]."""
    T = len(rows)
    variants = np.repeat(rows[:, None], 1 + T, axis=1)
    variants[np.arange(T), 1 + np.arange(T)] = 0.0
    return variants


def _log_probabilities(model: Model, inputs: Array, targets: Array) -> Array:
    """ln p_t(target_t) for every step of every sequence: [T, B, V] to [T, B]."""
    log_p = log_softmax(logits(model.readout, _trace(model, inputs).h))
    return log_p[np.arange(len(targets)), :, targets]


def _gradient_times_input(model: Model, rows: Array, targets: Array) -> Array:
    """x_k · d ln p_t / d x_k for all t and k, [T, T]: one backward pass with a sequence for every t."""
    T = len(rows)
    cell = model.cell_module
    inputs = np.repeat(rows[:, None], T, axis=1)                         # sequence t explains step t
    trace = _trace(model, inputs)
    each = np.arange(T)
    d_scores = -np.exp(log_softmax(logits(model.readout, trace.h[each, each])))
    d_scores[each, targets] += 1.0                                       # d ln p(v) / d score = one_hot(v) - p
    d_h = np.zeros_like(trace.h)
    d_h[each, each] = d_scores @ model.readout.W_ho.T
    back = backprop_through_time(cell, model.params, trace, cell.init_state(T, model.config, model.dtype),
                                 inputs, d_h, activation=model.config.activation)
    return np.einsum("ktv,kv->tk", input_gradient(model.params, back.projected), rows)


def _trace(model: Model, inputs: Array):
    cell = model.cell_module
    state = cell.init_state(inputs.shape[1], model.config, model.dtype)
    return unroll(cell, model.params, cell.project_inputs(model.params, inputs), state,
                  activation=model.config.activation)
