"""Train a forecaster of a time series of your own from the command line.

    python -m rnncore.commands.train_series --series sales.csv --cell gru --out model.npz --forecasts forecasts.csv

The file has a number on each line, or is a table with a column of dates (years, months, days, times of day; or
numbers in even steps) and one of numbers. What is not settled by the file is asked for by an option. How it was read
and what is proposed (season, transformation) goes to stderr; the last line on stdout is one JSON object with the
errors on the held-out end, one step ahead and running free, beside those of the naive rules and of a linear
autoregression.
"""

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

from rnncore.cells import CELLS
from rnncore.commands.writing import check_targets
from rnncore.data import moments, series_gaps, series_grid
from rnncore.data.columns import NoColumnError, column_asked
from rnncore.data.series import RULES, SeriesError
from rnncore.data.series_columns import NO_TIMES, columns_of, series_table
from rnncore.data.series_files import HOLDS, AskedSeries, BroughtSeries, series_of
from rnncore.data.text_files import text_of
from rnncore.files import archive, checkpoint
from rnncore.numerics.blas import restart_with_one_thread
from rnncore.tasks import brought_series, series_proposal
from rnncore.tasks.series_told import proposed, told
from rnncore.training.loop import Training

NAME = "rnncore.commands.train_series"


def main(arguments: list[str] | None = None) -> int:
    """Read, train, report. Returns the exit code: 2 for anything that cannot work."""
    asked = _parser().parse_args(arguments)
    try:
        check_targets({"--out": asked.out, "--forecasts": asked.forecasts})
        brought = _read(asked)
        proposal = series_proposal.propose(brought.whole.values, asked.season, asked.rule)
        series = series_proposal.series_of(brought, proposal, Path(asked.series).stem)
        print("\n".join([*told(brought), *proposed(proposal, brought)]), file=sys.stderr)
        training = brought_series.start(series, proposal, asked.cell, asked.hidden, asked.seed, asked.steps)
    except (ValueError, OSError) as error:
        print(f"{NAME}: {error}", file=sys.stderr)
        return 2
    _follow(training)
    said = brought_series.all_say(training.best, series)
    errors = brought_series.errors_of(said, series, brought.whole.filled)
    print(json.dumps(_report(training, series, errors, said.order)), flush=True)
    try:
        if asked.out:
            checkpoint.save(training.best, asked.out)
        if asked.forecasts:
            archive.write_whole(asked.forecasts, brought_series.forecasts_csv(training.best, series, brought))
    except OSError as error:
        print(f"{NAME}: the results could not be written: {error}", file=sys.stderr)
        return 2
    return 0


def _read(asked: argparse.Namespace) -> BroughtSeries:
    """The series, or an error that names the option that settles what the file does not."""
    text, encoding = text_of(Path(asked.series).read_bytes(), asked.encoding, HOLDS)
    separator = {"tab": "\t", "none": ""}.get(asked.separator, asked.separator)
    table = series_table(text, separator)
    found = columns_of(table)
    header = found.header if found else tuple(table.rows[0]) if table.rows else ()
    try:
        value = None if asked.column is None else column_asked(asked.column, header, table, "--column")
        time = (None if asked.time_column is None else NO_TIMES if asked.time_column == "none"
                else column_asked(asked.time_column, header, table, "--time-column"))
    except NoColumnError as error:
        raise SeriesError(str(error)) from None
    chosen = AskedSeries(encoding, separator, time, value, asked.decimal, asked.first, asked.repeats, asked.gaps)
    brought = series_of(table, chosen)
    given = {"--column": asked.column, "--decimal": asked.decimal, "--first": asked.first}
    for doubt in brought.doubts:
        if given[doubt.option] is None:
            raise SeriesError(doubt.sentence)
    return brought


def _follow(training: Training) -> None:
    for progress in training:
        if progress.step % 100 == 0 or training.finished:
            print(f"step {progress.step}  train {progress.train_loss:.3f}  validation {progress.validation_loss:.3f}",
                  file=sys.stderr)


def _report(training: Training, series, errors: list[brought_series.Errors], order: int) -> dict[str, Any]:
    return {"values": len(series.values), "held_out": series.held_out, "validation": series.validation,
            "season": series.period, "rule": series.rule, "chosen_step": training.best.provenance.steps,
            "autoregression_order": order,
            "errors": {row.name: {"rmse": _told(row.rmse), "mae": _told(row.mae), "free_rmse": _told(row.free_rmse)}
                       for row in errors}}


def _told(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m {NAME}", description=__doc__.split("\n\n")[0])
    add = parser.add_argument
    add("--series", required=True, metavar="FILE", help="a number per line, or a table of times and numbers")
    add("--encoding", help="of the file, such as cp1252 (default: by its mark, else UTF-8)")
    add("--separator", help="between cells: , ; tab or none (default: found)")
    add("--column", metavar="HEADER", help="the column of numbers, by header or number")
    add("--time-column", metavar="HEADER", help="the column of times, likewise; none: rows stand in order")
    add("--decimal", choices=(".", ","), help="the decimal mark (default: found)")
    add("--first", choices=(moments.DAY_FIRST, moments.MONTH_FIRST), help="in dates like 1/2/2000 (default: found)")
    add("--repeats", choices=(series_grid.FIRST, series_grid.MEAN), default=series_grid.FIRST,
        help="what is kept of a moment that stands several times (default first)")
    add("--gaps", choices=(series_gaps.LAST, series_gaps.AFTER), default=series_gaps.LAST,
        help="a missing value is read as the last one, or only what comes after the last gap is taken (default last)")
    add("--season", type=int, metavar="STEPS", help="after how many steps it repeats (default: proposed)")
    add("--rule", choices=RULES, help="what is read of each value (default: proposed)")
    add("--cell", choices=CELLS, default="gru", help="default gru")
    add("--hidden", type=int, metavar="H", help="hidden units (default 16)")
    add("--steps", type=int, help="number of batches (default 300)")
    add("--seed", type=int, default=0)
    add("--out", metavar="FILE", help="where to write the model (.npz)")
    add("--forecasts", metavar="FILE", help="where to write the forecasts (.csv)")
    return parser


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.train_series")
    sys.exit(main())
