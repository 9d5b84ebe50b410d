"""Runs in processes: the same bits as in threads, stopped in time, and a dead one costs nothing but a retry."""

import os
import signal
import sys
import types

import pytest

from explainer.training import workers as rooms
from explainer.training.engine import Engine
from explainer.training.job import FAILED, RUNNING
from explainer.training.kinds.kind import FINISHED
from explainer.training.store import Store
from explainer.training.workers import ProcessWorkers, ThreadWorkers
from tests.visitor import assert_one_sentence
from tests.waiting import wait_until

RECIPE = {"kind": "names", "list": "stars", "steps": 150, "hidden_size": 8, "batch_size": 32, "dropout": 0.2}


@pytest.fixture(scope="module")
def workers():
    """Two processes for all tests here; not nice, for a busy machine would never let them end."""
    made = ProcessWorkers(2, niceness=0)
    yield made
    made.close()


@pytest.fixture
def engine(tmp_path, workers):
    made = Engine(Store(tmp_path), workers)
    yield made
    for job in list(made.jobs.values()):
        for session in list(job.watchers):
            made.stop(session, job.key)
    wait_until(lambda: not made._running)
    made._closed.set()


@pytest.fixture
def endless():
    return {"kind": "lag", "lag": 100, "cell": "vanilla", "updates": 2_000, "hidden": 8}


def finish(engine, view):
    wait_until(lambda: not engine.ask("a", view.key).is_active)
    return engine.ask("a", view.key)


def pids(workers) -> list[int]:
    return [pid for one in workers._places if one is not None for pid in one.pool._processes]


def learning(engine, view, rows: int = 1) -> bool:
    return len(engine.ask("a", view.key).log) >= rows


def test_a_page_that_is_main_is_not_run_again_in_the_worker(engine, tmp_path, monkeypatch):
    """Under Streamlit `__main__` is the page of whoever came last."""
    page = tmp_path / "page.py"
    page.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    main = types.ModuleType("__main__")
    main.__file__, main.__spec__ = str(page), None
    monkeypatch.setitem(sys.modules, "__main__", main)
    os.kill(pids(engine.workers)[0], signal.SIGKILL)
    os.kill(pids(engine.workers)[-1], signal.SIGKILL)
    assert finish(engine, engine.submit("a", {"kind": "lag", "lag": 2, "cell": "gru", "updates": 3})).status == FINISHED
    assert not (tmp_path / "ran").exists()


def test_a_killed_worker_goes_on_from_its_state_and_ends_with_the_same_bits(engine, workers, tmp_path):
    other = Engine(Store(tmp_path / "threads"), ThreadWorkers(1))
    through = finish(other, other.submit("a", RECIPE))
    job = engine.submit("a", RECIPE)
    wait_until(lambda: learning(engine, job, 6))
    for pid in pids(workers):
        os.kill(pid, signal.SIGKILL)
    done = finish(engine, job)
    assert done.status == FINISHED and engine.jobs[job.key].retried
    ours, theirs = engine.result(job.key)[0], other.result(through.key)[0]
    assert {k: v.tobytes() for k, v in ours.items()} == {k: v.tobytes() for k, v in theirs.items()}
    assert [row["step"] for row in done.log] == [row["step"] for row in through.log]
    other.close()


def test_where_no_process_comes_to_life_runs_are_threads(tmp_path, monkeypatch):
    stillborn = rooms.ProcessPoolExecutor
    monkeypatch.setattr(rooms, "ProcessPoolExecutor", lambda *given, **more: stillborn(
        1, timeout=None, initializer=os._exit, initargs=(1,)))
    made = Engine(Store(tmp_path), ProcessWorkers(1))
    view = made.submit("a", {"kind": "lag", "lag": 2, "cell": "gru", "updates": 3})
    for _ in range(3):
        if finish(made, view).status == FAILED:                  # it met a process in the moment of its death
            made.resume("a", view.key)
    assert finish(made, view).status == FINISHED and made.workers._threads is not None
    made.close()


def test_where_the_system_has_no_processes_there_are_threads(monkeypatch):
    def refuse(*given, **more):
        raise OSError(28, "no semaphores")
    monkeypatch.setattr(rooms, "ProcessPoolExecutor", refuse)
    assert isinstance(rooms.best_workers(1), ThreadWorkers)


def test_a_killed_workers_run_goes_on_before_those_that_wait(engine, workers, endless):
    jobs = [engine.submit(session, {**endless, "seed": seed}) for seed, session in enumerate("aabc", 10)]
    wait_until(lambda: len(engine._running) == 2)
    run = engine._running[0]
    wait_until(lambda: engine.ask(next(iter(run.watchers)), run.key).log)
    first = run.run
    for pid in pids(workers):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: run.run != first and run.status == RUNNING)
    assert any(engine.jobs[view.key].status == "queued" for view in jobs)


def test_a_run_whose_worker_dies_twice_is_told_and_can_be_resumed(engine, workers, endless):
    job = engine.submit("a", endless)
    for _ in range(2):
        run = engine.jobs[job.key].run
        wait_until(lambda: engine.ask("a", job.key).status == RUNNING and learning(engine, job))
        for pid in pids(workers):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: engine.jobs[job.key].run != run or engine.ask("a", job.key).status == FAILED)  # noqa: B023
    assert engine.ask("a", job.key).status == FAILED
    assert_one_sentence(engine.ask("a", job.key).message)
    rows = len(engine.ask("a", job.key).log)
    assert engine.resume("a", job.key).is_active
    wait_until(lambda: learning(engine, job, rows + 1))


def test_a_stopped_run_keeps_its_state_and_its_worker(engine, workers, endless):
    job = engine.submit("a", {**endless, "seed": 1})
    wait_until(lambda: learning(engine, job, 3))
    before = pids(workers)
    engine.stop("a", job.key)
    wait_until(lambda: not engine._running)
    rows = len(engine.jobs[job.key].log)
    assert engine.state(job.key)[1]["checks"][-1][0] >= 20 and pids(workers) == before
    engine.resume("a", job.key)
    wait_until(lambda: learning(engine, job, rows + 1))
    updates = [row["update"] for row in engine.ask("a", job.key).log]
    assert updates == list(range(0, 10 * len(updates), 10))
