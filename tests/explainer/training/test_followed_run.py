"""A run of any kind as one session follows it: it stops, goes on, ends once, and says why if it cannot."""

import numpy as np
import pytest

from explainer.training.engine import Engine
from explainer.training.fields import RecipeError
from explainer.training.followed_run import GONE, FollowedRun
from explainer.training.job import FAILED, PAUSED
from explainer.training.kinds import forecast
from explainer.training.kinds.kind import FINISHED
from explainer.training.status import headline
from tests.waiting import wait_until

RECIPE = forecast.recipe_of("lynx", "vanilla", 4, 3)
LONG = {"kind": "names", "list": "stars", "steps": 20_000, "hidden_size": 48, "seed": 5}


@pytest.fixture
def follow(quiet_engine: Engine):
    return lambda recipe: FollowedRun(quiet_engine, "visitor", recipe).go_on()


def looked(run: FollowedRun) -> FollowedRun:
    run.look()
    return run


def test_it_is_followed_to_its_end(follow):
    run = follow(RECIPE)
    wait_until(lambda: not looked(run).is_active)
    assert (run.status, run.share, run.standing) == (FINISHED, 1.0, FINISHED) and headline(run) == "Trained."
    assert forecast.model_of(run.result).config.hidden_size == 4
    before = run.result
    run.go_on()
    run.stop()
    assert run.result is before and run.has_ended


def test_it_stops_keeps_its_state_and_goes_on(follow):
    run = follow(LONG)
    wait_until(lambda: looked(run).step > 20)
    assert headline(run).startswith(f"Training: step {run.step}")
    run.stop()
    assert run.standing == PAUSED and headline(run) == f"Stopped at step {run.step:,}."
    wait_until(lambda: run.state() is not None)
    step = run.step
    run.go_on()
    wait_until(lambda: looked(run).step > step)
    assert run.standing == "active" and np.isfinite(run.share)
    run.stop()


def test_what_cannot_be_trained_says_why(quiet_engine, follow):
    run = follow({"kind": "forecast", "series": "tulips"})
    assert run.status == FAILED and run.message.endswith(".") and not run.is_active and run.state() is None
    with pytest.raises(RecipeError):
        quiet_engine.submit("visitor", run.recipe)


def test_a_result_that_is_gone_is_said(quiet_engine, follow, monkeypatch):
    run = follow(RECIPE)
    monkeypatch.setattr(quiet_engine, "result", lambda key: None)
    wait_until(lambda: not looked(run).is_active)
    assert run.status == FAILED and run.message == GONE


def test_a_session_that_was_away_wants_it_still(quiet_engine, follow):
    run = follow(LONG)
    quiet_engine.stop("visitor", run._job)               # as the engine does when nobody has asked for long
    assert looked(run).is_active
    run.stop()
