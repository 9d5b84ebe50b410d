"""What trains on this server: one engine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from explainer.training.engine import Engine
from explainer.training.store import default_store
from explainer.training.workers import ThreadWorkers, Workers, best_workers

_LOCK = threading.Lock()
_ENGINE: list[Engine] = []


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
