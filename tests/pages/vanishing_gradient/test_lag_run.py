"""A run in slices is the same run."""

import threading

import pytest

from pages.vanishing_gradient import lag_run
from pages.vanishing_gradient.lag_run import LagRun, Plan
from rnncore.tasks.lag import Start, run

PLAN = Plan(5, (Start("vanilla"), Start("gru", keep=1.6)), (3, 4), 30)


def to_the_end(seconds: float) -> LagRun:
    watched = LagRun(PLAN)
    while watched.is_active:
        watched.advance(seconds)
        assert not watched.waiting          # every slice gives its core back
    return watched


def told(trial) -> tuple:
    return trial.start, trial.seed, trial.checks, trial.solved


@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_slices_do_not_change_what_comes_out(seconds):
    alone = []
    for seed in PLAN.seeds:
        for start in PLAN.starts:
            *_, last = run(PLAN.lag, start, seed, PLAN.updates)
            alone.append(told(last))
    assert [told(trial) for trial in to_the_end(seconds).done] == alone


def test_a_run_tells_how_far_it_is():
    watched, shares = LagRun(PLAN), []
    while watched.is_active:
        shares.append(watched.share)
        before = len(watched.trials)
        watched.advance(0.0)
        assert before <= len(watched.trials) <= before + 1
    assert shares[0] == 0.0 and watched.share == 1.0 and shares == sorted(shares)
    assert watched.finished and watched.total == 4 and [len(watched.of(start)) for start in PLAN.starts] == [2, 2]


def test_a_slice_without_time_still_goes_one_check_on():
    watched, seen = LagRun(PLAN), 0
    while watched.is_active:
        watched.advance(0.0)
        seen += 1
        assert sum(len(trial.checks) for trial in watched.trials) == seen


def test_a_stopped_run_stands_still_and_goes_on():
    watched = LagRun(PLAN)
    watched.advance(0.0)
    watched.stopped = True
    seen = watched.trials
    watched.advance(0.0)
    assert watched.trials == seen and not watched.is_active
    watched.stopped = False
    watched.advance(60.0)
    assert [told(trial) for trial in watched.done] == [told(trial) for trial in to_the_end(60.0).done]


def test_a_busy_server_makes_a_run_wait_and_loses_nothing(monkeypatch):
    monkeypatch.setattr(lag_run, "_CORES", threading.BoundedSemaphore(1))
    watched = LagRun(PLAN)
    with lag_run._CORES:
        watched.advance(0.01)
        assert watched.waiting and not watched.trials
    watched.advance(60.0)
    assert not watched.waiting and watched.finished
