"""What comes next: a trained network's forecast of a series, beside rules that need no network.

    one step ahead   at every step the true past is fed; only the very next value is asked for
    free-running     from a given moment on, the network's own answer is its next input

A forecast made at `origin` has seen y_0 … y_origin and nothing after it. Arrays over the whole series
are aligned with it: index t belongs to y_t, and nan stands where nothing can be said.
"""

from typing import Any, NamedTuple

import numpy as np

from rnncore.data.batches import Batch
from rnncore.data.packing import full
from rnncore.data.series import FIRST, Series
from rnncore.model import Model
from rnncore.network import forward
from rnncore.readout import logits
from rnncore.sequence import unroll

Array = np.ndarray


class Forecast(NamedTuple):
    """A network's view of a whole series. `n` values, `H` hidden units."""

    one_step: Array          # [n] the forecast of y_t from all values before it
    free_running: Array      # [n] the same from the held-out end's beginning on, own output fed back
    states: Array            # [n, H] the memory that said `one_step`
    free_states: Array       # [n, H] the memory that said `free_running`
    trace: Any               # the cell's Step over all readings of the true series, [n - 1, H]


class Paths(NamedTuple):
    """Free runs from many moments at once: [origins, steps] values and [origins, steps, H] memories."""

    values: Array
    states: Array


def forecast(model: Model, series: Series) -> Forecast:
    """Let `model` read the whole series, and let it run free over the held-out end.

    Raises ValueError for a model that reads or says something other than one number.
    """
    n, H = len(series.values), model.config.hidden_size
    trace, said = _read_all(model, series)
    one_step, free = np.full(n, np.nan), np.full(n, np.nan)
    states, free_states = np.full((n, H), np.nan), np.full((n, H), np.nan)
    one_step[FIRST:] = series.undo(said, series.values[FIRST - 1:-1])
    states[FIRST:] = trace.h[:-1]
    paths = _run_free(model, series, trace, np.array([series.split - 1]), series.held_out)
    free[series.split:], free_states[series.split:] = paths.values[0], paths.states[0]
    return Forecast(one_step, free, states, free_states, trace)


def run_free(model: Model, series: Series, origins: Array, steps: int, trace: Any = None) -> Paths:
    """Forecasts of `steps` values from each of `origins`: the true past up to there, then own output.

    `trace` is the one that `forecast` gave for this model and series; it saves reading them again.
    """
    if trace is None:
        trace, _ = _read_all(model, series)
    return _run_free(model, series, trace, np.asarray(origins), steps)


def naive_paths(series: Series, origins: Array, steps: int) -> dict[str, Array]:
    """Four rules that need no training: [origins, steps] each, from values up to the origin only.

        last      the last value, for ever             y_o
        trend     the last step again and again        y_o + k (y_o - y_{o-1})
        season    as one period ago                    y_{o+k-mP}
        steps     the last value, and from there       y_o + y_{o+k-mP} - y_{o-mP}
                  the steps of one period ago

    k = 1 … steps, P the series' period, and m the smallest whole number with k <= mP. Raises
    ValueError for an origin with less than that before it.
    """
    o, k = np.asarray(origins)[:, None], np.arange(1, steps + 1)
    y, back = series.values, -(-k // series.period) * series.period
    if (o - back).min() < 0 or o.min() < 1:
        raise ValueError("There is not enough before this moment.")
    return {
        "last": np.repeat(y[o], steps, axis=1),
        "trend": y[o] + k * (y[o] - y[o - 1]),
        "season": y[o + k - back],
        "steps": y[o] + y[o + k - back] - y[o - back],
    }


def naive_one_step(series: Series, first: int) -> dict[str, Array]:
    """The naive rules' forecasts of y_first … y_{n-1}, each from all values before it."""
    origins = np.arange(first - 1, len(series.values) - 1)
    return {name: paths[:, 0] for name, paths in naive_paths(series, origins, 1).items()}


def strongest(naive: dict[str, Array], truth: Array) -> str:
    """The naive rule that errs least (root mean square) on this very stretch: the hardest to beat."""
    return min(naive, key=lambda name: rmse(naive[name], truth))


def rmse(said: Array, truth: Array) -> float:
    """Root mean square error, in the series' unit."""
    return float(np.sqrt(np.mean(np.square(said - truth))))


def mae(said: Array, truth: Array) -> float:
    """Mean absolute error, in the series' unit."""
    return float(np.mean(np.abs(said - truth)))


def horizon_errors(model: Model, series: Series, steps: int) -> dict[str, Array]:
    """Root mean square error against how far ahead, [steps] each: the network ("free") and the naive rules.

    Forecasts start at every moment of the held-out end (and the one before it) from which `steps`
    values are still known: the same moments for every distance.
    """
    origins = np.arange(series.split - 1, len(series.values) - steps)
    if len(origins) < 1:
        raise ValueError(f"The held-out end has only {series.held_out} values.")
    truth = series.values[origins[:, None] + np.arange(1, steps + 1)]
    said = {"free": run_free(model, series, origins, steps).values, **naive_paths(series, origins, steps)}
    return {name: np.sqrt(np.mean(np.square(paths - truth), axis=0)) for name, paths in said.items()}


def _read_all(model: Model, series: Series) -> tuple[Any, Array]:
    """The trace over all readings, and the answers to all but the last: [n - 2] readings foretold."""
    if model.config.input_size != 1 or model.outputs != 1 or model.objective != "value":
        raise ValueError("This network does not read and foretell one number at a time.")
    inputs = series.readings.astype(model.dtype)[:, None]
    found = forward(model.cell_module, model.config, model.weights, Batch(inputs, inputs, full(len(inputs), 1)))
    return found.trace, found.logits[:-1, 0].astype(np.float64)


def _run_free(model: Model, series: Series, trace: Any, origins: Array, steps: int) -> Paths:
    """Go on from the states after `origins`; all free runs are one batch."""
    cell = model.cell_module
    state = cell.State(*(getattr(trace, name)[origins - 1] for name in cell.State._fields))
    before = series.values[origins]
    values = np.empty((len(origins), steps))
    states = np.empty((len(origins), steps, model.config.hidden_size))
    for k in range(steps):
        states[:, k] = state.h
        answer = logits(model.readout, state.h)[:, 0].astype(np.float64)
        values[:, k] = series.undo(answer, before)
        read = series.read(values[:, k], before).astype(model.dtype)
        before = values[:, k]
        projected = cell.project_inputs(model.params, read[None, :, None])
        step = unroll(cell, model.params, projected, state, activation=model.config.activation)
        state = cell.State(*(getattr(step, name)[0] for name in cell.State._fields))
    return Paths(values, states)
