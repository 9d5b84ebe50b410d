"""Which symbols does a prediction rest on? One question, answered exactly and by the slope, in nats.

At step t the network has read x_0 (∎) … x_t and predicts ln p_t(v) for a symbol v. How much less likely would v be,
had another symbol stood at step k? Another one is drawn as the network itself would have drawn it there: u with
q(u) ~ p_{k-1}(u), x_k and ∎ left out.

    replaced                ln p_t(v) - ln sum_u q(u) p_t(v | u instead of x_k)         the exact change
    gradient times change   sum_u q(u) (x_k - u) · d ln p_t(v) / d x_k                  the slope, followed to them all

Above 0: this symbol speaks for v. Where the letters hardly differ, both are equal. Each symbol is replaced alone, so
they do not add up to ln p. ∎ begins every text: nothing else could stand there, and it counts 0. So does everything
where the alphabet has one letter.

What is asked is a property of the function: moving a part that all rows of W_xh share into b_h changes no prediction,
and no number here. A symbol *set to zero* (occlusion; Zeiler & Fergus 2014), or a gradient times the input itself
(Shrikumar et al. 2016), asks for an input that no training ever showed, and depends on how the weights are written.

Robnik-Šikonja & Kononenko 2008, Zintgraf et al. 2017 (averaging over what could stand there). Computed in float64.
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

BATCH = 256          # changed texts that run together


class Attribution(NamedTuple):
    """For every step t (row) and every symbol read by then (column k <= t). nan above the diagonal."""

    inputs: Array                # [T] the symbols read: ∎ first
    targets: Array               # [T] the symbol whose ln p is explained
    log_probabilities: Array     # [T] ln p_t(target)
    gradient_times_change: Array    # [T, T] nats
    replaced: Array              # [T, T] nats


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
    log_p = log_softmax(logits(model.readout, _trace(model, rows[:, None]).h[:, 0]))           # [T, V]
    instead = _replacements(log_p, inputs)
    told = log_p[np.arange(T), targets]
    read = np.tril(np.ones((T, T), bool))
    slope = np.einsum("tkv,kv->tk", _gradients(model, rows, targets), rows - instead)
    exact = told[:, None] - _replaced(model, inputs, instead, targets)
    exact[:, instead[np.arange(T), inputs] > 0] = 0.0                    # the same run again, but for rounding
    return Attribution(inputs, targets, told, np.where(read, slope, np.nan), np.where(read, exact, np.nan))


def _replacements(log_p: Array, inputs: Array) -> Array:
    """What would have been drawn at every step instead of what stands there, [T, V]: shares that add up to 1."""
    T, V = log_p.shape
    shares = np.zeros((T, V))
    shares[1:] = np.exp(log_p[:-1])
    shares[:, BOUNDARY] = 0.0
    shares[np.arange(T), inputs] = 0.0
    total = shares.sum(axis=1, keepdims=True)
    return np.where(total > 0, shares / np.where(total > 0, total, 1.0), np.eye(V)[inputs])


def _replaced(model: Model, inputs: Array, instead: Array, targets: Array) -> Array:
    """ln of the probability of each target, averaged over what stands `instead` at each step: [T, T], t then k."""
    T = len(inputs)
    steps, symbols = np.nonzero(instead)
    shares, averages = instead[steps, symbols], np.zeros((T, T))
    for start in range(0, len(steps), BATCH):
        k, u, q = (array[start:start + BATCH] for array in (steps, symbols, shares))
        variants = np.repeat(inputs[:, None], len(k), axis=1)
        variants[k, np.arange(len(k))] = u
        p = np.exp(log_softmax(logits(model.readout, _trace(model, variants).h)))[np.arange(T), :, targets]
        np.add.at(averages.T, k, (p * q).T)
    with np.errstate(divide="ignore"):
        return np.log(averages)


def _gradients(model: Model, rows: Array, targets: Array) -> Array:
    """d ln p_t / d x_k for all t and k, [T, T, V]: one backward pass with a sequence for every t."""
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
    return input_gradient(model.params, back.projected).swapaxes(0, 1)


def _trace(model: Model, inputs: Array):
    cell = model.cell_module
    state = cell.init_state(inputs.shape[1], model.config, model.dtype)
    return unroll(cell, model.params, cell.project_inputs(model.params, inputs), state,
                  activation=model.config.activation)
