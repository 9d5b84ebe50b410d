"""What trains on this server: one engine, and the runner that it replaces."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from explainer.training.engine import Engine
from explainer.training.runner import Runner
from explainer.training.store import default_store
from explainer.training.workers import ThreadWorkers, Workers, best_workers

_LOCK = threading.Lock()
_ENGINE: list[Engine] = []


@st.cache_resource(show_spinner=False)
def runner() -> Runner:
    """The server's one training runner."""
    return Runner()


@contextmanager
def training_engine(workers: Workers | None = None) -> Iterator[Engine]:
    """The server's engine, from its start to its end: for the server's lifespan, never for a page's script."""
    with _LOCK:
        _ENGINE[:] = [Engine(default_store(), workers or best_workers())]
    try:
        yield _ENGINE[0]
    finally:
        with _LOCK:
            ended = _ENGINE.pop()
        ended.close()


def engine() -> Engine:
    """The server's engine. Where no server has started one (a test, a script run by itself), one with threads."""
    with _LOCK:
        if not _ENGINE:
            _ENGINE.append(Engine(default_store(), ThreadWorkers()))
        return _ENGINE[0]
