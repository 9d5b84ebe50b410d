"""Train every shipped forecaster, and measure five seeds of each.

    python -m rnncore.commands.series_experiment

writes `data/models/series-….npz` and `data/measured/series.csv`: errors on the held-out ends, in each series' unit,
beside those of the naive rules. About half a minute on one core. Progress goes to stderr.
"""

import dataclasses
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from rnncore.cells import CELLS
from rnncore.commands import DATA
from rnncore.commands.writing import check_files, write_table
from rnncore.files import checkpoint
from rnncore.model import Model
from rnncore.numerics.blas import restart_with_one_thread
from rnncore.tasks.series_experiment import SEEDS, SHIPPED, Score, score, train

SERIES = DATA / "series"
MODELS = DATA / "models"
SCORES = DATA / "measured" / "series.csv"


def main() -> int:
    """Train and measure everything that ships. Returns the exit code: 2 for files that cannot be written."""
    try:
        check_files([SCORES, *(_model_file(key, cell) for key in SHIPPED for cell in CELLS)])
    except ValueError as error:
        print(f"rnncore.commands.series_experiment: {error}", file=sys.stderr)
        return 2
    scores: list[Score] = []
    for key in SHIPPED:
        for cell in CELLS:
            for seed in SEEDS:
                model = train(key, SERIES, cell, seed=seed)
                scores.append(score(model, key, SERIES))
                if seed == SEEDS[0]:
                    checkpoint.save(_with_scores(model, scores[-1]), _model_file(key, cell))
            own = [line for line in scores if (line.series, line.cell) == (key, cell)]
            print(f"{key}, {cell}: {np.mean([line.rmse for line in own]):.4g} {SHIPPED[key].described['unit']}, "
                  f"naive {own[0].naive_rmse:.4g}", file=sys.stderr)
    write_scores(scores, SCORES)
    return 0


def _with_scores(model: Model, found: Score) -> Model:
    told = {name: getattr(found, name) for name in ("validation_rmse", "rmse", "naive_rmse")}
    return dataclasses.replace(model, provenance=dataclasses.replace(model.provenance, scores=told))


def write_scores(scores: Iterable[Score], path: Path) -> None:
    """The table as CSV, numbers to four significant digits."""
    write_table(path, Score._fields, ([f"{x:.4g}" if isinstance(x, float) else x for x in line] for line in scores))


def _model_file(key: str, cell: str) -> Path:
    return MODELS / f"series-{key}-{cell}.npz"


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.series_experiment")
    sys.exit(main())
