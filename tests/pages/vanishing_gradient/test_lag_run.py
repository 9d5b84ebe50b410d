"""A run is its trials: whoever trains them, and however often they are stopped."""

import pytest
from threadpoolctl import threadpool_limits

from explainer.training.bounds import Bounds
from explainer.training.engine import Engine
from explainer.training.job import FAILED, PAUSED
from pages.vanishing_gradient.lag_run import LagRun, Plan
from rnncore.tasks.lag import Start, Trial, run
from tests.visitor import assert_one_sentence
from tests.waiting import wait_until

PLAN = Plan(5, (Start("vanilla"), Start("gru", keep=1.6), Start("lstm", keep=-0.3, write=-2.0)), (3, 4), 30)
LONG = Plan(100, (Start("vanilla", hidden=8),), (0, 1), 2_000)          # would take minutes


def asked(engine: Engine, plan: Plan, session: str = "a") -> LagRun:
    wanted = LagRun(plan, engine, session)
    wanted.go_on()
    return wanted


def until(watched: LagRun, done) -> None:
    """Look at a run, as its page does, until `done()`."""
    def looked() -> bool:
        watched.look()
        return done()
    wait_until(looked)


def learning(watched: LagRun, checks: int = 1) -> bool:
    return max((len(trial.checks) for trial in watched.trials), default=0) >= checks


def told(trial) -> tuple:
    return trial.lag, trial.start, trial.seed, trial.checks, trial.solved, trial.finished, trial.diverged


def alone(plan: Plan) -> list[tuple]:
    """The trials of a plan as the core trains them."""
    found = []
    with threadpool_limits(1, "blas"):           # as in a worker: two threads add up in another order
        for seed in plan.seeds:
            for start in plan.starts:
                *_, last = run(plan.lag, start, seed, plan.updates)
                found.append(told(last))
    return found


def test_the_trials_of_a_plan_are_those_of_the_core(quiet_engine):
    watched = asked(quiet_engine, PLAN)
    until(watched, lambda: watched.finished)
    assert [told(trial) for trial in watched.done] == alone(PLAN)
    assert watched.total == 6 and [len(watched.of(start)) for start in PLAN.starts] == [2, 2, 2]


def test_stopped_again_and_again_the_trials_are_the_same(quiet_engine):
    plan, watched, stops = Plan(60, (Start("gru", keep=4.0),), (3, 4), 120), None, 0
    watched = asked(quiet_engine, plan)
    for checks in (2, 5, 8):
        until(watched, lambda: watched.finished or learning(watched, checks))  # noqa: B023
        watched.stop()
        stops += watched.stopped
        watched.go_on()
    until(watched, lambda: watched.finished)
    assert stops and [told(trial) for trial in watched.done] == alone(plan)


def test_a_run_tells_how_far_it_is(quiet_engine):
    watched = asked(quiet_engine, PLAN)
    shares = [watched.share]
    until(watched, lambda: shares.append(watched.share) or watched.finished)
    assert shares[0] == 0.0 and watched.share == 1.0 and shares == sorted(shares)
    assert not (watched.is_active or watched.stopped or watched.waiting or watched.message)


def test_a_stopped_run_stands_still_and_goes_on_where_it_was(quiet_engine):
    watched = asked(quiet_engine, LONG)
    until(watched, lambda: learning(watched, 2))
    watched.stop()
    seen = watched.trials
    wait_until(lambda: not quiet_engine._running)
    watched.look()
    assert watched.trials == seen and watched.stopped and not watched.is_active and not quiet_engine._waiting
    watched.go_on()
    assert watched.is_active and watched.trials == seen             # nothing is lost from sight meanwhile

    def the_same() -> Trial:                         # one that had not begun yet may stand before it by now
        return next(trial for trial in watched.trials if trial.seed == seen[0].seed)

    until(watched, lambda: the_same().updates > seen[0].updates)
    assert the_same().checks[:len(seen[0].checks)] == seen[0].checks


def test_what_stopped_because_nobody_looked_goes_on_when_somebody_does(quiet_engine):
    watched = asked(quiet_engine, LONG)
    until(watched, lambda: learning(watched, 2))
    quiet_engine.leave("a")                                          # as after five minutes without a question
    wait_until(lambda: not quiet_engine._running)
    seen = watched.trials[0].updates
    until(watched, lambda: watched.trials[0].updates > seen)
    assert watched.is_active


def test_what_the_engine_has_forgotten_is_asked_for_again(quiet_engine):
    watched = asked(quiet_engine, LONG)
    until(watched, lambda: learning(watched, 2))
    watched.stop()
    wait_until(lambda: not quiet_engine._running)
    quiet_engine.jobs.clear()
    seen = watched.trials[0].updates
    watched.go_on()
    until(watched, lambda: watched.trials[0].updates > seen)


def test_a_busy_server_makes_a_run_wait(quiet_engine):
    first = asked(quiet_engine, LONG, "a")                           # one training for each of two cores
    second = asked(quiet_engine, Plan(99, LONG.starts, (0,), 2_000), "b")
    third = asked(quiet_engine, Plan(98, LONG.starts, (0,), 2_000), "c")
    until(second, lambda: second.now)                                # whoever has two cores gives one back
    until(first, lambda: len(first.now) == 1)
    third.look()
    assert third.waiting and third.is_active and not third.trials and not first.waiting
    first.stop()
    until(third, lambda: third.trials)
    assert not third.waiting


def test_two_sessions_with_one_plan_share_its_jobs_and_stop_only_for_themselves(quiet_engine):
    one, two = asked(quiet_engine, LONG, "a"), asked(quiet_engine, LONG, "b")
    assert len(quiet_engine.jobs) == len(LONG.seeds)
    one.stop()
    until(two, lambda: learning(two))
    one.look()
    assert one.stopped and two.is_active and {job.status for job in one.jobs} == {PAUSED}


def test_what_is_refused_is_said_and_can_be_asked_for_again(quiet_engine, monkeypatch):
    monkeypatch.setattr(quiet_engine, "bounds", Bounds(jobs=1))
    watched = asked(quiet_engine, LONG)
    assert [job.status == FAILED for job in watched.jobs] == [False, True] and watched.is_active
    assert_one_sentence(watched.message)
    monkeypatch.undo()
    watched.go_on()
    assert not watched.message and all(job.is_active for job in watched.jobs)


@pytest.mark.parametrize("plan", [PLAN, LONG])
def test_every_cell_is_seen_before_the_next_seed(plan):
    recipes = plan.recipes()
    assert [recipe["seed"] for recipe in recipes] == sorted(recipe["seed"] for recipe in recipes)
    assert len({str(recipe) for recipe in recipes}) == len(plan.starts) * len(plan.seeds)
