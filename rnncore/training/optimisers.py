"""How a gradient becomes a change of the weights.

Both optimisers work on one flat vector (see `numerics.flat`), in place, without allocating.
"""

import math
from collections.abc import Callable

import numpy as np

Array = np.ndarray


def clip_by_global_norm(gradient: Array, limit: float) -> float:
    """Shorten `gradient` in place to length `limit` if it is longer; returns its old length.

    g <- g * min(1, limit / ||g||).  Pascanu, Mikolov & Bengio 2013, algorithm 1. The
    direction stays; only an explosion is tamed. Where squares leave single precision, the
    length is measured again in float64.
    """
    with np.errstate(over="ignore"):
        norm = math.sqrt(np.dot(gradient, gradient))
    if not 1e-15 < norm < math.inf:      # squares that left single precision
        norm = float(np.linalg.norm(gradient.astype(np.float64)))
    if limit < norm < math.inf:
        gradient *= limit / norm
    return norm


class Adam:
    """Adam with bias correction.  Kingma & Ba 2015, algorithm 1.

        m <- b1 m + (1 - b1) g         v <- b2 v + (1 - b2) g^2
        w <- w - rate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)
    """

    def __init__(self, size: int, dtype=np.float32, beta1: float = 0.9, beta2: float = 0.99,
                 epsilon: float = 1e-8) -> None:
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.t = 0
        self.m = np.zeros(size, dtype)
        self.v = np.zeros(size, dtype)
        self._spare = np.empty(size, dtype)

    def update(self, weights: Array, gradient: Array, rate: float) -> None:
        """One step against the gradient. `gradient` is used up as scratch space."""
        self.t += 1
        spare = self._spare
        self.m *= self.beta1
        np.multiply(gradient, 1.0 - self.beta1, out=spare)
        self.m += spare
        self.v *= self.beta2
        np.multiply(gradient, gradient, out=spare)
        spare *= 1.0 - self.beta2
        self.v += spare
        np.sqrt(self.v, out=spare)
        spare *= 1.0 / math.sqrt(1.0 - self.beta2 ** self.t)
        spare += self.epsilon
        np.divide(self.m, spare, out=gradient)
        gradient *= rate / (1.0 - self.beta1 ** self.t)
        weights -= gradient

    def state(self) -> dict[str, Array]:
        """Everything needed to go on later, as arrays."""
        return {"t": np.array(self.t), "m": self.m.copy(), "v": self.v.copy()}

    def restore(self, state: dict[str, Array]) -> None:
        """Go on from a saved `state`."""
        self.t = int(state["t"])
        self.m[...] = state["m"]
        self.v[...] = state["v"]


class SGD:
    """Gradient descent with momentum:  v <- momentum v + g,  w <- w - rate v.  Polyak 1964."""

    def __init__(self, size: int, dtype=np.float32, momentum: float = 0.9) -> None:
        self.momentum = momentum
        self.v = np.zeros(size, dtype)

    def update(self, weights: Array, gradient: Array, rate: float) -> None:
        """One step against the gradient. `gradient` is used up as scratch space."""
        self.v *= self.momentum
        self.v += gradient
        np.multiply(self.v, rate, out=gradient)
        weights -= gradient

    def state(self) -> dict[str, Array]:
        """Everything needed to go on later, as arrays."""
        return {"v": self.v.copy()}

    def restore(self, state: dict[str, Array]) -> None:
        """Go on from a saved `state`."""
        self.v[...] = state["v"]


Optimiser = Adam | SGD
OPTIMISERS: dict[str, Callable[..., Optimiser]] = {"adam": Adam, "sgd": SGD}
