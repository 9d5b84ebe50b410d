"""The fair rival of a forecasting network: the next reading as a weighted sum of the last p (Yule 1927).

    u_t = a_0 + a_1 u_{t-1} + … + a_p u_{t-p}

The weights are fitted by least squares on the training part, and p is the one that errs least on the
validation part. It has no memory but the window, no bend and no gate: what a network gains over it is
what those are worth.
"""

from typing import NamedTuple

import numpy as np

from rnncore.data.series import Series
from rnncore.tasks.forecasting import rmse

Array = np.ndarray
MANY = 40


class Linear(NamedTuple):
    """A fitted rule: a_0 and a_1 … a_p."""

    constant: float
    weights: Array           # [p], the latest reading's first

    @property
    def order(self) -> int:
        """p, how many readings it looks back."""
        return len(self.weights)


def fit(series: Series, order: int) -> Linear:
    """Least squares on the training part. Raises ValueError for more weights than there are readings for."""
    readings = series.readings[:series.train_end - 1]
    if order < 1 or len(readings) - order < order + 1:
        raise ValueError(f"There are too few values to fit {order} weights.")
    solution, *_ = np.linalg.lstsq(_windows(readings, order), readings[order:], rcond=None)
    return Linear(float(solution[0]), solution[1:])


def one_step(series: Series, rule: Linear) -> Array:
    """[n] its forecast of each value from those before it; nan where too few came before."""
    said = np.full(len(series.values), np.nan)
    answers = _windows(series.readings, rule.order) @ np.concatenate([[rule.constant], rule.weights])
    said[rule.order + 1:] = series.undo(answers, series.values[rule.order:-1])
    return said


def run_free(series: Series, rule: Linear, origins: Array, steps: int) -> Array:
    """[origins, steps] forecasts from the true past up to each origin, then from its own."""
    at = np.asarray(origins)
    past = series.readings[at[:, None] - 1 - np.arange(rule.order)]      # the latest reading first
    before, values = series.values[at], np.empty((len(at), steps))
    for k in range(steps):
        values[:, k] = series.undo(rule.constant + past @ rule.weights, before)
        read = series.read(values[:, k], before)
        past, before = np.concatenate([read[:, None], past[:, :-1]], axis=1), values[:, k]
    return values


def best_fit(series: Series) -> Linear:
    """The rule that errs least on the validation part, of those that look back up to two periods and two steps.

    Of many orders only the first `MANY` are tried, and those around one and two periods.
    """
    stretch = slice(series.train_end, series.split)
    most = min(2 * series.period + 2, (series.train_end - 2) // 3)
    around = {back for at in (series.period, 2 * series.period) for back in range(at - 1, at + 3)}
    rules = [fit(series, order) for order in range(1, most + 1) if order <= MANY or order in around]
    return min(rules, key=lambda rule: rmse(one_step(series, rule)[stretch], series.values[stretch]))


def _windows(readings: Array, order: int) -> Array:
    """Rows (1, u_{t-1}, …, u_{t-p}) for every t from p on."""
    back = [readings[order - k:len(readings) - k] for k in range(1, order + 1)]
    return np.stack([np.ones(len(readings) - order), *back], axis=1)
