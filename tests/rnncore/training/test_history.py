"""A bounded shelf of snapshots, spread over the logarithm of the step."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnncore
from rnncore.training.history import Snapshot


def offered(steps, limit):
    history = rnncore.History(limit)
    for step in steps:
        history.offer(Snapshot(step, np.array([float(step)]), 1.0, 2.0))
    return history


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60, unique=True), st.integers(2, 9))
def test_bounded_and_keeps_the_first_and_the_latest(steps, limit):
    steps = sorted(steps)
    history = offered(steps, limit)
    kept = [snapshot.step for snapshot in history.snapshots]
    assert kept[0] == steps[0] and kept[-1] == steps[-1]
    assert len(kept) == min(limit, len(steps))
    assert kept == sorted(set(kept)) and set(kept) <= set(steps)
    assert all(snapshot.weights[0] == snapshot.step for snapshot in history.snapshots)


def test_it_is_bounded_at_every_moment():
    history = rnncore.History(4)
    for step in range(100):
        history.offer(Snapshot(step, np.zeros(1), 1.0, 2.0))
        assert len(history.snapshots) <= 4 and history.snapshots[-1].step == step


def test_a_step_is_kept_once():
    assert [s.step for s in offered([0, 1, 1, 0, 2], 10).snapshots] == [0, 1, 2]


@pytest.mark.parametrize("last", [300, 5000])
def test_snapshots_are_spread_over_the_logarithm(last):
    kept = [snapshot.step for snapshot in offered(range(last + 1), 12).snapshots]
    gaps = np.diff([math.log1p(step) for step in kept])
    assert gaps.max() < 3 * math.log1p(last) / 11
    assert sum(step < math.sqrt(last) for step in kept) >= 4


def test_two_is_the_least():
    with pytest.raises(ValueError, match="2"):
        rnncore.History(1)
