"""The training runner: fair, shared, exact, and never stuck. Every wait here has a deadline."""

import random
import threading

import numpy as np
import pytest

from explainer.training import runner as rooms
from explainer.training.jobs import DIVERGED, FINISHED, PAUSED, QUEUED, RUNNING
from rnncore.numerics.flat import flatten
from tests.waiting import wait_until


def weights(model) -> bytes:
    return flatten(model.weights).tobytes()


def finish(job) -> None:
    wait_until(lambda: job.status == FINISHED)


def learning(job) -> bool:
    return job.latest is not None and job.latest.step > 0


def test_two_at_once_and_the_third_waits(start_runner, corpus, endless):
    runner = start_runner(cores=2)
    one, two, three, four = (runner.submit(f"s{i}", corpus, endless(i)) for i in range(4))
    wait_until(lambda: learning(one) and learning(two))
    assert (one.status, two.status, three.status, four.status) == (RUNNING, RUNNING, QUEUED, QUEUED)
    assert [runner.place(job) for job in (one, two, three, four)] == [0, 0, 1, 2]
    assert three.latest is None
    step = two.latest.step
    runner.leave("s0", one.key)
    wait_until(lambda: one.status == PAUSED and learning(three))
    assert [runner.place(job) for job in (three, four)] == [0, 1]
    wait_until(lambda: two.latest.step > step)


def test_a_queued_job_that_is_left_leaves_the_queue(start_runner, corpus, endless):
    runner = start_runner(cores=1)
    runner.submit("a", corpus, endless(1))
    two, three = runner.submit("b", corpus, endless(2)), runner.submit("c", corpus, endless(3))
    runner.leave("b", two.key)
    assert two.status == PAUSED and runner.place(two) == 0 and runner.place(three) == 1
    assert runner.resume("b", two) is two and runner.place(two) == 2


def test_whoever_has_a_run_lets_others_go_first_and_the_places_say_so(start_runner, corpus, endless):
    runner = start_runner(cores=1)
    first = runner.submit("greedy", corpus, endless(1))
    more = runner.submit("greedy", corpus, endless(2))
    other = runner.submit("modest", corpus, endless(3))
    places = runner.place(other), runner.place(more)
    runner.cores = 2                                  # a core becomes free while the first one runs
    runner.submit("third", corpus, endless(4))
    wait_until(lambda: learning(other))
    assert first.status == RUNNING and more.status == QUEUED
    assert places == (1, 2)


def test_the_same_recipe_is_one_job(start_runner, corpus, endless):
    runner = start_runner()
    one, two = runner.submit("a", corpus, endless(7)), runner.submit("b", corpus, endless(7))
    assert one is two and len(runner.jobs) == 1
    wait_until(lambda: learning(one))
    runner.leave("a", one.key)
    step = one.latest.step
    wait_until(lambda: one.latest.step > step + 20)
    assert one.status == RUNNING and set(one.watchers) == {"b"}
    runner.leave("b", one.key)
    wait_until(lambda: one.status == PAUSED)


def test_a_finished_run_is_found_again(start_runner, corpus, recipe):
    runner = start_runner()
    job = runner.submit("a", corpus, recipe(3))
    finish(job)
    assert runner.submit("b", corpus, recipe(3)) is job and job.status == FINISHED
    assert job.result.provenance.scores["test_loss"] > 0
    assert job.result.provenance.recipe == recipe(3).as_dict()
    assert [row.step for row in job.log][-1] == 40 and job.baselines is not None


@pytest.mark.parametrize("cell", ["vanilla", "gru", "lstm"])
def test_stop_and_resume_is_the_same_as_going_through(start_runner, corpus, recipe, cell):
    same = recipe(5, steps=600, hidden=16, cell=cell, dropout=0.2, weight_dropout=0.2)
    through = start_runner(cores=1).submit("a", corpus, same)
    finish(through)
    runner = start_runner(cores=1)
    job = runner.submit("a", corpus, same)
    for step in (5, 200):
        wait_until(lambda: job.latest is not None and job.latest.step >= step)  # noqa: B023
        runner.leave("a", job.key)
        wait_until(lambda: job.status in (PAUSED, FINISHED))
        assert job.status == PAUSED and job.latest.step < 600, "the run was too quick to be stopped"
        assert runner.resume("a", job) is job
    finish(job)
    assert weights(job.result) == weights(through.result)
    assert weights(job.training.model) == weights(through.training.model)
    untimed = [[row._replace(seconds=0.0) for row in one.log] for one in (job, through)]
    assert untimed[0] == untimed[1] and job.samples == through.samples


def test_going_on_at_once_never_loses_the_run(start_runner, corpus, recipe):
    runner = start_runner(cores=1)
    job = runner.submit("a", corpus, recipe(6, steps=400))
    for _ in range(200):
        runner.leave("a", job.key)
        runner.resume("a", job)
    finish(job)


def test_a_run_nobody_watches_stops_and_keeps_its_state(start_runner, corpus, endless):
    runner = start_runner(cores=1, patience=0.2)
    job = runner.submit("a", corpus, endless(8))
    queued = runner.submit("b", corpus, endless(9))
    wait_until(lambda: runner.ask("a", job.key) and learning(job))      # a busy machine may take longer to begin
    wait_until(lambda: job.status == PAUSED, seconds=5)
    wait_until(lambda: queued.status == PAUSED, seconds=5)
    assert not job.watchers and job.latest.step > 0 and job.log
    step = job.latest.step
    runner.resume("a", job)
    wait_until(lambda: job.latest.step > step)
    assert [row.step for row in job.log] == sorted({row.step for row in job.log})


def test_asking_keeps_a_run_alive(start_runner, corpus, endless):
    runner = start_runner(cores=1, patience=0.6)
    job = runner.submit("a", corpus, endless(10))
    asked = iter(range(60))
    wait_until(lambda: runner.ask("a", job.key) and runner.ask("stranger", job.key) and next(asked, None) is None,
               pause=0.02)
    assert job.status == RUNNING and set(job.watchers) == {"a"}


def test_divergence_ends_with_a_finite_model_and_a_sentence(start_runner, corpus, recipe):
    job = start_runner().submit("a", corpus, recipe(11, cell="vanilla", activation="identity", hidden=32, steps=200,
                                                    learning_rate=1e4))
    wait_until(lambda: not job.is_active)
    assert job.status == DIVERGED
    assert np.isfinite(flatten(job.result.weights)).all() and np.isfinite(flatten(job.model.weights)).all()
    assert 20 < len(job.message) < 200 and job.message.endswith(".") and "rate" in job.message
    assert all(np.isfinite(row.train_loss) for row in job.log)
    assert np.isfinite(job.result.provenance.scores["test_loss"])


def test_training_on_leaves_the_first_run_as_it_was(start_runner, corpus, recipe):
    runner = start_runner()
    first = runner.submit("a", corpus, recipe(12, steps=60))
    finish(first)
    before = weights(first.result), weights(first.training.model), list(first.log), list(first.samples)
    last = first.training.model
    follow = runner.train_on("a", first, 40)
    assert weights(follow.training.model) == weights(last) or follow.training.step > 60
    finish(follow)
    assert follow is not first and follow.key != first.key
    assert follow.latest.step == 100 and [row.step for row in follow.log][:len(first.log)] == [
        row.step for row in first.log]
    assert before == (weights(first.result), weights(first.training.model), first.log, first.samples)
    assert first.status == FINISHED and runner.train_on("b", first, 40) is follow
    direct = first.training.resume(first.untrained, corpus, *first.training.state())
    direct.extend(steps=40)
    assert weights([progress.model for progress in direct][-1]) == weights(follow.training.model)


def test_a_recipe_that_cannot_work_is_refused_at_once(start_runner, corpus, recipe):
    runner = start_runner()
    with pytest.raises(ValueError):
        runner.submit("a", corpus, recipe(hidden=0))
    assert not runner.jobs


def test_an_accident_is_told_and_the_core_is_free_again(start_runner, corpus, recipe, monkeypatch):
    runner = start_runner(cores=1)
    monkeypatch.setattr(rooms, "baselines_of", lambda corpus: 1 / 0)
    job = runner.submit("a", corpus, recipe(13))
    wait_until(lambda: not job.is_active)
    assert job.status == "failed" and job.message
    monkeypatch.undo()
    assert runner.resume("a", job) is job
    finish(job)
    assert not job.message                                # it went well in the end


def test_old_runs_are_forgotten_but_never_one_that_trains(start_runner, corpus, recipe, endless, monkeypatch):
    monkeypatch.setattr(rooms, "JOBS_KEPT", 3)
    runner = start_runner(cores=2)
    busy = runner.submit("a", corpus, endless(14))
    for seed in range(5):
        finish(runner.submit("b", corpus, recipe(seed, steps=2)))
    assert len(runner.jobs) <= 3 and runner.find(busy.key) is busy and busy.status == RUNNING


def test_many_visitors_at_once_never_block_each_other(start_runner, corpus, recipe):
    runner = start_runner(cores=2, patience=0.5)
    errors = []

    def visit(number: int) -> None:
        luck = random.Random(number)
        try:
            for _ in range(40):
                job = runner.submit(f"s{number}", corpus, recipe(luck.randrange(6), steps=30))
                for _ in range(3):
                    _at_random(luck, runner, f"s{number}", job)
                    runner.place(job)
                assert len(runner._running) <= runner.cores
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=visit, args=(number,), daemon=True) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not errors and not any(thread.is_alive() for thread in threads)
    wait_until(lambda: not runner._running and not runner._queue)
    assert {job.status for job in runner.jobs.values()} <= {FINISHED, PAUSED}


def _at_random(luck, runner, session, job) -> None:
    deed = luck.choice(["ask", "leave", "resume"])
    getattr(runner, deed)(session, job if deed == "resume" else job.key)
