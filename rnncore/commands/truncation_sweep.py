"""Truncated backprop through time with one cut after another: losses and horizons on streams of held-out names.

    python -m rnncore.commands.truncation_sweep --names data/names/given_names.txt --out data/measured/truncation.csv

A row is written as soon as its network is trained, and networks that are in the file already are left out: stop it
and start it again as you like.
"""

import argparse
import csv
import sys
from pathlib import Path

from rnncore.cells import CELLS
from rnncore.commands.writing import check_targets
from rnncore.data.corpus import corpus_of
from rnncore.data.names import NamesError, read_names
from rnncore.numerics.blas import restart_with_one_thread
from rnncore.training.truncation_sweep import CUTS, SEEDS, STEPS, Row, read_rows, sweep

NAME = "rnncore.commands.truncation_sweep"


def main(arguments: list[str] | None = None) -> int:
    """Parse, train what is missing, write. Returns the exit code: 2 for anything that cannot work."""
    asked = _parser().parse_args(arguments)
    out = Path(asked.out)
    try:
        check_targets({"--out": asked.out})
        corpus = corpus_of(read_names(Path(asked.names).read_bytes(), Path(asked.names).stem))
        known = read_rows(out) if out.exists() else []
        if any(row.steps != asked.steps for row in known):
            raise ValueError(f"{out} was made with another number of steps: choose another file.")
        with out.open("a", newline="", encoding="utf-8") as file:
            lines = csv.writer(file, lineterminator="\n")
            if not known:
                lines.writerow(Row._fields)
            for row in sweep(corpus, asked.cuts, asked.seeds, asked.cells, asked.steps, {row.key for row in known}):
                lines.writerow(row)
                file.flush()
                print(*row, file=sys.stderr)
    except (NamesError, OSError, ValueError, KeyError) as error:
        print(f"{NAME}: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog=f"python -m {NAME}", description=__doc__.split("\n\n")[0])
    made.add_argument("--names", required=True, metavar="FILE", help="the list")
    made.add_argument("--out", required=True, metavar="FILE", help="the table, a CSV; what it has is not run again")
    made.add_argument("--cuts", type=int, nargs="+", default=CUTS, metavar="K",
                      help=f"default {' '.join(map(str, CUTS))}")
    made.add_argument("--seeds", type=int, nargs="+", default=SEEDS, help=f"default {' '.join(map(str, SEEDS))}")
    made.add_argument("--cells", nargs="+", choices=tuple(CELLS), default=tuple(CELLS), help="default all of them")
    made.add_argument("--steps", type=int, default=STEPS, help=f"updates of each network (default {STEPS:,})")
    return made


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.truncation_sweep")
    sys.exit(main())
