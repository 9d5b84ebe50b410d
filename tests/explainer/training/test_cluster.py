"""Runs on a cluster: the same interface and bits as in threads, and each trap of dask.distributed handled.

Only where the extra is installed. One scheduler and two workers in processes of their own, for all tests here.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.training.engine import Engine
from explainer.training.fields import RecipeError
from explainer.training.job import PAUSED, RUNNING
from explainer.training.kinds.kind import FINISHED
from explainer.training.kinds.registry import checked
from explainer.training.store import Store
from explainer.training.workers import ThreadWorkers, best_workers
from tests.visitor import assert_one_sentence
from tests.waiting import wait_until

distributed = pytest.importorskip("distributed")
cluster = pytest.importorskip("explainer.training.cluster")
records = pytest.importorskip("explainer.training.cluster_records")

ROOT = Path(__file__).parents[3]
RECIPE = {"kind": "names", "list": "stars", "steps": 150, "hidden_size": 8, "batch_size": 32, "dropout": 0.2}
ENDLESS = {"kind": "lag", "lag": 100, "cell": "vanilla", "updates": 2_000, "hidden": 8}


def command(*words: str, folder: Path) -> subprocess.Popen:
    settings = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__DASHBOARD__LINK": ""}
    return subprocess.Popen([sys.executable, "-m", *words], cwd=folder, env=settings,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """The address of a scheduler with two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    told = folder / "scheduler.json"
    running = [command("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                       "--scheduler-file", str(told), folder=folder)]
    wait_until(lambda: told.exists() and told.read_text().endswith("}"))
    address = json.loads(told.read_text())["address"]
    running += [command("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
                        "--name", name, folder=folder) for name in "ab"]
    yield address
    for one in running:
        one.kill()
        one.wait(20)


@pytest.fixture(scope="module")
def workers(scheduler):
    made = cluster.ClusterWorkers(scheduler)
    wait_until(lambda: made.capacity == 2)
    yield made
    made.close()


@pytest.fixture
def start_engine(tmp_path, workers):
    made = []

    def start() -> Engine:
        made.append(Engine(Store(tmp_path), workers))
        return made[-1]

    yield start
    for one in made:
        for job in list(one.jobs.values()):
            for session in list(job.watchers):
                one.stop(session, job.key)
    wait_until(lambda: not any(one._running for one in made))
    for one in made:
        one._closed.set()


def finish(engine: Engine, session: str, view):
    wait_until(lambda: not engine.ask(session, view.key).is_active)
    return engine.ask(session, view.key)


def rows(engine: Engine, session: str, view) -> int:
    return len(engine.ask(session, view.key).log)


def test_it_comes_to_the_same_bits_as_threads_and_tells_every_report(start_engine, tmp_path):
    threads = Engine(Store(tmp_path / "threads"), ThreadWorkers(1))
    theirs = finish(threads, "a", threads.submit("a", RECIPE))
    engine = start_engine()
    ours = finish(engine, "a", engine.submit("a", RECIPE))
    assert ours.status == FINISHED and [row["step"] for row in ours.log] == [row["step"] for row in theirs.log]
    found, known = engine.result(ours.key)[0], threads.result(theirs.key)[0]
    assert {k: v.tobytes() for k, v in found.items()} == {k: v.tobytes() for k, v in known.items()}
    threads.close()


def test_a_stopped_run_keeps_its_state_and_goes_on_from_it(start_engine):
    engine = start_engine()
    view = engine.submit("a", ENDLESS)
    wait_until(lambda: rows(engine, "a", view) > 2)
    engine.stop("a", view.key)
    wait_until(lambda: not engine._running)
    known = rows(engine, "a", view)
    assert engine.ask("a", view.key).status == PAUSED and engine.state(view.key) is not None
    engine.resume("a", view.key)
    wait_until(lambda: rows(engine, "a", view) > known)
    updates = [row["update"] for row in engine.ask("a", view.key).log]
    assert updates == list(range(0, 10 * len(updates), 10))


def test_two_servers_share_one_run_and_who_comes_late_hears_all_of_it(start_engine):
    one, other = start_engine(), start_engine()
    view = one.submit("a", {**ENDLESS, "seed": 1})
    wait_until(lambda: rows(one, "a", view) > 5 and one.state(view.key))
    assert other.submit("b", view.recipe).status == RUNNING and not other._running
    wait_until(lambda: rows(other, "b", view) > 6)
    updates = [row["update"] for row in other.ask("b", view.key).log]
    assert updates == list(range(0, 10 * len(updates), 10))
    one.stop("a", view.key)
    wait_until(lambda: other._running and not one._running)          # taken over, not run beside the old one


def test_a_killed_workers_run_goes_on_at_another(start_engine, workers, scheduler, tmp_path):
    spare = command("distributed.cli.dask_worker", scheduler, "--nthreads", "1", "--no-nanny", "--no-dashboard",
                    "--name", "spare", folder=tmp_path)
    wait_until(lambda: workers.capacity == 3)
    engine = start_engine()
    views = [engine.submit("a", {**ENDLESS, "seed": seed}) for seed in (2, 3, 4)]
    wait_until(lambda: all(rows(engine, "a", view) > 2 for view in views))
    os.kill(spare.pid, signal.SIGKILL)
    spare.wait(20)
    wait_until(lambda: workers.capacity == 2)
    engine.stop("a", views[0].key)
    engine.stop("a", views[1].key)
    known = rows(engine, "a", views[2])
    wait_until(lambda: rows(engine, "a", views[2]) > known + 2)
    updates = [row["update"] for row in engine.ask("a", views[2].key).log]
    assert updates == list(range(0, 10 * len(updates), 10))


def test_the_same_key_for_another_recipe_is_refused(start_engine, workers):
    engine = start_engine()
    order = checked(ENDLESS, engine.store.brought)
    other = checked({**ENDLESS, "seed": 9}, engine.store.brought)
    mixed = type(order)(other.key, order.recipe, order.kind)
    with pytest.raises(RecipeError) as refused:
        workers.start(engine.store, mixed, "a-run").result(30)
    assert_one_sentence(str(refused.value))


def test_what_strangers_say_on_the_topic_is_left_alone():
    heard = records.Heard()
    heard.listen("mine")
    for message in (None, 3, {}, {"run": "mine"}, {"run": "mine", "first": "x", "rows": "[]"},
                    {"run": "mine", "first": 0, "rows": "nonsense"}, {"run": "mine", "first": 0, "rows": "[3]"},
                    {"run": "other", "first": 0, "rows": '[{"fraction": 0}]'},
                    {"run": ["x"], "first": 0, "rows": "[]"}):
        heard.take((0.0, message))
    assert heard.after("mine", 0) == ([], False, 0) and heard.after("other", 0) == ([], False, 0)
    heard.take((0.0, {"run": "mine", "first": 2, "rows": '[{"fraction": 0.5}]'}))
    assert heard.after("mine", 0) == ([], True, 1) and heard.after("mine", 2)[0] == [{"fraction": 0.5}]
    for number in range(records.RUNS_HEARD + 5):
        heard.listen(f"run-{number}")
    assert len(heard._rows) == len(heard._count) == records.RUNS_HEARD


def test_without_a_scheduler_a_training_waits_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("UNROLLED_SCHEDULER", "tcp://127.0.0.1:9")
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.2)
    engine = Engine(Store(tmp_path), best_workers())
    view = engine.ask("a", engine.submit("a", ENDLESS).key)
    assert view.is_active and view.place == 1
    assert_one_sentence(view.message)
    engine.close()


def test_tls_wants_certificates_and_tcp_beyond_this_machine_is_warned_of(monkeypatch, caplog):
    monkeypatch.setenv("UNROLLED_TLS_CA", "/ca.pem")
    made = cluster.security_of("tls://scheduler:8786")
    assert made.require_encryption and made.tls_ca_file == "/ca.pem"
    assert cluster.security_of("tcp://127.0.0.1:8786") is None and not caplog.records
    assert cluster.security_of("tcp://scheduler:8786") is None and "tls://" in caplog.text
