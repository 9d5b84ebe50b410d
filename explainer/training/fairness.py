"""Who goes first: first come, first served, but whoever has a running job lets the others go first."""

import time
from collections.abc import Sequence

from explainer.training.job import Job

SLICE = 20.0             # seconds that a run has for itself, before it may have to take turns


def fair_order(waiting: Sequence[Job], running: Sequence[Job]) -> list[Job]:
    """The waiting jobs in the order in which they will start; one whose worker died goes on before all others."""
    busy = {session for job in running for session in job.watchers}
    return sorted(waiting, key=lambda job: (not job.goes_next, busy.issuperset(job.watchers)))


def to_give_way(waiting: Sequence[Job], running: Sequence[Job], now: float | None = None) -> Job | None:
    """The running job that should stop for a while, because a session with nothing running waits for it.

    First a job whose sessions all have another one running, the latest of them; else the one that has run longest,
    if it has had its `SLICE`: then those with one run each take turns.
    """
    if not waiting or any(job.is_stopping for job in running):
        return None
    first = fair_order(waiting, running)[0]
    having = [session for job in running for session in job.watchers]
    if set(first.watchers) <= set(having):
        return None
    spare = [job for job in running if all(having.count(session) > 1 for session in job.watchers)]
    if spare:
        return spare[-1]
    longest = min(running, key=lambda job: job.started, default=None)
    now = time.monotonic() if now is None else now
    return longest if longest is not None and now - longest.started >= SLICE else None
