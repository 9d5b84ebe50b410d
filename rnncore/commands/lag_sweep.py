"""The lag task many times over: which start remembers how far, in how many of ten seeds.

    python -m rnncore.commands.lag_sweep --out data/lag_sweep.csv

A row is written as soon as its trial is over, and trials that are in the file already are left out:
stop it and start it again as you like.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from rnncore.numerics.blas import restart_with_one_thread
from rnncore.tasks.lag import BETA2, UPDATES, Start, log_lag, run

LAGS = (100, 50, 10, 20, 200)
SEEDS = 10


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

    @property
    def key(self) -> tuple[int, str, int, float]:
        """What makes it a trial of its own."""
        return self.lag, self.start, self.seed, self.beta2


def starts(lag: int) -> dict[str, Start]:
    """The starts that are compared. A gate's bias is the cell's usual one, or ln T."""
    log = log_lag(lag)
    return {
        "vanilla_orthogonal": Start("vanilla"),
        "vanilla_uniform": Start("vanilla", initialisation="uniform"),
        "gru_usual": Start("gru"),
        "gru_keep": Start("gru", keep=log),
        "lstm_usual": Start("lstm"),
        "lstm_keep": Start("lstm", keep=log),
        "lstm_keep_write": Start("lstm", keep=log, write=-log),
    }


NAMES = tuple(starts(1))


def read_sweep(path: str | Path) -> list[Row]:
    """The rows of a sweep, in the order they were written. Raises OSError or ValueError."""
    with open(path, newline="", encoding="utf-8") as file:
        return [Row(int(row["lag"]), row["start"], int(row["seed"]), row["solved"] == "yes",
                    int(row["updates"]), int(row["sequences"]), float(row["best_accuracy"]), int(row["budget"]),
                    float(row["beta2"]))
                for row in csv.DictReader(file)]


def sweep(lags: Iterable[int], seeds: int, updates: int, beta2: float, names: Iterable[str] = NAMES,
          done: set[tuple[int, str, int, float]] = frozenset()) -> Iterator[Row]:
    """Every trial whose `Row.key` is not `done`, seed after seed, so that a part of it is fair too."""
    for lag in lags:
        for seed in range(seeds):
            for name in names:
                if (lag, name, seed, beta2) not in done:
                    *_, end = run(lag, starts(lag)[name], seed, updates, beta2)
                    yield Row(lag, name, seed, end.solved, end.updates, end.sequences, end.best, updates, beta2)


def _written(row: Row) -> list[str]:
    values = row._replace(solved="yes" if row.solved else "no", best_accuracy=f"{row.best_accuracy:.4f}")
    return [str(value) for value in values]


def main(arguments: list[str] | None = None) -> int:
    """Parse, run what is missing, write. Returns the exit code: 2 for anything that cannot work."""
    parser = argparse.ArgumentParser(prog="python -m rnncore.commands.lag_sweep", description=__doc__.split("\n\n")[0])
    parser.add_argument("--out", required=True, metavar="FILE", help="the table, a CSV; what it has is not run again")
    parser.add_argument("--lags", type=int, nargs="+", default=LAGS, metavar="T", help="default 100 50 10 20 200")
    parser.add_argument("--starts", nargs="+", choices=NAMES, default=NAMES, help="default all of them")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="trials of each kind (default 10)")
    parser.add_argument("--beta2", type=float, default=BETA2, help=f"Adam's second constant (default {BETA2})")
    parser.add_argument("--updates", type=int, default=UPDATES, help=f"budget of a trial (default {UPDATES})")
    asked = parser.parse_args(arguments)
    out = Path(asked.out)
    try:
        rows = read_sweep(out) if out.exists() else []
        if any(row.budget != asked.updates for row in rows):
            raise ValueError(f"{out} was made with another budget: choose another file.")
        with open(out, "a", newline="", encoding="utf-8") as file:
            table = csv.writer(file, lineterminator="\n")
            if not rows:
                table.writerow(Row._fields)
            for row in sweep(asked.lags, asked.seeds, asked.updates, asked.beta2, asked.starts,
                             {row.key for row in rows}):
                table.writerow(_written(row))
                file.flush()
                print(*_written(row), file=sys.stderr)
    except (OSError, ValueError, KeyError) as error:
        print(f"rnncore.commands.lag_sweep: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.lag_sweep")
    sys.exit(main())
