"""tanh of tanh of tanh: the smallest recurrent network, one neuron that reads only itself.

    x_0 = x,  x_n = f(w x_{n-1} + b)

The slope of the whole is the product of the slopes on the way (the chain rule):

    dx_n / dx_0 = prod over m of  f'(w x_{m-1} + b) * w
"""

from typing import NamedTuple

import numpy as np

from rnncore.numerics.activations import ACTIVATIONS

Array = np.ndarray


class Chain(NamedTuple):
    """A function applied n times. The first axis counts applications, the rest is that of x."""

    values: Array        # [n + 1, ...]: x_0 … x_n
    factors: Array       # [n, ...]: the slope of each application, f' times w
    slopes: Array        # [n + 1, ...]: dx_m / dx_0, the product of the first m factors; 1 at m = 0
    log10_slopes: Array  # [n + 1, ...]: log10 |dx_m / dx_0|, exact where the product itself underflows


def tanh_chain(x: Array | float, times: int, activation: str = "tanh", weight: float = 1.0,
          bias: float = 0.0) -> Chain:
    """Apply f `times` times to every number of `x`. Raises ValueError for a negative count."""
    if times < 0:
        raise ValueError(f"times must be at least 0, not {times}.")
    function = ACTIVATIONS[activation]
    x = np.asarray(x, np.float64)
    values, factors = np.empty((times + 1, *x.shape)), np.empty((times, *x.shape))
    values[0] = x
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        for n in range(times):
            function.apply(np.asarray(weight * values[n] + bias), values[n + 1, ...])
            function.slope(values[n + 1, ...], factors[n, ...])
            factors[n] *= weight
        first = np.ones((1, *x.shape))
        slopes = np.concatenate([first, np.cumprod(factors, axis=0)])
        logs = np.concatenate([first - 1.0, np.cumsum(np.log10(np.abs(factors)), axis=0)])
    return Chain(values, factors, slopes, logs)
