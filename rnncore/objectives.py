"""What a network is asked for, and how wrong it was: three kinds of answer.

    symbols   which one of V comes next?     p = softmax(scores)    loss = -ln p[target]
    share     how likely is yes, 0 to 1?     p = sigmoid(score)     loss = -y ln p - (1 - y) ln(1 - p)
    value     which number?                  y' = score             loss = (y' - y)^2 / 2

The loss is the mean over all answers. In every case dL/dscore = (answer - target) / N: the readout
and everything below it need not know which of the three was asked.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from rnncore.numerics.activations import sigmoid_in_place
from rnncore.readout import cross_entropy_in_place, softmax_in_place

Array = np.ndarray


class Objective(NamedTuple):
    """How scores become an answer, and how far the answer is off."""

    answer: Callable[[Array], Array]                # scores [..., V] become answers, in place
    loss_in_place: Callable[[Array, Array], float]  # scores become dL/dscores


def binary_cross_entropy_in_place(scores: Array, targets: Array) -> float:
    """Mean of -y ln p - (1 - y) ln(1 - p), p = sigmoid(score), in nats; `scores` become (p - y) / size.

    `scores` and `targets` are [N, V], targets 0 to 1. Exact for large scores too:
    -ln sigmoid(s) = ln(1 + e^-s), and ln(1 + e^s) = max(s, 0) + ln(1 + e^-|s|).
    """
    with np.errstate(over="ignore", invalid="ignore"):
        softplus = np.maximum(scores, 0) + np.log1p(np.exp(-np.abs(scores)))
        loss = (softplus - targets * scores).mean(dtype=np.float64)
        sigmoid_in_place(scores)
        scores -= targets
        scores /= targets.size
    return float(loss)


def squared_error_in_place(scores: Array, targets: Array) -> float:
    """Mean of (score - target)^2 / 2 over all numbers; `scores` [N, V] become (score - target) / size."""
    with np.errstate(over="ignore", invalid="ignore"):
        scores -= targets
        loss = 0.5 * np.square(scores, dtype=np.float64).mean()
        scores /= targets.size
    return float(loss)


def _as_it_is(scores: Array) -> Array:
    return scores


OBJECTIVES: dict[str, Objective] = {
    "symbols": Objective(softmax_in_place, cross_entropy_in_place),
    "share": Objective(sigmoid_in_place, binary_cross_entropy_in_place),
    "value": Objective(_as_it_is, squared_error_in_place),
}
