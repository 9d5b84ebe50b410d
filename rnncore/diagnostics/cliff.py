"""A loss with a cliff: one neuron that reads itself, and what gradient descent does at the wall.

    h_t = tanh(w h_{t-1} + b),  h_0 = 0.25,      loss(w, b) = (h_50 - 0.4)^2

On one side of a line through (w, b) the memory ends at the lower fixed point, on the other at the upper one. Between
them the loss jumps, and its slope is a product of fifty factors (`tanh_chain`). After Pascanu, Mikolov & Bengio 2013,
figure 6; their neuron is a sigmoid, and sigma(a) = (1 + tanh(a / 2)) / 2 makes one of the other.
"""

import math
from typing import NamedTuple

import numpy as np

from rnncore.diagnostics.tanh_chain import tanh_chain

Array = np.ndarray
STEPS, START, TARGET = 50, 0.25, 0.4       # h_0 and what h_50 should be


class Slope(NamedTuple):
    """The loss at each (w, b), and where it rises. All of one shape."""

    loss: Array
    by_weight: Array         # d loss / dw
    by_bias: Array           # d loss / db

    @property
    def norm(self) -> Array:
        """The length of the gradient; infinite where it left the range of numbers."""
        return np.hypot(self.by_weight, self.by_bias)


class Descent(NamedTuple):
    """Gradient descent from each (w, b). The first axis counts updates."""

    weights: Array           # [n + 1, ...]
    biases: Array            # [n + 1, ...]
    losses: Array            # [n + 1, ...]
    norms: Array             # [n, ...]: of the gradient of each update, before clipping


def slope_at(weight: Array | float, bias: Array | float) -> Slope:
    """The loss at each (w, b) and its gradient, by backprop through time.

        dL/dw = sum over t of  dL/dh_T * (prod over m > t of tanh'_m w) * tanh'_t h_{t-1},      dL/db without h_{t-1}
    """
    weight, bias = np.broadcast_arrays(np.asarray(weight, np.float64), np.asarray(bias, np.float64))
    chain = tanh_chain(np.full(weight.shape, START), STEPS, weight=weight, bias=bias)
    error = chain.values[-1] - TARGET
    with np.errstate(over="ignore", invalid="ignore"):
        later = np.cumprod(chain.factors[:0:-1], axis=0)[::-1]                  # of all steps behind each one
        reach = np.concatenate([later, np.ones((1, *weight.shape))]) * (1.0 - chain.values[1:] ** 2)
        return Slope(error ** 2, 2.0 * error * (reach * chain.values[:-1]).sum(axis=0),
                     2.0 * error * reach.sum(axis=0))


def descend(weight: Array | float, bias: Array | float, *, learning_rate: float, limit: float = math.inf,
            updates: int) -> Descent:
    """Plain gradient descent from each (w, b), its gradient shortened to `limit` where it is longer.

        (w, b) <- (w, b) - learning_rate * g * min(1, limit / ||g||)

    Pascanu, Mikolov & Bengio 2013, algorithm 1. Raises ValueError for a rate or limit that is not above 0.
    """
    if not (learning_rate > 0 and limit > 0):
        raise ValueError("The learning rate and the limit must be above 0.")
    at = np.stack(np.broadcast_arrays(np.asarray(weight, np.float64), np.asarray(bias, np.float64)))
    places, losses, norms = [at], [], []
    for _ in range(updates):
        here = slope_at(*at)
        norm = here.norm
        step = learning_rate * (limit / np.maximum(norm, limit) if math.isfinite(limit) else 1.0)
        at = at - step * np.stack([here.by_weight, here.by_bias])
        places.append(at)
        losses.append(here.loss)
        norms.append(norm)
    weights, biases = np.stack(places, axis=1)
    return Descent(weights, biases, np.stack([*losses, slope_at(*at).loss]),
                   np.reshape(norms, (updates, *at.shape[1:])))
