"""A store behind a URL keeps the promises of the folder. Only where the extra is installed."""

import os
import time

import pytest

from explainer.training.engine import Engine
from explainer.training.fields import RecipeError
from explainer.training.kinds.kind import FINISHED
from explainer.training.store import DAY, open_store
from explainer.training.workers import ThreadWorkers
from rnncore import NameList
from tests.waiting import wait_until

pytest.importorskip("fsspec")


@pytest.fixture(params=["file", "memory"])
def store(request, tmp_path):
    return open_store(f"{request.param}://{tmp_path}/store")


def test_what_is_put_is_got_and_what_is_dropped_is_gone(store):
    assert store.get("lag-1.result") is None and store.stamp("lag-1.result") is None
    store.put("lag-1.result", b"one")
    stamp = store.stamp("lag-1.result")
    assert store.get("lag-1.result") == b"one" and store.has("lag-1.result") and stamp == store.stamp("lag-1.result")
    store.put("lag-1.result", b"another")
    assert store.get("lag-1.result") == b"another" and store.stamp("lag-1.result") != stamp
    store.append("lag-1.run.log", b"a\n")
    store.append("lag-1.run.log", b"b\n")
    assert store.read_from("lag-1.run.log", 2) == b"b\n"
    store.drop("lag-1.result")
    store.drop("lag-1.result")
    assert not store.has("lag-1.result") and [name for name, *_ in store._listed()] == ["lag-1.run.log"]
    with pytest.raises(ValueError):
        store.put("../elsewhere", b"")


def test_it_is_bounded(store):
    store.most_files = 2
    for number in range(5):
        store.put(f"lag-{number}.result", b"x")
    store.tidy()
    assert len(list(store._listed())) == 2


def test_what_was_brought_is_gone_after_a_day(tmp_path):
    store = open_store(f"file://{tmp_path}/store")
    key = store.bring(NameList("Mine", ("Ada", "Zoë")))
    assert store.brought(key).names == ("Ada", "Zoë")
    os.utime(tmp_path / "store" / f"own-list-{key}", (time.time() - DAY - 60,) * 2)
    with pytest.raises(RecipeError):
        store.brought(key)
    store.tidy()
    assert not list(store._listed())


def test_an_engine_trains_with_it(store):
    engine = Engine(store, ThreadWorkers(1))
    view = engine.submit("a", {"kind": "lag", "lag": 2, "cell": "gru", "updates": 3})
    wait_until(lambda: engine.ask("a", view.key).status == FINISHED)
    assert engine.result(view.key) is not None and engine.ask("a", view.key).log
    engine.close()
