"""The lag task trained while somebody watches: in slices, one seed after the other.

Nothing in here knows Streamlit. A run belongs to one session; all sessions share the cores.
"""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from threadpoolctl import threadpool_limits

from rnncore.tasks.lag import Start, Trial, run

SLICE = 0.35                                          # seconds of training between two pictures
_CORES = threading.BoundedSemaphore(os.cpu_count() or 1)


@dataclass(frozen=True)
class Plan:
    """What was asked for: the same plan gives the same trials."""

    lag: int
    starts: tuple[Start, ...]
    seeds: tuple[int, ...]
    updates: int

    def trials(self) -> Iterator[Iterator[Trial]]:
        """All trials, seed after seed, so that every cell is seen early."""
        for seed in self.seeds:
            for start in self.starts:
                yield run(self.lag, start, seed, self.updates)


@dataclass
class LagRun:
    """A plan on its way. `done` are the finished trials, `now` the one in progress."""

    plan: Plan
    done: list[Trial] = field(default_factory=list)
    now: Trial | None = None
    stopped: bool = False
    waiting: bool = False                # all cores were busy when it last wanted one

    def __post_init__(self) -> None:
        self._queue = self.plan.trials()
        self._trial: Iterator[Trial] | None = None

    @property
    def total(self) -> int:
        """How many trials the plan has: one for each start and seed."""
        return len(self.plan.starts) * len(self.plan.seeds)

    @property
    def finished(self) -> bool:
        """Whether every trial is over."""
        return len(self.done) == self.total

    @property
    def is_active(self) -> bool:
        """Whether there is something left that nobody stopped."""
        return not (self.finished or self.stopped)

    @property
    def trials(self) -> list[Trial]:
        """The finished trials, then the one in progress."""
        return [*self.done, self.now] if self.now else list(self.done)

    def of(self, start: Start) -> list[Trial]:
        """The trials of one start, in the order of their seeds."""
        return [trial for trial in self.trials if trial.start == start]

    @property
    def share(self) -> float:
        """How much of the work is done, 0 to 1, if every trial used its whole budget from here on."""
        part = self.now.updates / self.plan.updates if self.now else 0.0
        return min(1.0, (len(self.done) + part) / self.total)

    def advance(self, seconds: float = SLICE) -> None:
        """Train for about this long, one check at least. Other visitors come first if all cores are busy."""
        self.waiting = not _CORES.acquire(timeout=seconds)
        if self.waiting:
            return
        try:
            with threadpool_limits(1, "blas"):       # small matrices: threads would only wait for each other
                deadline = time.monotonic() + seconds
                while self.is_active:
                    self._one_check()                # one at least, on however slow a machine
                    if time.monotonic() >= deadline:
                        break
        finally:
            _CORES.release()

    def _one_check(self) -> None:
        """Train the current trial, or the next one, as far as its next check."""
        if self._trial is None:
            self._trial = next(self._queue)
        self.now = next(self._trial)
        if self.now.finished:
            self.done.append(self.now)
            self._trial = self.now = None
