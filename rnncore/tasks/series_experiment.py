"""The series that ship, how each is read and learned, and how good the forecasts are.

Rules, sizes and rates were chosen on the validation part; the held-out end was only measured. `folder` is where
the series lie, one CSV each. `rnncore.commands.series_experiment` trains them all and writes the table of scores.
"""

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from rnncore.cells import CellConfig
from rnncore.data.series import Series, read_csv
from rnncore.data.series_windows import Windows
from rnncore.model import Model, new_model
from rnncore.tasks.forecasting import forecast, mae, naive_one_step, naive_paths, rmse, strongest
from rnncore.training.config import TrainingConfig
from rnncore.training.history import History
from rnncore.training.loop import Training

SEEDS = (0, 1, 2, 3, 4)
BATCH = 16


class Plan(NamedTuple):
    """How a shipped series is cut and read (fields of `Series`), and how a network learns it."""

    described: dict[str, str | int]
    source: str
    length: int              # of a window
    steps: int               # of training
    rate: float
    hidden: int = 16


def _described(title: str, unit: str, rule: str, period: int, validation: int, held_out: int) -> dict[str, str | int]:
    return {"title": title, "unit": unit, "rule": rule, "period": period, "validation": validation,
            "held_out": held_out}


SHIPPED: dict[str, Plan] = {
    "sunspots": Plan(_described("Sunspots", "sunspot number", "root", 11, 60, 60),
                     "WDC-SILSO, Royal Observatory of Belgium, Brussels", length=44, steps=250, rate=0.005),
    "carbon_dioxide": Plan(_described("Carbon dioxide", "ppm", "step", 12, 96, 120),
                           "NOAA Global Monitoring Laboratory and Scripps Institution of Oceanography",
                           length=48, steps=300, rate=0.03),
    "lynx": Plan(_described("Lynx", "lynx", "log", 10, 20, 24), "Elton and Nicholson 1942", length=30, steps=150,
                 rate=0.03),
    "airline": Plan(_described("Airline passengers", "thousand passengers", "ratio", 12, 24, 24),
                    "Box and Jenkins 1976", length=24, steps=300, rate=0.02),
}


class Score(NamedTuple):
    """One line of the table: one network's errors on the held-out end, and those of the strongest naive rule."""

    series: str
    cell: str
    hidden: int
    seed: int
    best_step: int               # at which the validation error was lowest
    validation_rmse: float       # one step ahead, like the two below
    rmse: float
    mae: float
    naive: str                   # the rule that errs least one step ahead on the held-out end
    naive_rmse: float
    naive_mae: float             # of that rule
    free_rmse: float             # from the held-out end's beginning to its end, own output fed back
    free_naive: str
    free_naive_rmse: float


@lru_cache
def shipped(key: str, folder: Path) -> Series:
    """The series in `folder` that SHIPPED describes; read once per process. Raises KeyError for any other name."""
    plan = SHIPPED[key]
    return read_csv((folder / f"{key}.csv").read_bytes(), **plan.described)


def start(key: str, folder: Path, cell: str = "gru", hidden: int | None = None, seed: int = 0,
          history: History | None = None) -> Training:
    """A training run on a shipped series, not yet begun. `training.best` is the forecaster."""
    plan = SHIPPED[key]
    model = new_model(cell, CellConfig(1, hidden or plan.hidden), None, seed, outputs=1, objective="value",
                      task="series")
    config = TrainingConfig(steps=plan.steps, seed=seed, batch_size=BATCH, learning_rate=plan.rate, evaluate_every=10)
    return Training(model, Windows(shipped(key, folder), plan.length), config, history)


def train(key: str, folder: Path, cell: str = "gru", hidden: int | None = None, seed: int = 0) -> Model:
    """A forecaster: the weights that did best on the validation part."""
    training = start(key, folder, cell, hidden, seed)
    for _ in training:
        pass
    return training.best


def score(model: Model, key: str, folder: Path) -> Score:
    """Measure a forecaster on the stretch it was chosen on and on the held-out end."""
    series = shipped(key, folder)
    said, split = forecast(model, series), series.split
    truth, chosen_on = series.values[split:], slice(series.train_end, split)
    naive = naive_one_step(series, split)
    free = {name: paths[0] for name, paths in naive_paths(series, [split - 1], series.held_out).items()}
    best, best_free = strongest(naive, truth), strongest(free, truth)
    return Score(key, model.cell, model.config.hidden_size, model.provenance.seed, model.provenance.steps,
                 rmse(said.one_step[chosen_on], series.values[chosen_on]),
                 rmse(said.one_step[split:], truth), mae(said.one_step[split:], truth),
                 best, rmse(naive[best], truth), mae(naive[best], truth),
                 rmse(said.free_running[split:], truth), best_free, rmse(free[best_free], truth))


def read_scores(path: Path) -> list[Score]:
    """A table that `rnncore.commands.series_experiment` wrote, line by line."""
    kinds = Score.__annotations__
    with path.open(newline="") as file:
        return [Score(**{name: kinds[name](line[name]) for name in Score._fields}) for line in csv.DictReader(file)]
