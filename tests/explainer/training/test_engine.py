"""The engine: fair, shared, exact, and never stuck; in threads here, in processes in `test_processes`."""

import random
import threading

import pytest

from explainer.training import engine as rooms
from explainer.training.bounds import Bounds
from explainer.training.engine import Engine
from explainer.training.fields import RecipeError
from explainer.training.job import FAILED, PAUSED, QUEUED, RUNNING
from explainer.training.kinds.kind import DIVERGED, FINISHED
from explainer.training.kinds.lag import run as lag_run
from explainer.training.kinds.names import trained
from explainer.training.kinds.registry import KINDS, checked
from explainer.training.store import Store
from explainer.training.work import work
from explainer.training.workers import ThreadWorkers
from rnncore import NameList
from tests.visitor import assert_one_sentence
from tests.waiting import wait_until


@pytest.fixture
def start_engine(tmp_path):
    """Make engines over one store; all their runs end with the test."""
    made = []

    def start(places: int = 2, patience: float = 300.0, store: Store | None = None) -> Engine:
        made.append(Engine(store or Store(tmp_path), ThreadWorkers(places), patience))
        return made[-1]

    yield start
    for one in made:
        one.close()
    wait_until(lambda: not any(one._running for one in made))


def lag(seed: int = 0, updates: int = 20, lag: int = 5, hidden: int = 4) -> dict:
    return {"kind": "lag", "lag": lag, "cell": "vanilla", "seed": seed, "updates": updates, "hidden": hidden}


def endless(seed: int = 0) -> dict:
    """Would take minutes."""
    return lag(seed, 2_000, 100, 8)


def told(engine: Engine, session: str, view):
    return engine.ask(session, view.key)


def finish(engine: Engine, session: str, view):
    wait_until(lambda: not told(engine, session, view).is_active)
    return told(engine, session, view)


def learning(engine: Engine, session: str, view) -> bool:
    return len(told(engine, session, view).log) > 0


def test_the_same_recipe_is_one_job_and_one_run(start_engine):
    engine = start_engine()
    one, two = engine.submit("a", endless()), engine.submit("b", dict(reversed(endless().items())))
    assert one.key == two.key and len(engine._running) == 1 and len(engine.jobs) == 1
    wait_until(lambda: learning(engine, "a", one))
    engine.stop("a", one.key)
    assert told(engine, "a", one).status == PAUSED                     # at once, and for this session only
    seen = len(told(engine, "b", one).log)
    wait_until(lambda: len(told(engine, "b", one).log) > seen)
    engine.stop("b", one.key)
    wait_until(lambda: not engine._running)
    assert engine.jobs[one.key].status == PAUSED and engine.state(one.key) is not None


def test_a_result_is_found_again_by_another_engine_and_is_not_run_again(start_engine, monkeypatch):
    engine = start_engine()
    done = finish(engine, "a", engine.submit("a", lag()))
    assert done.status == FINISHED and done.fraction == 1.0 and done.log[-1]["update"] == 20
    other = start_engine(store=engine.store)
    monkeypatch.setattr(other.workers, "start", lambda *asked: 1 / 0)
    again = other.submit("b", lag())
    assert (again.status, again.log, again.key) == (FINISHED, done.log, done.key)
    assert other.result(again.key)[0]["weights"].tobytes() == engine.result(done.key)[0]["weights"].tobytes()


def test_a_result_that_is_no_longer_kept_is_made_again(start_engine):
    engine = start_engine()
    first = finish(engine, "a", engine.submit("a", lag()))
    weights = engine.result(first.key)[0]["weights"].tobytes()
    engine.store.put(f"{first.key}.result", b"damaged")
    engine.store.drop(f"{first.key}.state")
    engine._records._told.clear()
    assert engine.result(first.key) is None
    again = finish(engine, "a", engine.submit("a", lag()))
    assert again.status == FINISHED and engine.result(first.key)[0]["weights"].tobytes() == weights


def test_stopped_and_resumed_it_is_the_run_that_went_through(start_engine, tmp_path):
    recipe = {"kind": "names", "list": "stars", "steps": 150, "hidden_size": 8, "batch_size": 32, "dropout": 0.2,
              "weight_dropout": 0.2}
    other = start_engine(store=Store(tmp_path / "other"))
    through = finish(other, "a", other.submit("a", recipe))
    engine = start_engine(places=1)
    job = engine.submit("a", recipe)
    stops = 0
    for rows in (3, 9):
        wait_until(lambda: len(told(engine, "a", job).log) >= rows or not told(engine, "a", job).is_active)  # noqa: B023
        engine.stop("a", job.key)
        wait_until(lambda: not engine._running)
        stops += engine.jobs[job.key].status == PAUSED
        job = engine.resume("a", job.key)
    assert stops, "the run was too quick to be stopped"
    done = finish(engine, "a", job)
    ours, theirs = engine.result(job.key)[0], other.result(through.key)[0]
    assert {k: v.tobytes() for k, v in ours.items()} == {k: v.tobytes() for k, v in theirs.items()}
    assert [{**row, "seconds": 0} for row in done.log] == [{**row, "seconds": 0} for row in through.log]


def test_the_queue_is_fair_and_the_places_say_so(start_engine):
    engine = start_engine(places=1)
    first = engine.submit("greedy", endless(1))
    more = engine.submit("greedy", endless(2))
    modest, last = engine.submit("modest", endless(3)), engine.submit("late", endless(4))
    assert [told(engine, s, view).place for s, view in (
        ("greedy", first), ("greedy", more), ("modest", modest), ("late", last))] == [0, 3, 1, 2]
    engine.stop("late", last.key)
    assert told(engine, "late", last).place == 0 and told(engine, "late", last).status == PAUSED
    engine.workers = ThreadWorkers(2)                 # another place becomes free
    engine.submit("another", endless(5))
    assert told(engine, "modest", modest).status == RUNNING and told(engine, "greedy", more).status == QUEUED
    assert told(engine, "greedy", more).place == 2


def test_a_session_that_wants_everything_starves_nobody(start_engine):
    engine = start_engine(places=2)
    greedy = [engine.submit("greedy", endless(seed)) for seed in range(10)]
    assert len(engine._running) == 2
    modest = finish(engine, "modest", engine.submit("modest", lag(99)))
    assert modest.status == FINISHED                        # though none of the others would have ended by itself
    assert all(told(engine, "greedy", view).is_active for view in greedy)
    wait_until(lambda: len(engine._running) == 2)


def test_a_session_may_not_have_more_than_so_many(start_engine):
    engine = start_engine(places=1)
    engine.bounds = Bounds(jobs=3)
    views = [engine.submit("a", endless(seed)) for seed in range(3)]
    with pytest.raises(RecipeError) as refused:
        engine.submit("a", endless(3))
    assert_one_sentence(str(refused.value))
    assert engine.submit("a", endless(1)).key == views[1].key            # what it has it may ask for
    assert engine.submit("b", endless(3)).is_active
    engine.stop("a", views[2].key)
    assert engine.submit("a", endless(3)).is_active


def test_what_nobody_asks_for_stops_with_its_state_and_asking_keeps_it_alive(start_engine):
    engine = start_engine(places=2, patience=1.0)
    left, kept = engine.submit("a", endless(1)), engine.submit("b", endless(2))
    queued = engine.submit("c", endless(3))
    wait_until(lambda: engine.ask("b", kept.key) and engine.jobs[left.key].status == PAUSED
               and engine.jobs[queued.key].status in (PAUSED, RUNNING), pause=0.05)
    assert engine.state(left.key) is not None and not engine.jobs[left.key].watchers
    assert told(engine, "b", kept).status == RUNNING
    assert engine.ask("stranger", kept.key).status == PAUSED and set(engine.jobs[kept.key].watchers) == {"b"}
    assert engine.resume("a", left.key).is_active


def test_a_session_that_leaves_wants_nothing_any_more(start_engine):
    engine = start_engine(places=1)
    for seed in range(3):
        engine.submit("a", endless(seed))
    engine.leave("a")
    wait_until(lambda: not engine._running)
    assert not engine._waiting and {job.status for job in engine.jobs.values()} == {PAUSED}
    assert engine.resume("a", "lag-unknown") is None and engine.ask("a", "lag-unknown") is None


def test_an_accident_is_told_and_the_place_is_free_again(start_engine, monkeypatch):
    engine = start_engine(places=1)
    object.__setattr__(KINDS["lag"], "run", lambda *asked: 1 / 0)
    try:
        job = finish(engine, "a", engine.submit("a", lag()))
    finally:
        object.__setattr__(KINDS["lag"], "run", lag_run)
    assert job.status == FAILED
    assert_one_sentence(job.message.replace("error", "fault"))
    assert finish(engine, "a", engine.resume("a", job.key)).status == FINISHED


def test_divergence_ends_with_a_model_and_a_sentence(start_engine):
    engine = start_engine()
    job = finish(engine, "a", engine.submit("a", {
        "kind": "names", "list": "stars", "steps": 100, "cell": "vanilla", "activation": "identity",
        "hidden_size": 16, "learning_rate": 1e4}))
    assert job.status == DIVERGED and "rate" in job.message
    assert trained(engine.result(job.key)).model.provenance.scores


def test_a_brought_list_is_trained_on_by_its_key_and_gone_with_it(start_engine):
    engine = start_engine()
    names = tuple(f"na{a}{b}" for a in "abcdefg" for b in "hijklm")
    key = engine.bring(NameList("Mine", names))
    recipe = {"kind": "names", "list": f"brought:{key}", "steps": 5, "hidden_size": 4, "batch_size": 8}
    job = finish(engine, "a", engine.submit("a", recipe))
    assert job.status == FINISHED and job.key.startswith("own-")
    engine.store.drop(f"own-list-{key}")
    with pytest.raises(RecipeError, match="bring it again"):
        engine.submit("a", {**recipe, "seed": 1})


def test_old_jobs_are_forgotten_but_never_one_that_trains(start_engine, monkeypatch):
    monkeypatch.setattr(rooms, "JOBS_KEPT", 3)
    engine = start_engine()
    busy = engine.submit("a", endless())
    for seed in range(5):
        finish(engine, "b", engine.submit("b", lag(seed, 1)))
    assert len(engine.jobs) <= 3 and told(engine, "a", busy).status == RUNNING


def test_many_visitors_at_once_never_block_each_other(start_engine):
    engine = start_engine(patience=0.5)
    errors = []

    def visit(number: int) -> None:
        luck = random.Random(number)
        try:
            for _ in range(12):
                view = engine.submit(f"s{number}", lag(luck.randrange(5), 10))
                for _ in range(3):
                    getattr(engine, luck.choice(["ask", "stop", "resume"]))(f"s{number}", view.key)
                assert len(engine._running) <= engine.workers.capacity
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=visit, args=(number,), daemon=True) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not errors and not any(thread.is_alive() for thread in threads)
    wait_until(lambda: not engine._running and not engine._waiting)
    assert {job.status for job in engine.jobs.values()} <= {FINISHED, PAUSED}


def with_two_servers(start_engine) -> tuple[Engine, Engine]:
    one = start_engine(places=1)
    other = start_engine(places=1, store=one.store)
    other._elsewhere.silence = 1.5
    return one, other


def test_a_job_that_runs_at_another_server_is_followed_and_not_run_twice(start_engine, monkeypatch):
    one, other = with_two_servers(start_engine)
    view = one.submit("a", endless())
    monkeypatch.setattr(other.workers, "start", lambda *asked: 1 / 0)
    assert other.submit("b", endless()).status == RUNNING and not other._running
    wait_until(lambda: learning(other, "b", view))
    seen = told(one, "a", view).log
    wait_until(lambda: len(told(other, "b", view).log) >= len(seen))
    assert told(other, "b", view).log[:len(seen)] == seen
    other.stop("b", view.key)                                   # that is no reason for the first one to stop
    assert not other._elsewhere.jobs and told(one, "a", view).status == RUNNING
    monkeypatch.undo()
    short = one.submit("c", lag(7, 40))                         # it waits here, and has a place there
    assert other.submit("d", lag(7, 40)).key == short.key
    assert finish(other, "d", short).status == FINISHED
    one.stop("a", view.key)
    assert finish(one, "c", short).log == told(other, "d", short).log


def test_a_job_that_its_server_stops_is_taken_over_from_its_state(start_engine):
    one, other = with_two_servers(start_engine)
    view = one.submit("a", endless())
    other.submit("b", endless())
    wait_until(lambda: len(told(other, "b", view).log) > 3 and one.state(view.key))
    one.stop("a", view.key)
    wait_until(lambda: other._running and not one._running)
    rows = len(told(other, "b", view).log)
    wait_until(lambda: len(told(other, "b", view).log) > rows)
    updates = [row["update"] for row in told(other, "b", view).log]
    assert updates == list(range(0, 10 * len(updates), 10))


def test_a_run_whose_server_is_dead_is_taken_over_after_some_silence(start_engine):
    _, other = with_two_servers(start_engine)
    key = other.submit("b", lag()).key
    finish(other, "b", other.submit("b", lag()))
    for end in ("result", "state"):
        other.store.drop(f"{key}.{end}")
    other.store.put(f"{key}.lease", b"run-of-a-dead-server")
    view = other.submit("b", lag())
    assert view.status == RUNNING and not view.log
    assert finish(other, "b", view).status == FINISHED
    assert other.store.get(f"{key}.lease") is None


def test_who_lost_the_lease_writes_nothing(start_engine):
    engine = start_engine(places=1)
    view = engine.submit("a", endless())
    wait_until(lambda: learning(engine, "a", view))
    engine.store.put(f"{view.key}.lease", b"another-run")
    engine.store.drop(f"{view.key}.state")
    wait_until(lambda: not engine._running)
    assert engine.store.get(f"{view.key}.state") is None and engine.store.get(f"{view.key}.lease") == b"another-run"
    assert told(engine, "a", view).status == RUNNING and engine.jobs[view.key].is_elsewhere


def test_a_worker_that_knows_the_job_by_another_key_refuses_it(start_engine):
    engine = start_engine()
    order = checked(lag(), engine.store.brought)
    with pytest.raises(RecipeError) as refused:
        work(engine.store, order.recipe, "lag-" + "0" * 32, "run")
    assert_one_sentence(str(refused.value))


def test_logs_of_jobs_that_nobody_looks_at_are_given_back_and_found_again(start_engine):
    engine = start_engine(places=1, patience=0.5)
    view = engine.submit("a", endless())
    wait_until(lambda: len(told(engine, "a", view).log) > 2)
    wait_until(lambda: engine.jobs[view.key].status == PAUSED and not engine.jobs[view.key].log, pause=0.2)
    assert [row["update"] for row in engine.ask("b", view.key).log][:3] == [0, 10, 20]
