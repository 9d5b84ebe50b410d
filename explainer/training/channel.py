"""Between a run and those who follow it: what it tells, and whether it may go on. Here over files in the store.

A run may write a job's state and result only while it holds the job's lease, a file with the run's name. Whoever
takes the lease away stops the run; whoever puts another name into it takes the job over.
"""

import json
from collections.abc import Iterable
from typing import Any, Protocol

from explainer.training.store import Store

Row = dict[str, Any]


class Channel(Protocol):
    """A run's end of the line."""

    look_seconds: float          # between two looks whether the run should stop

    def tell(self, first: int, rows: Iterable[Row]) -> None:
        """Say the reports from number `first` on; none of them only says that the run is alive."""

    def is_asked_to_stop(self) -> bool:
        """Whether the run should keep its state and stop."""

    def holder(self) -> str | None:
        """The name of the run that holds the job's lease, which may be another one; None if nobody does."""


class FileChannel:
    """Over files that the server reads, too: a log, a line of JSON for each report, and the lease itself."""

    look_seconds = 0.05

    def __init__(self, store: Store, key: str, run: str) -> None:
        self._store, self._key, self._run = store, key, run

    def tell(self, first: int, rows: Iterable[Row]) -> None:
        """Append to the log; an empty line is a sign of life."""
        lines = "".join(json.dumps(row) + "\n" for row in rows) or "\n"
        self._store.append(log_file(self._key, self._run), lines.encode())

    def is_asked_to_stop(self) -> bool:
        """A lease that is not this run's is a wish to stop."""
        return self.holder() != self._run

    def holder(self) -> str | None:
        """What stands in the lease."""
        return read_lease(self._store, self._key)


def lease_file(key: str) -> str:
    """Where the name of the run lies that may write the job's state and result."""
    return f"{key}.lease"


def log_file(key: str, run: str) -> str:
    """Where a run of a job says how far it is."""
    return f"{key}.{run}.log"


def read_lease(store: Store, key: str) -> str | None:
    """The name of the run that holds the lease of a job."""
    held = store.get(lease_file(key))
    return held.decode(errors="replace") if held else None
