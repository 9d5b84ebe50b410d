"""The server's engine begins and ends with the server; without a server there is one with threads."""

import pytest

from explainer.training import server
from explainer.training.fields import RecipeError
from explainer.training.workers import ThreadWorkers
from tests.waiting import wait_until

RECIPE = {"kind": "lag", "lag": 2, "cell": "gru", "updates": 3}


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch):
    monkeypatch.setenv("UNROLLED_STORE", str(tmp_path))
    monkeypatch.setattr(server, "_ENGINE", [])


def test_pages_meet_the_engine_that_the_server_started():
    with server.training_engine(ThreadWorkers(1)) as started:
        assert server.engine() is started
        key = server.engine().submit("a", RECIPE).key
        wait_until(lambda: started.result(key) is not None)
    assert not server._ENGINE and started._closed.is_set()
    with server.training_engine(ThreadWorkers(1)) as later:            # what was made is there after a restart
        assert later.submit("b", RECIPE).status == "finished"


def test_without_a_server_there_is_one_engine_with_threads():
    found = server.engine()
    assert found is server.engine() and isinstance(found.workers, ThreadWorkers)
    with pytest.raises(RecipeError):
        found.submit("a", {"kind": "names"})
    found.close()
