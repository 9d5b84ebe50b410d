"""A series without gaps: from its first to its last value, or only what comes after its last gap."""

from typing import NamedTuple

import numpy as np

from rnncore.data.series_grid import Grid

Array = np.ndarray

LAST, AFTER = "last", "after"                # what is done where a value is missing


class Whole(NamedTuple):
    """A series without gaps. `filled` [n] says which values were not measured."""

    labels: tuple[str, ...]
    times: Array
    values: Array
    filled: Array
    cut: int                 # values at the beginning that were left away


def without_gaps(grid: Grid, gaps: str = LAST) -> Whole:
    """The series from its first to its last value: a missing one is read as the last before it, which no forecast
    could know better (LAST), or only the stretch after the last gap is taken (AFTER)."""
    known = np.flatnonzero(np.isfinite(grid.values))
    if not known.size:
        return Whole((), grid.times[:0], grid.values[:0], np.zeros(0, bool), 0)
    begin, end = int(known[0]), int(known[-1]) + 1
    missing = np.flatnonzero(~np.isfinite(grid.values[begin:end]))
    if gaps == AFTER and missing.size:
        begin += int(missing[-1]) + 1
    values = grid.values[begin:end]
    filled = ~np.isfinite(values)
    last = np.maximum.accumulate(np.where(filled, 0, np.arange(len(values))))
    return Whole(grid.labels[begin:end], grid.times[begin:end], values[last], filled, begin)
