"""The lag task many times over: which start remembers how far, in how many of ten seeds.

    python -m rnncore.commands.lag_sweep --out data/lag_sweep.csv

A row is written as soon as its trial is over, and trials that are in the file already are left out:
stop it and start it again as you like.
"""

import argparse
import csv
import sys
from pathlib import Path

from rnncore.numerics.blas import restart_with_one_thread
from rnncore.tasks.lag import BETA2, UPDATES
from rnncore.tasks.lag_sweep import LAGS, NAMES, SEEDS, Row, read_sweep, sweep


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


def _written(row: Row) -> list[str]:
    values = row._replace(solved="yes" if row.solved else "no", best_accuracy=f"{row.best_accuracy:.4f}")
    return [str(value) for value in values]


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.lag_sweep")
    sys.exit(main())
