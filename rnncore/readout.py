"""From memory to a prediction, and how wrong it was.

    logits_t = h_t W_ho + b_o              one score per symbol
    p_t      = softmax(logits_t)           scores to probabilities
    loss     = -mean over t of ln p_t[target_t]      cross-entropy, in nats per symbol

Loss is measured in nats: e^loss is how many equally likely symbols would be as hard to guess.
"""

from typing import NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.numerics.initialisation import glorot

Array = np.ndarray


class Readout(NamedTuple):
    """The weights between memory and prediction."""

    W_ho: Array          # [H, V]
    b_o: Array           # [V]


def init_readout(rng: np.random.Generator, hidden: int, symbols: int, dtype=np.float32) -> Readout:
    """Fresh weights in Glorot's range, biases at zero."""
    return Readout(glorot(rng, hidden, symbols).astype(dtype), np.zeros(symbols, dtype))


def logits(readout: Readout, h: Array, out: Array | None = None) -> Array:
    """h W_ho + b_o: [..., H] to [..., V]."""
    scores = np.matmul(h, readout.W_ho, out=out)
    scores += readout.b_o
    return scores


def softmax_in_place(scores: Array) -> Array:
    """p_i = exp(s_i) / sum_j exp(s_j) along the last axis, written over `scores`.

    The largest score is subtracted first: the result is the same, and exp cannot overflow.
    """
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores


def log_softmax(scores: Array) -> Array:
    """ln softmax(scores) along the last axis, as a new array; exact for tiny probabilities."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


class Tally(NamedTuple):
    """Targets of rows that stand for several sequences at once: what came next, and how often."""

    rows: Array          # [E] row numbers, each as often as something came next there
    symbols: Array       # [E] the symbols
    shares: Array        # [E] how often, divided by all `answers`
    weights: Array       # [N] the sum of a row's shares
    answers: int         # how many answers there are in all


def one_each(targets: Array) -> Tally:
    """The tally of rows that have one target each [N]."""
    shares = np.full(len(targets), 1.0 / len(targets))
    return Tally(np.arange(len(targets)), targets, shares, shares, len(targets))


def cross_entropy_in_place(scores: Array, targets: Array | Tally) -> float:
    """Mean of -ln p[target] over all answers, and its gradient written over `scores`.

    `scores` [N, V] are logits before the call and dL/dlogits = (p - one_hot(target)) / N after
    it; with a `Tally`, weight * p - share. Returns nats per symbol. An infinite or undefined
    score gives nan, never an exception.
    """
    rows, symbols, shares, weights, _ = targets if isinstance(targets, Tally) else one_each(targets)
    with np.errstate(over="ignore", invalid="ignore"):
        scores -= scores.max(axis=1, keepdims=True)
        at_target = scores[rows, symbols] @ shares
        np.exp(scores, out=scores)
        total = scores.sum(axis=1)
        loss = np.log(total) @ weights - at_target
        scores *= (weights / total).astype(scores.dtype)[:, None]
        np.subtract.at(scores, (rows, symbols), shares.astype(scores.dtype))      # a place may be named twice
    return float(loss)


def readout_gradients(readout: Readout, h: Array, d_logits: Array, out: Readout) -> Readout:
    """dL/dW_ho = h^T d, dL/db_o = sum of d: one GEMM over all steps and sequences."""
    gates.weight_gradient(h, d_logits[None], out.W_ho)
    np.sum(d_logits, axis=0, out=out.b_o)
    return out
