"""Rows in even steps of time: sorted, each once, gaps in their place."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.data.series_gaps import AFTER, LAST, without_gaps
from rnncore.data.series_grid import MEAN, Grid, grid_of, labels_after

JANUARY = datetime.datetime(2000, 1, 1)
STEPS = {"second": datetime.timedelta(seconds=1), "minute": datetime.timedelta(minutes=1),
         "hour": datetime.timedelta(hours=1), "day": datetime.timedelta(days=1), "week": datetime.timedelta(weeks=1)}


def month(at, day=1):
    return datetime.datetime(2000 + at // 12, at % 12 + 1, day)


@given(st.sampled_from(list(STEPS)), st.permutations(range(40)), st.integers(1, 3))
def test_rows_in_any_order_give_one_series(unit, order, apart):
    rows = [JANUARY + apart * at * STEPS[unit] for at in order]
    grid = grid_of(rows, [float(at) for at in order])
    assert grid.values.tolist() == list(range(40)) and (grid.step, grid.steps) == (unit, apart)
    assert len(set(grid.labels)) == 40 and (np.diff(grid.times) > 0).all()
    assert grid.was_sorted == (order == sorted(order))


@given(st.sets(st.integers(1, 58), max_size=10))
def test_a_moment_without_a_row_is_a_gap_in_its_place(gone):
    kept = [at for at in range(60) if at not in gone]
    grid = grid_of([month(at) for at in kept], [float(at) for at in kept])
    assert grid.inserted == len(gone) and set(np.flatnonzero(np.isnan(grid.values))) == gone
    assert grid.labels == tuple(f"{2000 + at // 12}-{at % 12 + 1:02}" for at in range(60))


@pytest.mark.parametrize(("months", "step", "steps"), [(1, "month", 1), (3, "quarter", 1), (12, "year", 1),
                                                      (2, "month", 2)])
def test_months_are_no_even_number_of_days_and_even_still(months, step, steps):
    grid = grid_of([month(at * months) for at in range(40)], range(40))
    assert (grid.step, grid.steps, grid.inserted, grid.is_even) == (step, steps, 0, True)


def test_the_ends_of_months_are_even_too():
    ends = [month(at) - datetime.timedelta(days=1) for at in range(1, 41)]
    assert grid_of(ends, range(40)).step == "month"


def test_working_days_follow_each_other_as_they_come():
    days = [JANUARY + datetime.timedelta(days=at) for at in range(100)]
    working = [day for day in days if day.weekday() < 5]
    grid = grid_of(working, range(len(working)))
    assert not grid.is_even and grid.inserted == 0 and len(grid.values) == len(working)


def test_a_moment_that_stands_twice_is_kept_once():
    rows, values = [month(0), month(1), month(1), month(2)], [1.0, 2.0, 4.0, 5.0]
    assert grid_of(rows, values).values.tolist() == [1, 2, 5]
    assert grid_of(rows, values, MEAN).values.tolist() == [1, 3, 5]
    assert grid_of(rows, values).repeated == (1, "2000-02: 2, 4")
    assert grid_of(rows, [1.0, float("nan"), 4.0, 5.0]).values.tolist() == [1, 4, 5]


@given(st.lists(st.none() | st.integers(-9, 9), min_size=3, max_size=40))
def test_a_missing_value_is_the_last_one_or_ends_what_is_taken(listed):
    values = [float("nan") if value is None else float(value) for value in listed]
    filled, after = (without_gaps(grid_of(None, values), gaps) for gaps in (LAST, AFTER))
    known = [value for value in listed if value is not None]
    assert filled.values[~filled.filled].tolist() == known
    assert np.isfinite(filled.values).all() and (not known or filled.values[0] == known[0])
    assert not after.filled.any() and after.values.tolist() == (known[len(known) - len(after.values):])
    for at in np.flatnonzero(filled.filled):
        assert filled.values[at] == filled.values[at - 1]


def test_moments_after_the_end_go_on_in_the_same_steps():
    def after(moments):
        return labels_after(grid_of(moments, range(40)), 2)

    assert after([month(at) for at in range(40)]) == ["2003-05", "2003-06"]
    assert after([JANUARY + at * STEPS["hour"] for at in range(40)]) == ["2000-01-02 16:00", "2000-01-02 17:00"]
    assert after([0.5 * at for at in range(40)]) == ["20", "20.5"] and after(None) == ["41", "42"]
    assert after([float(at * at) for at in range(40)]) == ["+1", "+2"]


def test_no_row_is_refused():
    with pytest.raises(ValueError, match="no row"):
        grid_of(None, [])
    assert isinstance(grid_of(None, [1.0]), Grid)
