"""The lag task many times over: which start remembers how far, in how many of ten seeds.

`rnncore.commands.lag_sweep` runs the trials and writes the table; here are the starts, a trial, and the table's reader.
"""

import csv
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import NamedTuple

from rnncore.tasks.lag import RATE, Start, Trial, log_lag, run

LAGS = (100, 50, 10, 20, 200)
SEEDS = 10
Key = tuple[int, str, int, float, float]


class Row(NamedTuple):
    """One trial of the sweep, as it stands in the file."""

    lag: int
    start: str            # a key of `starts`
    seed: int
    solved: bool
    updates: int          # until it was solved, or the whole budget
    sequences: int        # the same in sequences
    best_accuracy: float  # share of right answers at the best check
    budget: int           # updates that were allowed
    beta2: float          # Adam's
    rate: float           # the learning rate

    @property
    def key(self) -> "Key":
        """What makes it a trial of its own."""
        return self.lag, self.start, self.seed, self.beta2, self.rate


def starts(lag: int) -> dict[str, Start]:
    """The starts that are compared. A gate's bias is the cell's usual one, ln T, or chrono's with T_max = T.

    `vanilla_identity` is the IRNN of Le, Jaitly & Hinton 2015: W_hh = I, b_h = 0, ReLU.
    """
    log = log_lag(lag)
    return {
        "vanilla_orthogonal": Start("vanilla"),
        "vanilla_uniform": Start("vanilla", initialisation="uniform"),
        "vanilla_identity": Start("vanilla", initialisation="identity", activation="relu"),
        "gru_usual": Start("gru"),
        "gru_keep": Start("gru", keep=log),
        "lstm_usual": Start("lstm"),
        "lstm_keep": Start("lstm", keep=log),
        "lstm_keep_write": Start("lstm", keep=log, write=-log),
        "gru_chrono": Start("gru", longest=lag),
        "lstm_chrono": Start("lstm", longest=lag),
    }


NAMES = tuple(starts(1))


def read_sweep(path: str | Path) -> list[Row]:
    """The rows of a sweep, in the order they were written. Raises OSError or ValueError."""
    with open(path, newline="", encoding="utf-8") as file:
        return [Row(int(row["lag"]), row["start"], int(row["seed"]), row["solved"] == "yes",
                    int(row["updates"]), int(row["sequences"]), float(row["best_accuracy"]), int(row["budget"]),
                    float(row["beta2"]), float(row["rate"]))
                for row in csv.DictReader(file)]


def sweep(lags: Iterable[int], seeds: int, updates: int, beta2: float, names: Iterable[str] = NAMES,
          done: Set[Key] = frozenset(), rate: float = RATE) -> Iterator[Row]:
    """Every trial whose `Row.key` is not `done`, seed after seed, so that a part of it is fair too."""
    for lag in lags:
        for seed in range(seeds):
            for name in names:
                if (lag, name, seed, beta2, rate) not in done:
                    *_, end = run(lag, starts(lag)[name], seed, updates, beta2, rate)
                    yield row_of(end, name, updates, beta2, rate)


def row_of(trial: Trial, name: str, updates: int, beta2: float, rate: float) -> Row:
    """The row of a trial that has ended; `name` is the key of its start."""
    return Row(trial.lag, name, trial.seed, trial.solved, trial.updates, trial.sequences, trial.best, updates, beta2,
               rate)
