"""A forecaster of a brought series: trained as proposed, and measured on the held-out end beside its rivals.

Values that were missing and filled are read, but nothing is measured on them.
"""

import csv
import io
from typing import NamedTuple

import numpy as np

from rnncore.cells import CellConfig
from rnncore.data.series import Series
from rnncore.data.series_files import BroughtSeries
from rnncore.data.series_grid import labels_after
from rnncore.data.series_windows import Windows
from rnncore.model import Model, new_model
from rnncore.tasks import autoregression
from rnncore.tasks.forecasting import Forecast, forecast, mae, naive_one_step, naive_paths, rmse, run_free
from rnncore.tasks.series_proposal import Proposal
from rnncore.training.config import TrainingConfig
from rnncore.training.history import History
from rnncore.training.loop import Training

Array = np.ndarray

BATCH = 16
NETWORK, LINEAR = "network", "autoregression"


class Said(NamedTuple):
    """What each forecaster says of the whole series [n], nan where it says nothing: from every value before, and
    from the held-out end's beginning on, its own answers fed back. The keys are NETWORK, LINEAR and the naive rules;
    before a network was trained, its key is missing."""

    one_step: dict[str, Array]
    free: dict[str, Array]
    order: int                   # of the autoregression: how many readings it looks back


class Errors(NamedTuple):
    """What one forecaster errs by on the measured values of the held-out end, in the series' unit; inf if it ran
    away to numbers that are none."""

    name: str
    rmse: float                  # one step ahead
    mae: float
    free_rmse: float             # running free


def start(series: Series, proposal: Proposal, cell: str = "gru", hidden: int | None = None, seed: int = 0,
          steps: int | None = None, history: History | None = None) -> Training:
    """A training run on a series, not yet begun. `training.best` is the forecaster."""
    config = CellConfig(1, proposal.hidden if hidden is None else hidden)
    model = new_model(cell, config, None, seed, outputs=1, objective="value", task="series")
    training = TrainingConfig(steps=proposal.steps if steps is None else steps, seed=seed, batch_size=BATCH,
                              learning_rate=proposal.rate, evaluate_every=max(10, min(60, len(series.values) // 100)))
    return Training(model, Windows(series, proposal.length), training, history)


def rivals_say(series: Series) -> Said:
    """The autoregression and the naive rules on a series: what there is before any network was trained."""
    split, n = series.split, len(series.values)
    rule = autoregression.best_fit(series)
    with np.errstate(all="ignore"):          # a rule that runs away is told as such
        one_step = {LINEAR: autoregression.one_step(series, rule)}
        free = {LINEAR: _from(split, autoregression.run_free(series, rule, np.array([split - 1]),
                                                             series.held_out)[0], n)}
    one_step |= {name: _from(split, said, n) for name, said in naive_one_step(series, split).items()}
    free |= {name: _from(split, said[0], n) for name, said in
             naive_paths(series, np.array([split - 1]), series.held_out).items()}
    return Said(one_step, free, rule.order)


def beside(found: Forecast, rivals: Said) -> Said:
    """What a network's forecast says, before what its rivals say."""
    return Said({NETWORK: found.one_step} | rivals.one_step, {NETWORK: found.free_running} | rivals.free, rivals.order)


def all_say(model: Model, series: Series) -> Said:
    """The network, the autoregression and the naive rules on a series."""
    with np.errstate(all="ignore"):
        found = forecast(model, series)
    return beside(found, rivals_say(series))


def errors_of(said: Said, series: Series, filled: Array | None = None) -> list[Errors]:
    """Everyone's errors on the held-out end, in the order of `Said`."""
    asked = np.arange(len(series.values)) >= series.split
    if filled is not None:
        asked = asked & ~filled
    truth = series.values[asked]
    return [Errors(name, _finite(rmse, one_step[asked], truth), _finite(mae, one_step[asked], truth),
                   _finite(rmse, said.free[name][asked], truth)) for name, one_step in said.one_step.items()]


def strongest_naive(errors: list[Errors], free: bool = False) -> Errors:
    """The naive rule that errs least, one step ahead or running free."""
    naive = [row for row in errors if row.name not in (NETWORK, LINEAR)]
    return min(naive, key=lambda row: row.free_rmse if free else row.rmse)


def forecasts_csv(model: Model, series: Series, brought: BroughtSeries, ahead: int | None = None) -> bytes:
    """Every moment with what was measured and what each forecaster said, and `ahead` moments after the end, for which
    the network runs free (default: two seasons, twelve steps at least, no more than the held-out end).
    """
    said, n = all_say(model, series), len(series.values)
    errors = errors_of(said, series, brought.whole.filled)
    naive, free_naive = strongest_naive(errors).name, strongest_naive(errors, free=True).name
    ahead = min(max(12, 2 * series.period), series.held_out) if ahead is None else ahead
    columns = {"network_one_step": said.one_step[NETWORK], "network_free": said.free[NETWORK],
               "autoregression_one_step": said.one_step[LINEAR], "autoregression_free": said.free[LINEAR],
               f"naive_{naive}_one_step": said.one_step[naive], f"naive_{free_naive}_free": said.free[free_naive]}
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["time", "part", "value", "measured", *columns])
    for at in range(n):
        part = "training" if at < series.train_end else "validation" if at < series.split else "held out"
        rows.writerow([brought.whole.labels[at], part, f"{series.values[at]:.10g}", int(not brought.whole.filled[at]),
                       *(_number(values[at]) for values in columns.values())])
    with np.errstate(all="ignore"):
        future = run_free(model, series, np.array([n - 1]), ahead).values[0] if ahead else ()
    for label, value in zip(labels_after(brought.grid, ahead), future, strict=True):
        rows.writerow([label, "ahead", "", 0, "", _number(value), "", "", "", ""])
    return text.getvalue().encode()


def _from(start: int, values: Array, count: int) -> Array:
    whole = np.full(count, np.nan)
    whole[start:] = values
    return whole


def _finite(error, said: Array, truth: Array) -> float:
    with np.errstate(all="ignore"):
        found = error(said, truth)
    return found if np.isfinite(found) else float("inf")


def _number(value: float) -> str:
    return f"{value:.6g}" if np.isfinite(value) else ""
