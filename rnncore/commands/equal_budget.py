"""Train a vanilla network, a GRU and an LSTM of one budget on the given names.

    python -m rnncore.commands.equal_budget

writes, for the page on gated cells, the model of the first seed (`data/budget/vanilla.npz` …) and the log of all
seeds (`data/budget/log.csv`). About a minute and a half on one core. Progress goes to stderr.
"""

import dataclasses
import sys
from collections.abc import Iterable
from pathlib import Path

from rnncore.cells import CELLS
from rnncore.commands import DATA
from rnncore.commands.writing import check_files, write_table
from rnncore.data.corpus import corpus_of
from rnncore.data.names import read_names
from rnncore.files import checkpoint
from rnncore.numerics.blas import restart_with_one_thread
from rnncore.training.equal_budget import SEEDS, Row, race, recipe
from rnncore.training.evaluation import losses

NAMES = DATA / "names" / "given_names.txt"
MODELS = DATA / "budget"
LOG = MODELS / "log.csv"


def main() -> int:
    """Run all races and write what they gave. Returns the exit code: 2 for files that cannot be written."""
    try:
        check_files([LOG, *(MODELS / f"{cell}.npz" for cell in CELLS)])
    except ValueError as error:
        print(f"rnncore.commands.equal_budget: {error}", file=sys.stderr)
        return 2
    corpus = corpus_of(read_names(NAMES.read_bytes(), NAMES.stem))
    rows: list[Row] = []
    for cell in CELLS:
        for seed in SEEDS:
            run = recipe(cell, len(corpus.vocabulary), seed)
            lines, bests = zip(*race(corpus, run), strict=True)
            rows += lines
            row, best = lines[-1], bests[-1]
            print(f"{cell} of {row.hidden}, seed {seed}: {row.parameters:,} weights, {row.seconds:.1f} s, "
                  f"validation {row.validation_loss:.4f}", file=sys.stderr)
            if seed == SEEDS[0]:
                provenance = dataclasses.replace(best.provenance, recipe=run.as_dict(), scores=losses(best, corpus))
                checkpoint.save(dataclasses.replace(best, provenance=provenance), MODELS / f"{cell}.npz")
    write_log(rows, LOG)
    return 0


def write_log(rows: Iterable[Row], path: Path) -> None:
    """The log as CSV, a line per evaluation."""
    write_table(path, Row._fields, rows)


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.equal_budget")
    sys.exit(main())
