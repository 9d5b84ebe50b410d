"""One run from where it stands to its end, or until it may not go on: what a worker does, wherever it is.
What it leaves in the store is described in `records`.
"""

import threading
import time
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from explainer.training.channel import Channel, FileChannel
from explainer.training.fields import RecipeError
from explainer.training.kinds.kind import Recipe, Report, State
from explainer.training.kinds.registry import Order, checked, forget_what_was_brought
from explainer.training.memory import trim
from explainer.training.packed import pack, unpack
from explainer.training.records import result_file, state_file
from explainer.training.store import Store

DONE, STOPPED = "done", "stopped"
TELL_SECONDS = 0.2           # between two pieces of log
BEAT_SECONDS = 1.0           # between two signs of life
SAVE_SECONDS = 1.0           # between two states,
SAVE_SHARE = 0.05            # which may not take more of the time than this

OTHER_VERSION = "The training worker has another version of the app than the server: try again when both are the same."


def work(store: Store, recipe: Recipe, key: str, run: str, channel: Channel | None = None) -> str:
    """Run a recipe from its last state on. Returns DONE if its result is in the store, else STOPPED.

    `key` is what the server calls the job: where this worker would call it otherwise, it has other data or another
    version, and its numbers would not be those that were asked for. Raises RecipeError then, and if the recipe
    cannot be run (its list has expired).
    """
    order = checked(recipe, store.brought)
    if order.key != key:
        raise RecipeError(OTHER_VERSION)
    with threadpool_limits(1, "blas"), np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        try:
            return Run(store, order, run, channel or FileChannel(store, key, run)).to_the_end()
        finally:
            if order.kind.is_private(order.recipe):      # a worker lives as long as its server, and a list may be large
                forget_what_was_brought()
            trim()


class Run:
    """A run of an order, under a lease."""

    def __init__(self, store: Store, order: Order, name: str, channel: Channel) -> None:
        self.store, self.order, self.name, self.channel = store, order, name, channel
        self.log: list[dict[str, Any]] = []
        self._looked = self._told = self._saved = self._saving = 0.0
        self._lines_told = 0
        self._may_go_on = True

    def to_the_end(self) -> str:
        """Follow the reports. A run that lost its lease keeps its state, if nobody else has taken over."""
        over = threading.Event()
        beats = threading.Thread(target=self._beat, args=(over,), name="beats", daemon=True)
        beats.start()
        try:
            return self._follow()
        finally:
            over.set()
            beats.join()

    def _follow(self) -> str:
        reports = self.order.kind.run(self.order.recipe, self._last_state(), self.store.brought)
        report = None
        self._tell(time.monotonic(), force=True)
        while True:
            try:
                report = next(reports)
            except StopIteration as end:
                return self._finish(end.value, report)
            self.log.append(report.progress)
            now = time.monotonic()
            if self._should_stop(now):
                if self.channel.holder() in (self.name, None):
                    self._save(report, now)
                    self._tell(now, force=True)              # the log ends where the state stands
                return STOPPED
            self._tell(now)
            if now - self._saved >= max(SAVE_SECONDS, self._saving / SAVE_SHARE):
                if self.channel.holder() != self.name:
                    return STOPPED
                self._save(report, now)

    def _beat(self, over: threading.Event) -> None:
        """Say now and then that the run is alive, also in the middle of something long."""
        while not over.wait(BEAT_SECONDS):
            self.channel.tell(0, ())

    def _last_state(self) -> State | None:
        """Where this order stands, or the one it goes on from ended; the log so far comes along."""
        for order in (self.order, self.order.before(self.store.brought)):
            data = order and self.store.get(state_file(order.key))
            if data:
                arrays, kept = unpack(data)
                if kept["recipe"] == order.recipe and kept["is_end"] >= (order is not self.order):
                    self.log = kept["log"]
                    return arrays, kept["values"]
        return None

    def _should_stop(self, now: float) -> bool:
        if now - self._looked >= self.channel.look_seconds:
            self._looked = now
            self._may_go_on = not self.channel.is_asked_to_stop()
        return not self._may_go_on

    def _tell(self, now: float, force: bool = False) -> None:
        if now - self._told < TELL_SECONDS and not force:
            return
        self.channel.tell(self._lines_told, self.log[self._lines_told:])
        self._told, self._lines_told = now, len(self.log)

    def _save(self, report: Report, now: float, is_end: bool = False) -> None:
        arrays, values = report.state()
        kept = {"recipe": self.order.recipe, "log": self.log, "values": values, "is_end": is_end}
        self.store.put(state_file(self.order.key), pack(arrays, kept))
        self._saved = time.monotonic()
        self._saving = self._saved - now

    def _finish(self, result: State, report: Report | None) -> str:
        if self.channel.holder() != self.name:      # another run has the job now, and comes to the same result
            return STOPPED
        arrays, values = result
        self.store.put(result_file(self.order.key),
                       pack(arrays, {"recipe": self.order.recipe, "log": self.log, **values}))
        if report is not None:
            self._save(report, time.monotonic(), is_end=True)
        return DONE
