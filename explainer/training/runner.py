"""The one place on the server where training happens.

As many jobs at once as there are cores, the others in a queue. Sessions that ask for the same
recipe share one job. A session keeps its job alive by asking about it; a job that nobody has asked
about for half a minute stops and keeps its state. Nothing in here knows Streamlit.
"""

import dataclasses
import logging
import os
import threading
import time

import numpy as np
from threadpoolctl import threadpool_limits

from explainer.training.jobs import DIVERGED, FAILED, FINISHED, PAUSED, QUEUED, RUNNING, Job, job_after, key_of, new_job
from rnncore import Corpus, History, Model, Training
from rnncore.tasks.ngrams import Baselines
from rnncore.training.evaluation import baselines_of, losses
from rnncore.training.recipes import Recipe

LOG = logging.getLogger(__name__)

PATIENCE = 30.0          # seconds without a question before a job stops
JOBS_KEPT = 48           # finished and paused jobs that are remembered
HISTORY_SIZE = 24


class Runner:
    """Runs jobs in threads, at most `cores` at once. All methods may be called from any thread."""

    def __init__(self, cores: int | None = None, patience: float = PATIENCE) -> None:
        self.cores = cores or os.cpu_count() or 1
        self.patience = patience
        self.jobs: dict[str, Job] = {}
        self._queue: list[Job] = []
        self._running: list[Job] = []
        self._lock = threading.RLock()
        self._baselines: dict[str, Baselines] = {}
        # Two BLAS threads in each of two jobs would fight over two cores; one each is faster.
        threadpool_limits(1, "blas")

    def submit(self, session: str, corpus: Corpus, recipe: Recipe) -> Job:
        """The job for this recipe and list: a running or finished one if there is one.

        Raises ValueError for a recipe that cannot work.
        """
        with self._lock:
            job = self.find(key_of(corpus.fingerprint, recipe))
            if job is None:
                job = new_job(corpus, recipe)
                self._remember(job)
            return self._want(session, job)

    def train_on(self, session: str, job: Job, steps: int) -> Job:
        """A job of `steps` more from where a finished one ended."""
        with self._lock:
            follow = job_after(job, steps)
            known = self.find(follow.key)
            if known is None:
                self._remember(follow)
            return self._want(session, known or follow)

    def resume(self, session: str, job: Job) -> Job:
        """Let a stopped job go on for this session, also one that was forgotten here meanwhile."""
        with self._lock:
            known = self.find(job.key)
            if known is None:
                self._remember(job)
            return self._want(session, known or job)

    def find(self, key: str) -> Job | None:
        """The job of this key, if it is remembered."""
        with self._lock:
            return self.jobs.get(key)

    def ask(self, session: str, key: str) -> Job | None:
        """How a job is doing. Asking also says: this session still wants it."""
        with self._lock:
            job = self.find(key)
            if job is not None and session in job.watchers:
                job.watchers[session] = job.touched = time.monotonic()
            self._drop_abandoned()
            return job

    def leave(self, session: str, key: str) -> None:
        """This session no longer wants the job; it goes on if another one does."""
        with self._lock:
            job = self.find(key)
            if job is None:
                return
            job.watchers.pop(session, None)
            if not job.watchers and job in self._queue:
                self._queue.remove(job)
                job.status = PAUSED

    def place(self, job: Job) -> int:
        """How many jobs will start before this one, plus one; 0 if it does not wait."""
        with self._lock:
            return self._order().index(job) + 1 if job in self._queue else 0

    def _want(self, session: str, job: Job) -> Job:
        job.watchers[session] = job.touched = time.monotonic()
        if job.status in (QUEUED, PAUSED, FAILED) and job not in self._queue and job not in self._running:
            job.status, job.message = QUEUED, ""
            self._queue.append(job)
        self._dispatch()
        return job

    def _dispatch(self) -> None:
        """Start queued jobs while there are free cores."""
        while self._queue and len(self._running) < self.cores:
            job = self._order()[0]
            self._queue.remove(job)
            self._running.append(job)
            job.status = RUNNING
            threading.Thread(target=self._work, args=(job,), name=f"train-{job.key}", daemon=True).start()

    def _order(self) -> list[Job]:
        """The queue, fairly: first come, first served, but who has a running job lets the others go first."""
        busy = {session for job in self._running for session in job.watchers}
        return sorted(self._queue, key=lambda job: busy.issuperset(job.watchers))

    def _work(self, job: Job) -> None:
        status = FAILED
        try:
            status = self._train(job)
        except Exception:          # a worker must never die without saying so
            LOG.exception("The training run %s failed", job.key)
            job.message = "Training stopped because of an error on the server: try again, or choose other settings."
        finally:
            with self._lock:
                job.status = status
                self._running.remove(job)
                if status == PAUSED and job.watchers:      # somebody came back while it was stopping
                    self._want(next(iter(job.watchers)), job)
                self._dispatch()

    def _train(self, job: Job) -> str:
        """Train until the budget ends or nobody listens. Returns the job's new status."""
        if job.training is None:
            job.training = Training(job.untrained, job.corpus, job.recipe.training, History(HISTORY_SIZE))
        if job.baselines is None:
            job.baselines = self.baselines_of(job.corpus)
        with np.errstate(over="ignore", invalid="ignore"):
            for progress in job.training:
                job.record(progress)
                if progress.diverged:
                    job.message = (f"The learning rate made the weights explode at step {progress.step}. "
                                   "You keep the last good model; try a lower rate.")
                    job.result = scored(job.training.best, job)
                    return DIVERGED
                if not self._is_wanted(job) and not job.training.finished:
                    return PAUSED
        job.result = scored(job.training.best, job)
        return FINISHED

    def _is_wanted(self, job: Job) -> bool:
        with self._lock:
            self._drop_abandoned()
            return bool(job.watchers)

    def _drop_abandoned(self) -> None:
        """Forget watchers that have not asked for a while; queued jobs without any leave the queue."""
        oldest = time.monotonic() - self.patience
        for job in (*self._running, *self._queue):
            for session in [s for s, asked in job.watchers.items() if asked < oldest]:
                del job.watchers[session]
        for job in [j for j in self._queue if not j.watchers]:
            self._queue.remove(job)
            job.status = PAUSED

    def _remember(self, job: Job) -> None:
        idle = sorted((j for j in self.jobs.values() if not j.is_active), key=lambda j: j.touched)
        for old in idle[:max(0, len(self.jobs) - JOBS_KEPT + 1)]:
            del self.jobs[old.key]
        self.jobs[job.key] = job

    def baselines_of(self, corpus: Corpus) -> Baselines:
        """What counting can do on a list, counted once for the whole server."""
        known = self._baselines.get(corpus.fingerprint)
        if known is None:
            known = self._baselines[corpus.fingerprint] = baselines_of(corpus)
        return known


def scored(model: Model, job: Job) -> Model:
    """The model with its recipe and its losses on all three parts written into it."""
    provenance = dataclasses.replace(model.provenance, recipe=job.recipe.as_dict(),
                                     scores=losses(model, job.corpus))
    return dataclasses.replace(model, provenance=provenance)
