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

from explainer.training.kinds.registry import Order
from explainer.training.records import Records
from explainer.training.store import Store
from explainer.training.work import work
from rnncore.numerics.blas import SETTINGS

LOG = logging.getLogger(__name__)
NICENESS = 10                # a visitor's slider comes first
MOST_STILLBORN = 3           # after so many no other process is tried
PARENT_SECONDS = 1.0         # between two looks whether the server still lives


class WorkersLost(Exception):  # noqa: N818
    """A run ended because what it ran on has gone, through no fault of its own: it goes on from its state."""


class Workers(Protocol):
    """As many places as `capacity`, each for one run at a time. Where places come and go, so does `capacity`."""

    capacity: int
    problem: str                 # why nothing can start at present, in one sentence; empty if all is well

    def records(self, store: Store) -> Records:
        """What a server reads of the runs that run here."""

    def start(self, store: Store, order: Order, run: str) -> Future:
        """Begin `work` on an order; a worker that dies makes the future fail with BrokenExecutor.

        Never call it for more runs at once than there are places.
        """

    def close(self) -> None:
        """End them all, now."""


class ThreadWorkers:
    """Threads of this process: for where no process can be started, and for tests that want none."""

    problem = ""

    def __init__(self, capacity: int | None = None) -> None:
        self.capacity = capacity or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self.capacity, "training")
        threadpool_limits(1, "blas")         # two BLAS threads in each of two runs would fight over two cores

    def records(self, store: Store) -> Records:
        """Over files in the store."""
        return Records(store)

    def start(self, store: Store, order: Order, run: str) -> Future:
        """Begin in the next free thread."""
        return self._pool.submit(work, store, order.recipe, order.key, run)

    def close(self) -> None:
        """No more runs; those that run end when they lose their lease."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class ProcessWorkers:
    """Processes that start at once, wait for work, and step back behind the server's own threads.

    A pool of one each, so that a process that is killed takes no other run with it. loky's processes, because they
    do not import `__main__`: under Streamlit that is a visitor's page. Raises OSError or ImportError where the
    system has no processes or semaphores to give; where it takes them away later, runs go on in threads.
    """

    problem = ""

    def __init__(self, capacity: int | None = None, niceness: int = NICENESS) -> None:
        self.capacity, self.niceness = capacity or os.cpu_count() or 1, niceness
        self._lock = threading.Lock()
        self._places: list[_Process | None] = [_Process(niceness) for _ in range(self.capacity)]
        self._free = list(range(self.capacity))
        self._stillborn = 0                               # processes, one after the other, that did not even greet
        self._threads: ThreadWorkers | None = None

    def records(self, store: Store) -> Records:
        """Over files in the store."""
        return Records(store)

    def start(self, store: Store, order: Order, run: str) -> Future:
        """Begin in a free process, in a new one where it had died, and in a thread where none comes to life."""
        with self._lock:
            place = self._free.pop()
            try:
                future = self._begin(place, store, order, run)
            except BaseException:
                self._free.append(place)
                raise
        future.add_done_callback(lambda done: self._release(place, done))
        return future

    def close(self) -> None:
        """End every process, also in the middle of a run."""
        with self._lock:
            places, self._places = self._places, [None] * self.capacity
        for process in places:
            if process is not None:
                process.pool.shutdown(wait=True, kill_workers=True)
        if self._threads is not None:
            self._threads.close()

    def _begin(self, place: int, store: Store, order: Order, run: str) -> Future:
        while self._stillborn < MOST_STILLBORN:
            try:
                process = self._places[place] = self._places[place] or _Process(self.niceness)
                return process.pool.submit(work, store, order.recipe, order.key, run)
            except BrokenExecutor:                        # it died while it had nothing to do
                self._bury(place)
            except OSError:
                self._stillborn += 1
        LOG.warning("No worker process comes to life: this training run is a thread of the server.")
        self._threads = self._threads or ThreadWorkers(self.capacity)
        return self._threads.start(store, order, run)

    def _bury(self, place: int) -> None:
        process, self._places[place] = self._places[place], None
        if process is not None:
            self._stillborn = self._stillborn + 1 if process.is_stillborn else 0

    def _release(self, place: int, done: Future) -> None:
        with self._lock:
            if not done.cancelled() and isinstance(done.exception(), BrokenExecutor):
                self._bury(place)
            self._free.append(place)


class _Process:
    """One process in a pool of its own. It starts now, not with the first run, and greets."""

    def __init__(self, niceness: int) -> None:
        self.pool = _pool(niceness)
        self._greeting = self.pool.submit(os.getpid)

    @property
    def is_stillborn(self) -> bool:
        """Whether it died before it could say anything."""
        return self._greeting.done() and self._greeting.exception() is not None


def _pool(niceness: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, timeout=None, initializer=_begin, initargs=(os.getpid(), niceness),
                               env=dict.fromkeys(SETTINGS, "1") | {"PYTHONPATH": str(Path(__file__).parents[2])})


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
    """The cluster of `UNROLLED_SCHEDULER`, if there is one; else processes; threads where those cannot be had."""
    if os.environ.get("UNROLLED_SCHEDULER"):
        try:
            from explainer.training.cluster import ClusterWorkers  # an optional extra
        except ImportError as missing:
            raise RuntimeError("UNROLLED_SCHEDULER is set: install what requirements-cluster.txt names.") from missing
        return ClusterWorkers(os.environ["UNROLLED_SCHEDULER"])
    try:
        return ProcessWorkers(capacity)
    except (OSError, ImportError, NotImplementedError):
        LOG.warning("No worker process can be started here: training runs in threads.", exc_info=True)
        return ThreadWorkers(capacity)
