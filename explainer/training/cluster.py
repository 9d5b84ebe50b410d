"""Runs on many machines, by dask.distributed: an optional extra (`requirements-cluster.txt`, `UNROLLED_SCHEDULER`).

The queue, the leases and the store are the same as anywhere; only where a run runs and how it speaks is different:

    the task's key     the job's key and the run's name: two servers that ask for one job meet at its lease, before
    progress           events on one topic; who comes late finds what came before in the job's state
    stop               an event of the run's name, for `cancel` does not stop what has begun
    results, states    in the store, which all servers and workers see

Nothing but text, JSON and numbers goes over the wire. `tcp://` says nothing of who sends it: use it inside a network
of your own, and `tls://` with certificates (`UNROLLED_TLS_CA`, `UNROLLED_TLS_CERT`, `UNROLLED_TLS_KEY`) elsewhere.
"""

import json
import logging
import os
import threading
from collections.abc import Iterable
from concurrent.futures import BrokenExecutor, Future
from functools import lru_cache
from typing import Any

import distributed
from distributed.scheduler import KilledWorker
from distributed.security import Security

from explainer.training.channel import Row, read_lease
from explainer.training.cluster_records import TOPIC, ClusterRecords, Heard, stop_event
from explainer.training.kinds.registry import Order
from explainer.training.records import Records
from explainer.training.store import Store, open_store
from explainer.training.work import work
from explainer.training.workers import WorkersLost

LOG = logging.getLogger(__name__)
CONNECT_SECONDS = 5.0
LOOK_SECONDS = 1.0           # between two looks at the cluster
MOST_ROWS = 50               # of one event
OUT_OF_REACH = "The training cluster is out of reach just now: your training waits for it."
NO_WORKERS = "The training cluster has no worker just now: your training waits for one."


class ClusterWorkers:
    """The workers of a cluster: as many places as they have threads. It comes and goes; this one waits for it."""

    def __init__(self, address: str, security: Security | None = None) -> None:
        self.address, self._security = address, security or security_of(address)
        self.capacity, self.problem = 0, OUT_OF_REACH
        self._client: distributed.Client | None = None
        self._heard = Heard()
        self._pending: dict[str, tuple[Any, Future]] = {}      # a run's name to the cluster's future and ours
        self._lock = threading.Lock()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="training-cluster", daemon=True).start()

    def records(self, store: Store) -> Records:
        """Over the store; progress and stop by the cluster's events."""
        return ClusterRecords(store, self._heard, lambda: self._client)

    def start(self, store: Store, order: Order, run: str) -> Future:
        """Hand a run to the scheduler, which finds a worker for it."""
        ours: Future = Future()
        client = self._client
        if client is None:
            ours.set_exception(WorkersLost())
            return ours
        theirs = client.submit(cluster_work, store.address, json.dumps(order.recipe), order.key, run,
                               key=f"{order.key}-{run}", pure=False)
        with self._lock:
            self._pending[run] = theirs, ours
        theirs.add_done_callback(lambda done: self._over(run))
        return ours

    def close(self) -> None:
        """Leave the cluster. What runs there stops when it has lost its lease."""
        self._closed.set()
        self.capacity = 0
        client, self._client = self._client, None
        if client is not None:
            client.close(timeout=1)

    def _over(self, run: str) -> None:
        with self._lock:
            theirs, ours = self._pending.pop(run, (None, None))
        if ours is None:
            return
        try:
            ours.set_result(theirs.result(timeout=CONNECT_SECONDS))
        except KilledWorker:
            ours.set_exception(BrokenExecutor("Its worker died again and again."))
        except (distributed.CancelledError, distributed.TimeoutError, OSError):
            ours.set_exception(WorkersLost())
        except Exception as error:
            ours.set_exception(error)

    def _watch(self) -> None:
        while not self._closed.is_set():
            try:
                self._look()
            except Exception:
                LOG.info("The training cluster at %s does not answer", self.address, exc_info=True)
                self._lose()
            self._closed.wait(LOOK_SECONDS)

    def _look(self) -> None:
        """Connect if need be, and count the places."""
        client = self._client
        if client is None:
            client = distributed.Client(self.address, timeout=CONNECT_SECONDS, set_as_default=False,
                                        security=self._security, name="unrolled")
            client.subscribe_topic(TOPIC, self._heard.take)
            self._client = client
            if self._closed.is_set():                    # while it connected
                self.close()
                return
        if client.status != "running":
            raise OSError("The scheduler has gone.")
        self.capacity = sum(client.nthreads().values())
        self.problem = "" if self.capacity else NO_WORKERS

    def _lose(self) -> None:
        """The scheduler has gone, and with it what it knew of the runs: they go on elsewhere from their states."""
        self.capacity, self.problem = 0, OUT_OF_REACH
        client, self._client = self._client, None
        with self._lock:
            pending, self._pending = self._pending, {}
        for _, ours in pending.values():
            ours.set_exception(WorkersLost())
        if client is not None:
            client.close(timeout=1)


class ClusterChannel:
    """A run's end of the line, at a worker of the cluster."""

    look_seconds = 0.2

    def __init__(self, store: Store, key: str, run: str) -> None:
        self._store, self._key, self._run = store, key, run
        self._worker = distributed.get_worker()
        self._stop = distributed.Event(stop_event(run))

    def tell(self, first: int, rows: Iterable[Row]) -> None:
        """An event; of many rows only the last, for the others stand in the job's state."""
        rows = list(rows)
        late = rows[-MOST_ROWS:]
        self._worker.log_event(TOPIC, {"run": self._run, "first": first + len(rows) - len(late),
                                       "rows": json.dumps(late)})

    def is_asked_to_stop(self) -> bool:
        """Whether the run's own event is set; without a scheduler nobody could follow the run, so it stops, too."""
        try:
            return self._stop.is_set()
        except (OSError, distributed.TimeoutError):
            return True

    def holder(self) -> str | None:
        """What stands in the lease, in the store."""
        return read_lease(self._store, self._key)


def cluster_work(address: str, recipe: str, key: str, run: str) -> str:
    """What a worker of the cluster does: the same as any other, with a channel over events."""
    store = _store(address)
    return work(store, json.loads(recipe), key, run, ClusterChannel(store, key, run))


def security_of(address: str) -> Security | None:
    """Certificates for `tls://`, where the environment names them; else Dask's own configuration."""
    names = {"tls_ca_file": "UNROLLED_TLS_CA", "tls_client_cert": "UNROLLED_TLS_CERT",
             "tls_client_key": "UNROLLED_TLS_KEY"}
    files = {setting: os.environ[name] for setting, name in names.items() if os.environ.get(name)}
    if address.startswith("tls://"):
        return Security(require_encryption=True, **files)
    if not address.startswith(("tcp://127.", "tcp://localhost", "tcp://[::1]")):
        LOG.warning("The scheduler is reached over tcp://, which says nothing of who sends: use tls:// unless the "
                    "network is your own.")
    return None


@lru_cache(maxsize=4)
def _store(address: str) -> Store:
    return open_store(address)
