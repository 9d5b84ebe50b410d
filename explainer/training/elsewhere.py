"""Jobs that run at other servers with the same store, as far as sessions here want them."""

import time

from explainer.training.job import RUNNING, Job
from explainer.training.records import Records

SILENCE = 10.0           # seconds without a sign of life after which another server's run counts as dead


class Elsewhere:
    """Follows runs by the leases they hold. Only the engine calls it, under its lock."""

    def __init__(self, records: Records, silence: float = SILENCE) -> None:
        self._records, self.silence = records, silence
        self.jobs: list[Job] = []

    def follow(self, job: Job) -> bool:
        """Follow the run that has the job's lease. Returns whether there is one."""
        holder = self._records.holder(job.key)
        if holder is None:
            return False
        if job not in self.jobs:
            self.jobs.append(job)
        job.run, job.status, job.is_elsewhere = holder, RUNNING, True
        job.heard = time.monotonic()
        job.forget_log()
        return True

    def leave(self, job: Job) -> None:
        """Follow it no more; that is no reason for the run to stop."""
        self.jobs.remove(job)
        job.is_elsewhere = False

    def is_over(self, job: Job) -> bool:
        """Whether the followed run has ended, was stopped, or its server is dead; another run's lease is followed."""
        self._records.read_log(job)
        holder, is_silent = self._records.holder(job.key), time.monotonic() - job.heard > self.silence
        if holder == job.run and not is_silent:
            return False
        if holder not in (job.run, None) and self.follow(job):
            return False
        self.leave(job)
        return True
