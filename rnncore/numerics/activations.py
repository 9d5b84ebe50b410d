"""What a neuron does with the sum that reaches it.

An activation is a function and its slope. Every slope here is written in terms of the
*output*, because that is what a trace keeps: tanh'(a) = 1 - tanh(a)^2.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Activation(NamedTuple):
    """A function and its slope; both write into an array they are given.

    `apply(pre, out)` writes f(pre). `slope(h, out)` writes f'(pre), where h = f(pre): the
    number that turns dL/dh into dL/dpre.
    """

    apply: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]


def tanh_slope(h: Array, out: Array) -> Array:
    """tanh'(a) = 1 - h^2 for h = tanh(a), written into `out`."""
    np.multiply(h, h, out=out)
    return np.subtract(1.0, out, out=out)


def _relu_slope(h: Array, out: Array) -> Array:
    return np.greater(h, 0.0, out=out)


def _identity_slope(h: Array, out: Array) -> Array:
    out.fill(1.0)
    return out


ACTIVATIONS: dict[str, Activation] = {
    "tanh": Activation(lambda pre, out: np.tanh(pre, out=out), tanh_slope),
    "relu": Activation(lambda pre, out: np.maximum(pre, 0.0, out=out), _relu_slope),
    "identity": Activation(lambda pre, out: np.positive(pre, out=out), _identity_slope),
}


def sigmoid_in_place(a: Array) -> Array:
    """sigma(a) = 1 / (1 + exp(-a)), written over `a`.

    Computed as (1 + tanh(a / 2)) / 2: the same function, never overflows, and about
    twice as fast as the exponential form in NumPy. Exact to one rounding of 1 (1e-7 in
    float32), not of sigma: a gate that lets less than that through is shut.
    """
    a *= 0.5
    np.tanh(a, out=a)
    a += 1.0
    a *= 0.5
    return a


def sigmoid_slope(d: Array, gate: Array, out: Array) -> Array:
    """d * sigma'(a) for gate = sigma(a): d * gate * (1 - gate), written into `out`."""
    np.subtract(1.0, gate, out=out)
    out *= gate
    return np.multiply(out, d, out=out)
