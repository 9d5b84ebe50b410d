"""A brought file as a time series: its numbers in even steps of time, and what had to be assumed to read it.

Times and numbers may be written in many ways (see `moments` and `measurements`); nothing is left out in silence. What
the file does not settle by itself is a `Doubt`: a page shows what was assumed, the command line asks for the option.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncore.data import moments, series_columns
from rnncore.data.measurements import Decimal, Measured, measured
from rnncore.data.series import LONGEST, SeriesError
from rnncore.data.series_columns import NUMBERS, SeriesColumns
from rnncore.data.series_gaps import LAST, Whole, without_gaps
from rnncore.data.series_grid import FIRST, Grid, grid_of
from rnncore.data.tables import Table

Array = np.ndarray

HOLDS = "a number on each line, or a table with a column of dates and one of numbers"
MOST_ROWS = 2 * LONGEST
FEWEST = 30                  # values: a third is never learned from
LARGEST, SMALLEST = 1e100, 1e-100
NO_DATE, NOTHING, NO_NUMBER = "without a date", "with neither a date nor a number", "without a number"


class AskedSeries(NamedTuple):
    """What was chosen instead of what was found; None is as found."""

    encoding: str | None = None
    separator: str | None = None         # "" is a list
    time: int | None = None              # columns from 0; series_columns.NO_TIMES: rows stand in order
    value: int | None = None
    decimal: str | None = None           # "." or ","
    first: str | None = None             # moments.DAY_FIRST or MONTH_FIRST
    repeats: str = FIRST                 # see series_grid
    gaps: str = LAST                     # see series_gaps


class Doubt(NamedTuple):
    """What the file does not settle: the command line's option, and a sentence."""

    option: str
    sentence: str


@dataclass(frozen=True)
class BroughtSeries:
    """A series as it was read, and how."""

    title: str
    grid: Grid                           # with its gaps
    whole: Whole                         # without
    columns: SeriesColumns
    table: Table
    decimal: Decimal
    order: moments.Order | None          # of days and months, where dates have such
    cells: Measured
    left_out: dict[str, tuple[int, str]]
    asked: AskedSeries
    doubts: tuple[Doubt, ...] = ()

    @property
    def missing(self) -> int:
        """How many values the series lacks between its first and its last, rows that were not there included."""
        known = np.flatnonzero(np.isfinite(self.grid.values))
        return int((~np.isfinite(self.grid.values[known[0]:known[-1] + 1])).sum())


def series_of(table: Table, asked: AskedSeries, title: str = "") -> BroughtSeries:
    """The series in a table. Raises SeriesError for none, or one that cannot be forecast."""
    if len(table.rows) > MOST_ROWS:
        raise SeriesError(f"This file has {len(table.rows):,} rows, and a series of at most {LONGEST:,} values can be "
                          "read: bring a shorter stretch of it.")
    columns = series_columns.columns_of(table, asked.time, asked.value)
    if columns is None:
        raise SeriesError(f"This file has no column of numbers: bring {HOLDS}.")
    found = series_columns.decimal_mark(table, columns.value)
    decimal = Decimal(asked.decimal, True) if asked.decimal else found
    when, order = _moments(table, columns, asked.first)
    kept, left_out = _kept(table, columns, when)
    if not kept:
        raise SeriesError(f"This file has no column of numbers with a time beside each: bring {HOLDS}.")
    cells = measured([_cell(table, row, columns.value) for row in kept], decimal.mark)
    grid = grid_of(None if when is None else [when[row] for row in kept], cells.values, asked.repeats)
    whole = without_gaps(grid, asked.gaps)
    check_values(whole.values)
    if 3 * int(whole.filled.sum()) > len(whole.filled):
        raise SeriesError(f"More than a third of this series is missing, {int(whole.filled.sum()):,} of "
                          f"{len(whole.filled):,} values: bring a stretch with fewer gaps.")
    name = columns.header[columns.value] if columns.value < len(columns.header) else ""
    return BroughtSeries(title or name, grid, whole, columns, table, decimal, order, cells, left_out,
                         asked, tuple(_doubts(columns, decimal, order)))


def check_values(values: Array) -> None:
    """Raises SeriesError, in one sentence, for values that nothing can be learned from."""
    if not FEWEST <= len(values) <= LONGEST:
        short = len(values) < FEWEST
        raise SeriesError(f"This series is too {'short' if short else 'long'}: it has {len(values):,} values, and "
                          f"{f'at least {FEWEST} are needed' if short else f'at most {LONGEST:,} can be read'}.")
    largest, spread = float(np.abs(values).max()), float(values.max() / 2 - values.min() / 2)
    if spread == 0 or spread < 1e-12 * largest:
        raise SeriesError("All values of this series are the same: there is nothing to forecast.")
    if largest > LARGEST or spread < SMALLEST:
        raise SeriesError(f"The values of this series, up to {largest:.3g}, are too "
                          f"{'large' if largest > LARGEST else 'small'} to reckon with: bring them in another unit, "
                          "such as a power of ten of this one.")


def _moments(table: Table, columns: SeriesColumns, first: str | None) -> tuple[list | None, moments.Order | None]:
    """The moment of each row, None where there is none; and the order of days and months that they were read in."""
    if columns.time is None:
        return None, None
    cells = table.column(columns.time)
    if columns.kind == NUMBERS:
        mark = series_columns.decimal_mark(table, columns.time).mark
        return [None if value != value else value for value in measured(cells, mark).values], None
    if columns.month is not None:
        cells = [f"{year.strip()}-{month.strip()}" for year, month in
                 zip(cells, table.column(columns.month), strict=True)]
    order = moments.Order(first, True) if first else moments.order_of(cells)
    return [moments.moment_of(cell, order.first) for cell in cells], order


def _kept(table: Table, columns: SeriesColumns, when: list | None) -> tuple[list[int], dict[str, tuple[int, str]]]:
    """The numbers of the rows that belong to the series, and why others were left out, the header aside."""
    known = [_cell(table, row, columns.value) for row in range(len(table.rows))]
    numbers = [value == value for value in measured(known, ".").values]
    other = [value == value for value in measured(known, ",").values]
    is_number = [a or b for a, b in zip(numbers, other, strict=True)]
    if when is None:
        rows = [at for at, yes in enumerate(is_number) if yes]
        kept = list(range(rows[0], rows[-1] + 1)) if rows else []
        reasons = {at: NO_NUMBER for at in range(len(known)) if not rows or not rows[0] <= at <= rows[-1]}
    else:
        kept = [at for at, moment in enumerate(when) if moment is not None]
        reasons = {at: NO_DATE if is_number[at] else NOTHING for at, moment in enumerate(when) if moment is None}
    header = list(columns.header)
    left_out: dict[str, tuple[int, str]] = {}
    for at, reason in reasons.items():
        row = [cell.strip() for cell in table.rows[at]]
        if header and row == header:
            continue
        number, example = left_out.get(reason, (0, ", ".join(filter(None, row))[:60]))
        left_out[reason] = (number + 1, example)
    return kept, left_out


def _cell(table: Table, row: int, at: int) -> str:
    return table.rows[row][at] if at < len(table.rows[row]) else ""


def _doubts(columns: SeriesColumns, decimal: Decimal, order: moments.Order | None):
    if not decimal.is_sure:
        other = "," if decimal.mark == "." else "."
        yield Doubt("--decimal", f"The column of numbers does not tell whether “{other}” divides thousands or stands "
                                 f"before decimals: say which mark is the decimal one with --decimal "
                                 f"(“{decimal.mark}” is likelier).")
    if order is not None and not order.is_sure:
        yield Doubt("--first", "The dates do not tell whether the day or the month comes first: say it with --first.")
    if columns.others:
        names = [columns.header[at] if at < len(columns.header) and columns.header[at] else str(at + 1)
                 for at in (columns.value, *columns.others)]
        yield Doubt("--column", f"This table has several columns of numbers ({', '.join(names[:12])}): choose one "
                                "with --column.")
