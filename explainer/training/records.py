"""What the store knows of a job: what a worker writes there, and what the engine reads.

    KEY.result        what came of it
    KEY.state         what it goes on from: written every second or so, and when it stops
    KEY.lease         the name of the run that may write these two (see `channel`)
    KEY.RUN.log       its progress, a line of JSON for each report; every run begins with the lines so far
"""

import json
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from explainer.training.channel import lease_file, log_file, read_lease
from explainer.training.job import Job
from explainer.training.kinds.kind import State
from explainer.training.kinds.registry import Order
from explainer.training.packed import unpack, unpack_values
from explainer.training.store import Store

REMEMBERED = 8           # results whose logs are kept in memory, too


def result_file(key: str) -> str:
    """Where the result of a job lies."""
    return f"{key}.result"


def state_file(key: str) -> str:
    """Where the state of a job lies."""
    return f"{key}.state"


class Records:
    """A store as the engine sees it. A file that cannot be read counts as none."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._told: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def lend(self, key: str, run: str) -> None:
        """Let a run begin: from now on only this one may write."""
        self.store.put(lease_file(key), run.encode())

    def holder(self, key: str) -> str | None:
        """The run that holds a job's lease; of this server, or of another one with the same store."""
        return read_lease(self.store, key)

    def take_back(self, key: str, run: str) -> None:
        """Let a run stop."""
        if self.holder(key) == run:
            self.store.drop(lease_file(key))

    def close(self, key: str, run: str) -> None:
        """A run has ended."""
        self.take_back(key, run)
        self.store.drop(log_file(key, run))

    def news(self, key: str, run: str, known: int, place: int) -> tuple[list[dict[str, Any]], int]:
        """The reports of a run after the `known` ones, and the place in its log after them.

        `place` is where this was read up to before: it also grows with signs of life.
        """
        told = self.store.read_from(log_file(key, run), place)
        whole = told[:told.rfind(b"\n") + 1]
        return [json.loads(line) for line in whole.splitlines() if line], place + len(whole)

    def read_log(self, job: Job) -> None:
        """What a job's run has told since it was last read, into the job; also when it was last heard of."""
        fresh, place = self.news(job.key, job.run, len(job.log), job.log_place)
        if place != job.log_place:
            job.log_place, job.heard = place, time.monotonic()
        job.log += fresh
        if job.log and job.began is None:
            job.began = time.monotonic(), job.log[-1]["fraction"]

    def told(self, order: Order) -> dict[str, Any] | None:
        """The plain values of a result: `status`, `message`, `log` and what the kind of recipe adds."""
        name = result_file(order.key)
        if not self.store.has(name):
            self._told.pop(order.key, None)
            return None
        if order.key not in self._told:
            values = self._read(name, unpack_values)
            if values is None or values.get("recipe") != order.recipe:
                return None
            self._told[order.key] = values
            while len(self._told) > REMEMBERED:
                self._told.popitem(last=False)
        return self._told[order.key]

    def log_of_state(self, order: Order) -> list[dict[str, Any]]:
        """The reports up to the state where a job stands; none before its first state."""
        values = self._read(state_file(order.key), unpack_values)
        return values["log"] if values and values.get("recipe") == order.recipe else []

    def ending(self, order: Order) -> str | None:
        """How an order ended, if its result is kept."""
        told = self.told(order)
        return told and told["status"]

    def result(self, key: str) -> State | None:
        """What came of a job."""
        return self._read(result_file(key), unpack)

    def state(self, key: str) -> State | None:
        """Where a job stands."""
        found = self._read(state_file(key), unpack)
        return found and (found[0], found[1]["values"])

    def stamp(self, key: str) -> str | None:
        """Something that changes with each state of a job; None before the first."""
        return self.store.stamp(state_file(key))

    def _read(self, name: str, reader: Callable[[bytes], Any]) -> Any:
        data = self.store.get(name)
        try:
            return data and reader(data)
        except Exception:          # what zipfile and JSON raise on a damaged file has no end
            self.store.drop(name)
            return None
