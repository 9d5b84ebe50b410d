"""Softmax regression: a score per class, a weighted sum of what is given, and the softmax of the scores.

    p(v | h) = softmax(h W + b)_v        minimised: mean of -ln p(right class) + penalty / 2 |W'|²

W' are the weights of the *whitened* inputs (uncorrelated, each of variance 1), so that neither the units of a neuron
nor how its neighbours move with it decide what a penalty costs. There is one minimum; L-BFGS (Liu & Nocedal 1989)
comes near it in some twenty steps, for whitening has made the problem round. Penalties are fitted from the strongest
to the weakest, each from where the one before it ended.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

Array = np.ndarray

STEPS = 40           # of L-BFGS at most, for each penalty
GAIN = 2e-4          # nats: a fit ends when a step gains less
REMEMBERED = 8       # pairs of L-BFGS
FLOOR = 1e-4         # of the mean variance: directions that scatter less are not blown up to variance 1
EMPTY = 1e-12        # variance that keeps inputs without any scatter from dividing by zero
BLOCK = 4096         # rows at a time, for the processor's cache


class Classifier(NamedTuple):
    """Scores of V classes from H inputs: h W + b."""

    weights: Array       # [H, V]
    biases: Array        # [V] -inf for a class that was never seen


def classifiers(h: Array, asked: Array, classes: int, penalties: Sequence[float]) -> list[Classifier]:
    """A classifier for each of `penalties` (strongest first) of the classes `asked` [N] from the rows of `h` [N, H].

    The dtype of `h` is computed with. Without any rows, and for a class that never occurs, nothing is learned.
    """
    seen, labels = np.unique(asked, return_inverse=True)
    if not len(seen):
        return [Classifier(np.zeros((h.shape[1], classes), h.dtype), np.zeros(classes, h.dtype))] * len(penalties)
    middle, whitening = _whitening(h)
    inputs = np.ones((len(h), h.shape[1] + 1), h.dtype)
    inputs[:, :-1] = (h - middle) @ whitening
    found, fitted = np.zeros((len(seen), inputs.shape[1]), h.dtype), []
    found[:, -1] = np.log(np.bincount(labels) / len(labels))
    for penalty in penalties:
        found = _minimised(_loss_of(inputs, labels, penalty), found)
        weights, biases = np.zeros((h.shape[1], classes), h.dtype), np.full(classes, -np.inf, h.dtype)
        weights[:, seen] = whitening @ found[:, :-1].T
        biases[seen] = found[:, -1] - middle @ weights[:, seen]
        fitted.append(Classifier(weights, biases))
    return fitted


def _whitening(h: Array) -> tuple[Array, Array]:
    """The mean [H] of the rows, and the matrix [H, H] after which they are uncorrelated and of variance 1."""
    middle = h.mean(axis=0, dtype=np.float64).astype(h.dtype)
    centred = h - middle
    variances, directions = np.linalg.eigh((centred.T @ centred).astype(np.float64) / len(h))
    scale = max(variances.mean(), EMPTY)
    return middle, (directions / np.sqrt(np.maximum(variances, 0.0) + FLOOR * scale)).astype(h.dtype)


def _loss_of(inputs: Array, labels: Array, penalty: float) -> Callable[[Array], tuple[float, Array]]:
    """The loss in nats and its gradient as a function of the weights [V, H + 1], biases last."""
    blocks = [slice(start, start + BLOCK) for start in range(0, len(inputs), BLOCK)]
    columns = [np.ascontiguousarray(inputs[block].T) for block in blocks]

    def loss(weights: Array) -> tuple[float, Array]:
        nats, gradient = 0.0, np.zeros_like(weights)
        for block, column in zip(blocks, columns, strict=True):
            scores, right = weights @ column, (labels[block], np.arange(column.shape[1]))
            scores -= scores.max(axis=0)
            nats -= float(scores[right].sum())
            np.exp(scores, out=scores)
            total = scores.sum(axis=0)
            nats += float(np.log(total).sum())
            scores /= total
            scores[right] -= 1
            gradient += scores @ inputs[block]
        gradient /= len(inputs)
        gradient[:, :-1] += penalty * weights[:, :-1]
        return nats / len(inputs) + penalty / 2 * float((weights[:, :-1] ** 2).sum()), gradient

    return loss


def _minimised(loss: Callable[[Array], tuple[float, Array]], weights: Array) -> Array:
    """Where L-BFGS from `weights` stops gaining."""
    now, gradient = loss(weights)
    pairs: list[tuple[Array, Array, float]] = []
    for _ in range(STEPS):
        direction = -_turned(gradient, pairs)
        slope, size = float((gradient * direction).sum()), 1.0
        while True:
            then, after = loss(weights + size * direction)
            if then <= now + 1e-4 * size * slope:
                break
            size /= 2
            if size < 1e-4:                      # rounding: nothing further down can be told from here
                return weights
        moved, turned = size * direction, after - gradient
        curvature = float((moved * turned).sum())
        if curvature > 0:
            pairs = [*pairs[1 - REMEMBERED:], (moved, turned, 1 / curvature)]
        gained, now, gradient, weights = now - then, then, after, weights + moved
        if gained < GAIN:
            break
    return weights


def _turned(gradient: Array, pairs: list[tuple[Array, Array, float]]) -> Array:
    """The gradient times L-BFGS' estimate of the inverse curvature: the two-loop recursion."""
    q, passed = gradient.copy(), []
    for moved, turned, inverse in reversed(pairs):
        a = inverse * float((moved * q).sum())
        q -= a * turned
        passed.append(a)
    if pairs:
        moved, turned, inverse = pairs[-1]
        q /= inverse * float((turned ** 2).sum())
    else:
        q *= 2                                   # the curvature of a softmax is 1/2 at most
    for (moved, turned, inverse), a in zip(pairs, reversed(passed), strict=True):
        q += (a - inverse * float((turned * q).sum())) * moved
    return q
