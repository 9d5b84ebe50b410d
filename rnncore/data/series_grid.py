"""Moments and values as a series in even steps: sorted, each moment once, what is missing in its place."""

import datetime
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from rnncore.data.moments import Moment

Array = np.ndarray

FIRST, MEAN = "first", "mean"                # what is kept of a moment that stands several times
MOST_INSERTED = 0.25                         # share of moments without a row; with more there is no even step
NEARLY_ALL = 0.8
ROWS, STEPS, MONTH = "row", "step", "month"
_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_FORMS = {"year": "%Y", "quarter": "%Y-%m", "month": "%Y-%m", "week": "%Y-%m-%d", "day": "%Y-%m-%d"}


class Grid(NamedTuple):
    """A series in order. `values` [n] has nan where nothing was measured."""

    labels: tuple[str, ...]      # [n] how each moment is written
    times: Array                 # [n] in years where moments are dates, else as numbered
    values: Array
    step: str                    # "year", "month", … "second", or "step" of a numbered series, or "row"
    steps: int                   # so many of them from one value to the next
    was_sorted: bool
    repeated: tuple[int, str]    # rows whose moment stood before: how many, an example of a moment with its values
    inserted: int                # moments between the first and the last that had no row
    is_even: bool                # False: moments are far from even steps, and rows are taken as they follow each other


def grid_of(moments: Sequence[Moment | float] | None, values: Sequence[float], repeats: str = FIRST) -> Grid:
    """The series of these rows; `moments` None means that they stand in order. Raises ValueError for no row."""
    if not len(values):
        raise ValueError("There is no row.")
    if moments is None:
        n = len(values)
        return Grid(tuple(map(str, range(1, n + 1))), np.arange(n, dtype=float), np.array(values, dtype=float), ROWS, 1,
                    True, (0, ""), 0, True)
    was_sorted = all(a <= b for a, b in pairwise(moments))
    single, found, repeated = _each_once(moments, values, repeats)
    counted, step, steps = _counted(single)
    places, is_even = _places(counted, steps)
    whole = np.full(places[-1] + 1, np.nan)
    whole[places] = found
    labels, times = _written(single, places, step, steps if is_even else 0)
    if repeated[1]:
        at = moments.index(repeated[1])
        example = _label(moments[at], step), [value for moment, value in zip(moments, values, strict=True)
                                              if moment == repeated[1]]
        repeated = (repeated[0], f"{example[0]}: {', '.join(f'{value:g}' for value in example[1][:3])}")
    return Grid(labels, times, whole, step, steps, was_sorted, (repeated[0], repeated[1] or ""),
                len(whole) - len(found), is_even)


def labels_after(grid: Grid, count: int) -> list[str]:
    """How the next moments after a series are written; +1, +2, … where its rows have no even steps."""
    last = grid.labels[-1]
    if grid.step == ROWS:
        return [str(int(last) + k) for k in range(1, count + 1)]
    if not grid.is_even:
        return [f"+{k}" for k in range(1, count + 1)]
    if grid.step == STEPS:
        step = grid.times[-1] - grid.times[-2]
        return [f"{grid.times[-1] + k * step:.10g}" for k in range(1, count + 1)]
    begin = datetime.datetime.strptime(last, _form(grid.step))
    return [_label(_later(begin, k * grid.steps, grid.step), grid.step) for k in range(1, count + 1)]


def _each_once(moments: Sequence, values: Sequence[float], repeats: str) -> tuple[list, list[float], tuple]:
    """Sorted moments, one value each, and how many rows repeated one, with the first such moment."""
    found: dict = {}
    for moment, value in zip(moments, values, strict=True):
        found.setdefault(moment, []).append(value)
    again = [moment for moment, several in found.items() if len(several) > 1]
    kept = {}
    for moment, several in found.items():
        finite = [value for value in several if value == value]
        kept[moment] = (sum(finite) / len(finite) if repeats == MEAN else finite[0]) if finite else np.nan
    single = sorted(kept)
    return single, [kept[moment] for moment in single], (len(values) - len(found), again[0] if again else "")


def _counted(single: list) -> tuple[list[float], str, int]:
    """Each moment as a number, and in which unit and how large the commonest step between them is."""
    if not isinstance(single[0], datetime.datetime):
        steps = np.diff(np.array(single, dtype=float))
        usual = float(np.median(steps)) if steps.size else 1.0
        return [(number - single[0]) / usual for number in single], STEPS, 1
    is_monthly = len({moment.day for moment in single}) == 1 or all(_ends_a_month(moment) for moment in single)
    if is_monthly and all(moment.time() == datetime.time() for moment in single):
        months = [moment.year * 12 + moment.month for moment in single]
        unit, steps = _unit(_commonest(months), _MONTHS)
        return [(month - months[0]) / _MONTHS[unit] for month in months], unit, steps
    seconds = [round((moment - single[0]).total_seconds()) for moment in single]
    unit, steps = _unit(_commonest(seconds), _SECONDS)
    return [second / _SECONDS[unit] for second in seconds], unit, steps


def _commonest(numbers: list[int]) -> int:
    return Counter(b - a for a, b in pairwise(numbers)).most_common(1)[0][0] if numbers[1:] else 1


def _unit(step: int, units: dict[str, int]) -> tuple[str, int]:
    """The largest unit that a step is a whole number of."""
    name = max((name for name, size in units.items() if step % size == 0), key=units.__getitem__)
    return name, step // units[name]


def _places(counted: list[float], steps: int) -> tuple[Array, bool]:
    """The place of each moment in even steps; one after the other where there are none."""
    exact = np.array(counted) / steps
    places = np.rint(exact).astype(np.int64)
    apart = np.diff(places)
    inserted = places[-1] + 1 - len(places)
    fits = np.abs(exact - places) < 0.2
    is_even = bool(fits.all() and (apart > 0).all() and inserted <= MOST_INSERTED * len(places))
    return (places if is_even else np.arange(len(places))), is_even


def _written(single: list, places: Array, step: str, steps: int) -> tuple[tuple[str, ...], Array]:
    """Labels and times of all places; `steps` 0 where each place has a moment of its own."""
    if len(places) == places[-1] + 1:
        every = single
    elif isinstance(single[0], datetime.datetime):
        known = dict(zip(places.tolist(), single, strict=True))
        every = [known.get(at) or _later(single[0], at * steps, step) for at in range(places[-1] + 1)]
    else:
        every = np.interp(np.arange(places[-1] + 1), places, single).tolist()
    return tuple(_label(moment, step) for moment in every), np.array([_time(moment) for moment in every])


def _later(moment: Moment, steps: int, step: str) -> Moment:
    if step not in _MONTHS:
        return moment + datetime.timedelta(seconds=steps * _SECONDS[step])
    months = moment.year * 12 + moment.month - 1 + steps * _MONTHS[step]
    return Moment(months // 12, months % 12 + 1, min(moment.day, 28))


def _label(moment: Moment | float, step: str) -> str:
    if not isinstance(moment, datetime.datetime):
        return f"{moment:.10g}"
    return moment.strftime(_form(step))


def _form(step: str) -> str:
    return _FORMS.get(step, "%Y-%m-%d %H:%M:%S" if step == "second" else "%Y-%m-%d %H:%M")


def _time(moment: Moment | float) -> float:
    """A date in years, a number as it is."""
    if not isinstance(moment, datetime.datetime):
        return float(moment)
    begin = Moment(moment.year, 1, 1)
    if moment.day == 1 and moment.time() == datetime.time():
        return moment.year + (moment.month - 1) / 12
    return moment.year + (moment - begin).total_seconds() / (366 * 86_400 if moment.year % 4 == 0 else 365 * 86_400)


def _ends_a_month(moment: Moment) -> bool:
    return (moment + datetime.timedelta(days=1)).day == 1
