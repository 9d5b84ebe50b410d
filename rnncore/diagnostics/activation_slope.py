"""How flat a plain network's neurons are where it works: the factor that each of them puts on a gradient.

    h_t = f(a_t),  dh_t/da_t = f'(a_t)          for tanh  1 - h_t^2: near 0 where a neuron is saturated
"""

from collections.abc import Iterable

import numpy as np

from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.model import Model
from rnncore.numerics.activations import ACTIVATIONS

Array = np.ndarray


def mean_activation_slope(model: Model, texts: Iterable[Array]) -> float:
    """The mean of f'(a_t) over neurons, steps and `texts` (symbols [T] or vectors [T, D]), each text alike.

    Raises ValueError for a gated cell, whose gates have slopes of their own.
    """
    if model.cell != "vanilla":
        raise ValueError(f"A {model.cell} cell has more slopes than that of its activation.")
    slope = ACTIVATIONS[model.config.activation].slope
    return float(np.mean([np.mean(slope(h, np.empty_like(h))) for h in
                          (float64_trace(model, text).trace.h for text in texts)]))
