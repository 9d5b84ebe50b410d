"""A session's run of names: the core's own numbers, report by report; stopped, found again, trained on."""

import dataclasses

import numpy as np
import pytest

import rnncore
from explainer.models import shipped
from explainer.training.engine import Engine
from explainer.training.fields import RecipeError
from explainer.training.job import FAILED, PAUSED
from explainer.training.kinds.kind import DIVERGED, FINISHED
from explainer.training.names_run import NamesRun, key_of
from explainer.training.store import Store
from explainer.training.workers import ThreadWorkers
from rnncore.numerics.flat import flatten
from rnncore.training.evaluation import baselines_of, losses
from tests.waiting import wait_until


def run_of(engine, recipe, list_key: str = "stars", session: str = "a") -> NamesRun:
    return NamesRun(engine, session, shipped.shipped_corpus("stars"), recipe, list_key)


def finish(run: NamesRun) -> NamesRun:
    wait_until(lambda: run.look() or not run.is_active)
    return run


def weights(model) -> bytes:
    return flatten(model.weights).tobytes()


@pytest.mark.parametrize("cell", ["vanilla", "gru", "lstm"])
def test_it_is_the_cores_own_training_report_by_report(quiet_engine, recipe, cell, corpus):
    made = recipe(3, steps=120, cell=cell, dropout=0.2, weight_dropout=0.2)
    run = finish(run_of(quiet_engine, made).go_on())
    training = made.start(corpus, rnncore.History(24))
    reports = list(training)
    told = [report for report in reports if np.isfinite(report.train_loss)]
    for name in ("step", "characters", "train_loss", "validation_loss", "gradient_norm", "learning_rate"):
        assert [getattr(row, name) for row in run.log] == [getattr(report, name) for report in told], name
    measured = [report for report in reports if report.validation_step == report.step]
    assert [sample.step for sample in run.samples] == [report.step for report in measured]
    assert run.samples[-1].names == rnncore.sample(measured[-1].model, 6, np.random.default_rng(0), 0.8)
    assert weights(run.result) == weights(training.best) and run.status == FINISHED
    assert run.result.provenance.scores == losses(training.best, corpus)
    assert run.result.provenance.recipe == made.as_dict() and run.baselines == baselines_of(corpus)
    assert [(one.step, one.weights.tobytes()) for one in run.snapshots()] == [
        (one.step, one.weights.tobytes()) for one in training.history.snapshots]


def test_a_stopped_run_can_be_used_and_goes_on(quiet_engine, endless):
    run = run_of(quiet_engine, endless(1))
    assert weights(run.model) == weights(run.untrained) and not run.has_begun
    run.go_on()
    wait_until(lambda: run.look() or (run.step > 10 and run.model.provenance.steps > 0))
    run.stop()
    wait_until(lambda: run.look() or not quiet_engine._running)
    assert run.status == PAUSED and run.model.provenance.steps <= run.step and run.snapshots()
    step = run.step
    run.go_on()
    wait_until(lambda: run.look() or run.step > step)
    assert [row.step for row in run.log] == sorted({row.step for row in run.log})
    run.stop()


def test_another_server_finds_the_result_and_one_that_forgot_the_job_its_state(quiet_engine, recipe, endless):
    first = finish(run_of(quiet_engine, recipe(5)).go_on())
    other = Engine(Store(quiet_engine.store.folder), ThreadWorkers(1))
    again = run_of(other, recipe(5)).go_on()
    assert again.status == FINISHED and weights(again.result) == weights(first.result) and again.key == first.key
    assert again.log == first.log and again.samples == first.samples
    long = run_of(quiet_engine, endless(5)).go_on()
    wait_until(lambda: long.look() or long.step > 10)
    quiet_engine.stop("a", long._job)                       # nobody looked for five minutes, and it was forgotten
    wait_until(lambda: not quiet_engine._running)
    quiet_engine.jobs.clear()
    step = long.step
    wait_until(lambda: long.look() or long.step > step)
    assert long.is_active
    long.stop()
    other.close()


def test_training_on_is_another_run_with_its_own_key(quiet_engine, recipe, corpus):
    first = finish(run_of(quiet_engine, recipe(7)).go_on())
    before = weights(first.result), list(first.log)
    follow = finish(first.trained_on(20).go_on())
    assert (follow.first_step, follow.last_step, follow.step) == (40, 60, 60) and follow.follows == first.key
    assert follow.key == key_of(corpus.fingerprint, first.recipe, f"{first.key}+20") != first.key
    assert (weights(first.result), first.log) == before and follow.log[:len(first.log)] == first.log
    direct = recipe(7).start(corpus)
    list(direct)
    direct.extend(steps=20)
    list(direct)
    assert weights(follow.result) == weights(direct.best)


def test_a_rate_that_diverges_ends_with_a_model_and_a_sentence(quiet_engine, recipe):
    run = finish(run_of(quiet_engine, recipe(11, cell="vanilla", activation="identity", hidden=32, steps=200,
                                             learning_rate=1e4)).go_on())
    assert run.status == DIVERGED and "rate" in run.message and np.isfinite(flatten(run.model.weights)).all()
    assert all(np.isfinite(row.train_loss) for row in run.log) and run.result.provenance.scores


def test_what_is_refused_is_said(quiet_engine, recipe):
    for wrong in (recipe(0, steps=20_000, hidden=256),
                  dataclasses.replace(recipe(), training=rnncore.TrainingConfig(seconds=3.0))):
        with pytest.raises(RecipeError):
            run_of(quiet_engine, wrong).go_on()
    assert not quiet_engine.jobs
    run = run_of(quiet_engine, recipe(), "brought:" + "0" * 32)
    run.status = "running"                                   # its list expired while nobody looked
    run.look()
    assert run.status == FAILED and "bring it again" in run.message
