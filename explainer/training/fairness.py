"""Who goes first: first come, first served, but whoever has a running job lets the others go first."""

from collections.abc import Sequence

from explainer.training.job import Job


def fair_order(waiting: Sequence[Job], running: Sequence[Job]) -> list[Job]:
    """The waiting jobs in the order in which they will start."""
    busy = {session for job in running for session in job.watchers}
    return sorted(waiting, key=lambda job: busy.issuperset(job.watchers))


def to_give_way(waiting: Sequence[Job], running: Sequence[Job]) -> Job | None:
    """The running job that should stop for a while, because a session with nothing running waits for it.

    Only a job whose sessions all have another one running: nobody loses their only run. The latest goes first.
    """
    if not waiting or any(job.is_stopping for job in running):
        return None
    first = fair_order(waiting, running)[0]
    having = [session for job in running for session in job.watchers]
    if set(first.watchers) <= set(having):
        return None
    spare = [job for job in running if all(having.count(session) > 1 for session in job.watchers)]
    return spare[-1] if spare else None
