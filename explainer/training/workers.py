"""Where runs run: processes of this machine, or threads of this process. To run them elsewhere is one more class."""

import logging
import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from loky.process_executor import ProcessPoolExecutor
from threadpoolctl import threadpool_limits

from explainer.training.kinds.kind import Recipe
from explainer.training.store import Store
from explainer.training.work import work
from rnncore.numerics.blas import SETTINGS

LOG = logging.getLogger(__name__)
NICENESS = 10                # a visitor's slider comes first
PARENT_SECONDS = 1.0         # between two looks whether the server still lives


class Workers(Protocol):
    """As many places as `capacity`, each for one run at a time."""

    capacity: int

    def start(self, store: Store, recipe: Recipe, run: str) -> Future:
        """Begin `work(store, recipe, run)`; a worker that dies makes the future fail with BrokenExecutor.

        Never call it for more runs at once than there are places.
        """

    def close(self) -> None:
        """End them all, now."""


class ThreadWorkers:
    """Threads of this process: for where no process can be started, and for tests that want none."""

    def __init__(self, capacity: int | None = None) -> None:
        self.capacity = capacity or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self.capacity, "training")
        threadpool_limits(1, "blas")         # two BLAS threads in each of two runs would fight over two cores

    def start(self, store: Store, recipe: Recipe, run: str) -> Future:
        """Begin in the next free thread."""
        return self._pool.submit(work, store, recipe, run)

    def close(self) -> None:
        """No more runs; those that run end when they lose their lease."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class ProcessWorkers:
    """Processes that start at once, wait for work, and step back behind the server's own threads.

    A pool of one each, so that a process that is killed takes no other run with it. loky's processes, because they
    do not import `__main__`: under Streamlit that is a visitor's page. Raises OSError or ImportError where the
    system has no processes or semaphores to give.
    """

    def __init__(self, capacity: int | None = None, niceness: int = NICENESS) -> None:
        self.capacity, self.niceness = capacity or os.cpu_count() or 1, niceness
        self._lock = threading.Lock()
        self._pools: list[ProcessPoolExecutor | None] = [_pool(niceness) for _ in range(self.capacity)]
        self._free = list(range(self.capacity))

    def start(self, store: Store, recipe: Recipe, run: str) -> Future:
        """Begin in a free process, in a new one where it had died."""
        with self._lock:
            place = self._free.pop()
            if self._pools[place] is None:
                self._pools[place] = _pool(self.niceness)
            try:
                future = self._pools[place].submit(work, store, recipe, run)
            except BrokenExecutor:                        # it died while it had nothing to do
                self._pools[place] = _pool(self.niceness)
                future = self._pools[place].submit(work, store, recipe, run)
        future.add_done_callback(lambda done: self._release(place, done))
        return future

    def close(self) -> None:
        """End every process, also in the middle of a run."""
        with self._lock:
            pools, self._pools = self._pools, [None] * self.capacity
        for pool in pools:
            if pool is not None:
                pool.shutdown(wait=True, kill_workers=True)

    def _release(self, place: int, done: Future) -> None:
        with self._lock:
            if not done.cancelled() and isinstance(done.exception(), BrokenExecutor):
                self._pools[place] = None
            self._free.append(place)


def _pool(niceness: int) -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(1, timeout=None, initializer=_begin, initargs=(os.getpid(), niceness),
                               env=dict.fromkeys(SETTINGS, "1") | {"PYTHONPATH": str(Path(__file__).parents[2])})
    pool.submit(os.getpid)                                # the process starts now, not with the first run
    return pool


def _begin(server: int, niceness: int) -> None:
    """What a process does first: step back, leave Ctrl-C to the server, and end when the server has."""
    os.nice(niceness)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(server,), name="parent", daemon=True).start()


def _end_with(server: int) -> None:
    while os.getppid() == server:
        time.sleep(PARENT_SECONDS)
    os._exit(1)


def best_workers(capacity: int | None = None) -> Workers:
    """Processes; threads where those cannot be had."""
    try:
        return ProcessWorkers(capacity)
    except (OSError, ImportError, NotImplementedError):
        LOG.warning("No worker process can be started here: training runs in threads.", exc_info=True)
        return ThreadWorkers(capacity)
