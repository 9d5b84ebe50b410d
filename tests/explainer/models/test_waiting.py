"""What is trained while the page waits: once for everybody, stopped when nobody waits, and a fault is a sentence."""

import pytest
from streamlit.testing.v1 import AppTest

from explainer.models import waiting
from explainer.models.forecasters import forecaster
from explainer.training.bounds import Bounds
from explainer.training.job import PAUSED
from explainer.training.kinds import clipping, forecast
from rnncore.diagnostics.clipping import on_the_lag_task
from rnncore.numerics.flat import flatten
from rnncore.tasks import series_experiment
from tests.visitor import assert_one_sentence
from tests.waiting import wait_until

RECIPE = clipping.recipe_of(1, 5, 0.5, 0.1)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(waiting, "_KEPT", type(waiting._KEPT)())


def page() -> None:
    """The script of a page that shows a comparison."""
    import streamlit as st

    from explainer.models.waiting import made, or_said
    from explainer.training.kinds import clipping
    with or_said():
        found = made(clipping.recipe_of(1, 5, 0.5, 0.1), clipping.comparison_of, "Training twice")
        st.text(f"{found.clipped.losses.sum()!r} {found.free.norms.sum()!r}")


def open_page() -> AppTest:
    at = AppTest.from_function(page, default_timeout=60).run()
    assert not at.exception
    return at


def test_the_page_has_the_cores_numbers_and_they_are_made_once(quiet_engine, monkeypatch):
    known = on_the_lag_task(1, lag=5, clip_norm=0.5, learning_rate=0.1)
    told = f"{known.clipped.losses.sum()!r} {known.free.norms.sum()!r}"
    assert [text.value for text in open_page().text] == [told]
    monkeypatch.setattr(quiet_engine.workers, "start", lambda *asked: 1 / 0)
    assert [text.value for text in open_page().text] == [told]               # from memory
    waiting._KEPT.clear()
    assert [text.value for text in open_page().text] == [told]               # from the store


def test_a_forecaster_is_the_cores(quiet_engine):
    known = series_experiment.train("lynx", forecast.FOLDER, "vanilla", 4, 3)
    assert flatten(forecaster("lynx", "vanilla", 4, 3).weights).tobytes() == flatten(known.weights).tobytes()


def test_what_is_refused_is_said_in_its_place(quiet_engine):
    quiet_engine.bounds = Bounds(jobs=0)
    at = open_page()
    [said] = at.error
    assert_one_sentence(said.value)
    quiet_engine.bounds = Bounds()
    assert not at.run().error and at.text


def test_a_run_that_nobody_waits_for_any_more_stops(quiet_engine, monkeypatch):
    def moved(seconds: float) -> None:
        raise InterruptedError
    monkeypatch.setattr(waiting, "sleep", moved)
    recipe = {"kind": "lag", "lag": 100, "cell": "vanilla", "updates": 2_000, "hidden": 8}
    with pytest.raises(InterruptedError):
        waiting.made(recipe, lambda recipe, result: result, "Training")
    wait_until(lambda: not quiet_engine._running)
    assert [job.status for job in quiet_engine.jobs.values()] == [PAUSED]


def test_what_is_kept_in_memory_is_bounded(quiet_engine, monkeypatch):
    monkeypatch.setattr(waiting, "MOST_KEPT", 2)
    for seed in range(4):
        waiting.made({"kind": "lag", "lag": 2, "cell": "gru", "updates": 1, "seed": seed},
                     lambda recipe, result: recipe["seed"], "Training")
    assert list(waiting._KEPT.values()) == [2, 3]
