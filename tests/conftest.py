"""What all tests outside `tests/rnncore` share."""

import pytest
from hypothesis import settings

from explainer import chrome, library

# Derandomised: the same examples on every run, so that no test fails by bad luck.
settings.register_profile("laws", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("laws")


@pytest.fixture(autouse=True, scope="session")
def at_once():
    """No browser draws here, so no page gives it a moment for that."""
    chrome.FIRST_SECONDS = 0.0


@pytest.fixture
def quiet_runner():
    """The server's runner; whatever a test leaves training stops when the test is over."""
    yield library.runner()
    for job in list(library.runner().jobs.values()):
        for session in list(job.watchers):
            library.runner().leave(session, job.key)
