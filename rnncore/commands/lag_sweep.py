"""The lag task many times over: which start remembers how far, in how many of ten seeds.

    python -m rnncore.commands.lag_sweep --out data/measured/lag_sweep.csv

A row is written as soon as its trial is over, and trials that are in the file already are left out:
stop it and start it again as you like.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rnncore.commands.writing import check_targets
from rnncore.numerics.blas import restart_with_one_thread
from rnncore.tasks.lag import BETA2, RATE, UPDATES
from rnncore.tasks.lag_sweep import LAGS, NAMES, SEEDS, Row, read_sweep, sweep


def main(arguments: list[str] | None = None) -> int:
    """Parse, run what is missing, write. Returns the exit code: 2 for anything that cannot work."""
    asked = parser("rnncore.commands.lag_sweep", __doc__).parse_args(arguments)
    try:
        check_targets({"--out": asked.out})
        rows = known_rows(Path(asked.out), asked.updates)
        with table(Path(asked.out), is_new=not rows) as add:
            for row in sweep(asked.lags, asked.seeds, asked.updates, asked.beta2, asked.starts,
                             {row.key for row in rows}, asked.rate):
                add(row)
    except (OSError, ValueError, KeyError) as error:
        print(f"rnncore.commands.lag_sweep: {error}", file=sys.stderr)
        return 2
    return 0


def parser(program: str, about: str) -> argparse.ArgumentParser:
    """What a sweep can be asked."""
    made = argparse.ArgumentParser(prog=f"python -m {program}", description=about.split("\n\n")[0])
    made.add_argument("--out", required=True, metavar="FILE", help="the table, a CSV; what it has is not run again")
    made.add_argument("--lags", type=int, nargs="+", default=LAGS, metavar="T", help="default 100 50 10 20 200")
    made.add_argument("--starts", nargs="+", choices=NAMES, default=NAMES, help="default all of them")
    made.add_argument("--seeds", type=int, default=SEEDS, help="trials of each kind (default 10)")
    made.add_argument("--beta2", type=float, default=BETA2, help=f"Adam's second constant (default {BETA2})")
    made.add_argument("--rate", type=float, default=RATE, help=f"Adam's learning rate (default {RATE})")
    made.add_argument("--updates", type=int, default=UPDATES, help=f"budget of a trial (default {UPDATES})")
    return made


def known_rows(out: Path, updates: int) -> list[Row]:
    """What a table has already. Raises OSError, or ValueError for one that was made with another budget."""
    rows = read_sweep(out) if out.exists() else []
    if any(row.budget != updates for row in rows):
        raise ValueError(f"{out} was made with another budget: choose another file.")
    return rows


@contextmanager
def table(out: Path, is_new: bool) -> Iterator[Callable[[Row], None]]:
    """A function that adds a row to a table, at once, and tells it on stderr."""
    with out.open("a", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        if is_new:
            lines.writerow(Row._fields)

        def add(row: Row) -> None:
            lines.writerow(_written(row))
            file.flush()
            print(*_written(row), file=sys.stderr)

        yield add


def _written(row: Row) -> list[str]:
    values = row._replace(solved="yes" if row.solved else "no", best_accuracy=f"{row.best_accuracy:.4f}")
    return [str(value) for value in values]


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.lag_sweep")
    sys.exit(main())
