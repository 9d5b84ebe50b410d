"""One job as the engine keeps it, and as it tells a session."""

import time
from dataclasses import dataclass, field
from typing import Any

from explainer.training.kinds.kind import DIVERGED, FINISHED, Recipe
from explainer.training.kinds.registry import Order

QUEUED, RUNNING, PAUSED, FAILED = "queued", "running", "paused", "failed"
ENDED = (FINISHED, DIVERGED)
ACTIVE = (QUEUED, RUNNING)


@dataclass(frozen=True)
class JobView:
    """How a job is doing, for one session; nothing in it changes any more.

    `log` are the reports of its run so far, as the kind of recipe describes them; `place` is how many jobs start
    before it, plus one, and 0 if it does not wait. A job that this session has left is `paused` for it, also while
    it runs for another.
    """

    key: str
    recipe: Recipe
    status: str
    place: int = 0
    log: tuple[dict[str, Any], ...] = ()
    message: str = ""
    seconds_left: float | None = None

    @property
    def is_active(self) -> bool:
        """Whether it runs or waits to run."""
        return self.status in ACTIVE

    @property
    def fraction(self) -> float:
        """How much of it is done, 0 to 1."""
        return self.log[-1]["fraction"] if self.log else float(self.status in ENDED)


@dataclass(eq=False)
class Job:
    """A job, shared by all sessions that want it. Only the engine writes here, under its lock."""

    order: Order
    status: str = PAUSED
    message: str = ""
    run: str = ""                    # the name of its present or last run
    is_elsewhere: bool = False       # that run belongs to another server with the same store
    is_stopping: bool = False        # its run was told to stop and has not yet
    goes_next: bool = False          # it waits only because its worker died
    retried: bool = False            # since somebody last asked for it to run
    log: list[dict[str, Any]] = field(default_factory=list)
    log_place: int = 0               # how much of the run's log was read
    started: float = 0.0             # when its run began, and
    heard: float = 0.0               # when it was last heard of
    began: tuple[float, float] | None = None                   # when the run's first report was seen, and its fraction
    watchers: dict[str, float] = field(default_factory=dict)   # session to the time it last asked
    touched: float = field(default_factory=time.monotonic)

    @property
    def key(self) -> str:
        """The key of its recipe."""
        return self.order.key

    def forget_log(self) -> None:
        """Before another run, which tells its whole log anew."""
        self.log, self.log_place, self.began = [], 0, None

    def seconds_left(self) -> float | None:
        """How long the rest takes at the speed seen so far; None before there is one."""
        if self.status != RUNNING or self.began is None:
            return None
        when, fraction = self.began
        done = self.log[-1]["fraction"] - fraction
        return None if done <= 0 else (time.monotonic() - when) * (1.0 - self.log[-1]["fraction"]) / done


def forget_the_idle(jobs: dict[str, Job], most: int) -> None:
    """Forget jobs that neither run nor wait, the longest untouched first, until at most so many are remembered."""
    idle = sorted((job for job in jobs.values() if job.status not in ACTIVE), key=lambda job: job.touched)
    for old in idle[:max(0, len(jobs) - most)]:
        del jobs[old.key]
