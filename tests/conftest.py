"""What all tests outside `tests/rnncore` share: pages at once, a small real list, small recipes for it, an engine."""

from collections.abc import Callable

import pytest
from hypothesis import settings
from streamlit import config
from streamlit.runtime.media_file_manager import MediaFileManager

import rnncore
from explainer.models import shipped
from explainer.state import sections
from explainer.training import server
from explainer.training.engine import Engine
from explainer.training.store import Store
from explainer.training.workers import ThreadWorkers
from pages.chapters import CHAPTERS
from rnncore.training.recipes import Recipe
from tests.visitor import Visitor
from tests.waiting import wait_until
from tests.whole import opened_whole

assert CHAPTERS            # importing them enters their controls in the registry

# Derandomised: the same examples on every run, so that no test fails by bad luck.
settings.register_profile("laws", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("laws")


@pytest.fixture(autouse=True, scope="session")
def at_once():
    """No browser draws here, so no page gives it a moment for that, and nothing waits to be sent to it."""
    sections.ARRIVAL = sections.UNSENT = 0.0


@pytest.fixture(autouse=True, scope="session")
def errors_in_full():
    """What visitors must not see, whoever reads a failing test must."""
    config.set_option("client.showErrorDetails", "full")


@pytest.fixture(autouse=True, scope="session")
def whole_chapters():
    """Tests of one section find it on its page, whichever step it is of."""
    with opened_whole():
        yield


@pytest.fixture
def step_by_step():
    """Chapters open at their first step, as they do for people."""
    with opened_whole(False):
        yield


@pytest.fixture(autouse=True, scope="session")
def own_store(tmp_path_factory):
    """Results of training lie in a folder of the tests, also for the servers that browser tests start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNROLLED_STORE", str(tmp_path_factory.mktemp("store")))
        yield


@pytest.fixture
def quiet_engine(tmp_path, monkeypatch):
    """The pages' engine, in two threads and with an empty store; whatever a test leaves training stops with it."""
    made = Engine(Store(tmp_path / "store"), ThreadWorkers(2))
    monkeypatch.setattr(server, "_ENGINE", [made])
    yield made
    made.close()
    wait_until(lambda: not made._running)


@pytest.fixture
def corpus() -> rnncore.Corpus:
    return shipped.shipped_corpus("stars")


@pytest.fixture
def recipe():
    """Make a recipe: small and quick unless told otherwise."""
    def make(seed: int = 0, steps: int = 40, hidden: int = 6, cell: str = "gru", activation: str = "tanh",
             **training) -> Recipe:
        config = rnncore.TrainingConfig(steps=steps, seed=seed, batch_size=training.pop("batch_size", 32), **training)
        return Recipe(config, cell, hidden, activation)
    return make


@pytest.fixture
def endless(recipe):
    """A recipe that would take minutes: whoever uses it must stop it."""
    return lambda seed=0: recipe(seed, steps=20_000, hidden=48)


@pytest.fixture
def visitor(quiet_engine) -> Visitor:
    """Somebody who has just opened the name page."""
    return Visitor()


@pytest.fixture
def taken_home(monkeypatch) -> Callable[[str], bytes]:
    """Press a download button: the bytes of the newest file on offer whose name ends so.

    The file is made when the button is pressed, so this makes it when it is asked for.
    """
    real, offered = MediaFileManager.add_deferred, {}

    def add(self, make, mimetype, coordinates, file_name=None, **options):
        offered.pop(file_name, None)
        offered[file_name] = make
        return real(self, make, mimetype, coordinates, file_name, **options)

    monkeypatch.setattr(MediaFileManager, "add_deferred", add)
    return lambda end: next(make for name, make in reversed(offered.items()) if name.endswith(end))()
