"""What the store knows of a job: what a worker writes there, and what the engine reads.

    KEY.result        what came of it
    KEY.state         what it goes on from: written every second or so, and when it stops
    KEY.RUN.log       its progress, a line of JSON for each report; every run begins with the lines so far
    KEY.RUN.lease     while it is there, the run may go on; whoever removes it stops the run
"""

import json
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

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


def log_file(key: str, run: str) -> str:
    """Where a run of a job says how far it is."""
    return f"{key}.{run}.log"


def lease_file(key: str, run: str) -> str:
    """What must be there for a run to go on."""
    return f"{key}.{run}.lease"


class Records:
    """A store as the engine sees it. A file that cannot be read counts as none."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def lend(self, key: str, run: str) -> None:
        """Let a run begin."""
        self._store.put(lease_file(key, run), b"")

    def take_back(self, key: str, run: str) -> None:
        """Let a run stop."""
        self._store.drop(lease_file(key, run))

    def close(self, key: str, run: str) -> None:
        """A run has ended."""
        self.take_back(key, run)
        self._store.drop(log_file(key, run))

    def news(self, key: str, run: str, place: int) -> tuple[list[dict[str, Any]], int]:
        """The reports of a run after a place in its log, and the place after them."""
        told = self._store.read_from(log_file(key, run), place)
        whole = told[:told.rfind(b"\n") + 1]
        return [json.loads(line) for line in whole.splitlines()], place + len(whole)

    def told(self, order: Order) -> dict[str, Any] | None:
        """The plain values of a result: `status`, `message`, `log` and what the kind of recipe adds."""
        name = result_file(order.key)
        if not self._store.has(name):
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

    def _read(self, name: str, reader: Callable[[bytes], Any]) -> Any:
        data = self._store.get(name)
        try:
            return data and reader(data)
        except Exception:          # what zipfile and JSON raise on a damaged file has no end
            self._store.drop(name)
            return None
