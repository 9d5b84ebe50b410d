"""What a server hears of runs on a cluster. See `cluster` for how it all fits together."""

import contextlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import distributed

from explainer.training.channel import Row
from explainer.training.packed import unpack_values
from explainer.training.records import Records, state_file
from explainer.training.store import Store

TOPIC = "unrolled-training"
RUNS_HEARD = 200             # that are listened to at a time


def stop_event(run: str) -> str:
    """The name of the event that stops a run."""
    return f"unrolled-stop-{run}"


class Heard:
    """The events of the runs that somebody here follows. Written by the client's thread, read by the engine's."""

    def __init__(self) -> None:
        self._rows: OrderedDict[str, dict[int, Row]] = OrderedDict()
        self._count: dict[str, int] = {}
        self._lock = threading.Lock()

    def listen(self, run: str) -> None:
        """From now on, keep what this run says; the one that was asked for longest ago makes room."""
        with self._lock:
            self._rows.setdefault(run, {})
            self._rows.move_to_end(run)
            self._count.setdefault(run, 0)
            while len(self._rows) > RUNS_HEARD:
                oldest, _ = self._rows.popitem(last=False)
                del self._count[oldest]

    def forget(self, run: str) -> None:
        """The run is over."""
        with self._lock:
            self._rows.pop(run, None)
            self._count.pop(run, None)

    def take(self, event: tuple[float, Any]) -> None:
        """An event from the cluster: whatever is not one of ours is left alone."""
        message = event[1]
        if not isinstance(message, dict) or (type(message.get("run")), type(message.get("first"))) != (str, int):
            return
        try:
            rows = json.loads(message.get("rows", ""))
        except (TypeError, ValueError):
            return
        if not isinstance(rows, list) or not all(isinstance(row, dict) and "fraction" in row for row in rows):
            return
        with self._lock:
            kept = self._rows.get(message.get("run"))
            if kept is not None:
                self._count[message["run"]] += 1
                kept.update(enumerate(rows, message["first"]))

    def after(self, run: str, known: int) -> tuple[list[Row], bool, int]:
        """The rows that follow the `known` ones, whether later ones are there, and how many events there were."""
        with self._lock:
            kept, fresh = self._rows.get(run, {}), []
            while known + len(fresh) in kept:
                fresh.append(kept.pop(known + len(fresh)))
            for old in [number for number in kept if number < known]:
                del kept[old]
            return fresh, bool(kept), self._count.get(run, 0)


class ClusterRecords(Records):
    """Progress comes as events, and a run is stopped by one; all else is as in any store."""

    def __init__(self, store: Store, heard: Heard, client: Callable[[], distributed.Client | None]) -> None:
        super().__init__(store)
        self._heard, self._client = heard, client

    def lend(self, key: str, run: str) -> None:
        """Let a run begin, and listen to it."""
        self._heard.listen(run)
        super().lend(key, run)

    def take_back(self, key: str, run: str) -> None:
        """Let a run stop: it may not write any more, and is told so."""
        super().take_back(key, run)
        self._at_the_event(run, "event_set")

    def close(self, key: str, run: str) -> None:
        """A run has ended, and nobody waits for its event any more."""
        super().take_back(key, run)
        self._heard.forget(run)
        self._at_the_event(run, "event_clear")

    def news(self, key: str, run: str, known: int, place: int) -> tuple[list[Row], int]:
        """The reports after the `known` ones: by events, and where some are missing from the job's state."""
        self._heard.listen(run)
        fresh, has_later, place = self._heard.after(run, known)
        if not fresh and has_later:
            values = self._read(state_file(key), unpack_values)
            fresh = values["log"][known:] if values else []
        return fresh, place

    def _at_the_event(self, run: str, operation: str) -> None:
        """Set or clear the event that stops a run, without waiting for the cluster."""
        client = self._client()
        if client is None:
            return

        async def tell() -> None:
            with contextlib.suppress(OSError):                  # the cluster has gone, and the run with it
                await getattr(client.scheduler, operation)(name=stop_event(run))
        client.loop.add_callback(tell)
