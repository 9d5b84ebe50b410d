"""The one place on a server that trains: one fair queue for every kind of recipe, wherever the runs run.

Sessions that ask for the same recipe share one job. A session keeps its job alive by asking about it; a job that
nobody has asked about for five minutes stops and keeps its state. Nothing in here knows Streamlit.
"""

import logging
import secrets
import threading
import time
from concurrent.futures import Future
from typing import Any

from explainer.training.bounds import BOUNDS, Bounds
from explainer.training.elsewhere import Elsewhere
from explainer.training.fairness import fair_order, to_give_way
from explainer.training.job import ACTIVE, ENDED, FAILED, PAUSED, QUEUED, RUNNING, Job, JobView, forget_the_idle
from explainer.training.kinds.kind import State
from explainer.training.kinds.registry import Order, checked
from explainer.training.outcome import ACCIDENT, settle
from explainer.training.store import Store, list_file
from explainer.training.workers import Workers
from rnncore import NameList

LOG = logging.getLogger(__name__)
PATIENCE = 300.0         # seconds without a question before a job stops
GOES_ON = "You have left this run. It goes on for another visitor, who trains the very same network."
JOBS_KEPT = 100          # that are remembered; what they made lies in the store


class Engine:
    """Runs jobs on `workers`, at most as many at once as those have places. Call it from any thread.

    Where several servers share a store, a job that runs at one of them is followed by the others, and taken over if
    its server stops it or dies.
    """

    def __init__(self, store: Store, workers: Workers, patience: float = PATIENCE, bounds: Bounds = BOUNDS) -> None:
        self.store, self.workers, self.patience, self.bounds = store, workers, patience, bounds
        self._records = workers.records(store)
        self.jobs: dict[str, Job] = {}
        self._waiting: list[Job] = []
        self._running: list[Job] = []
        self._elsewhere = Elsewhere(self._records)
        self._lock = threading.RLock()
        self._closed = threading.Event()
        self._is_untidy = True
        threading.Thread(target=self._watch, name="training-engine", daemon=True).start()

    def bring(self, brought: NameList) -> str:
        """Keep a visitor's list for a day; its key goes into recipes as "brought:KEY". Raises RecipeError."""
        self._is_untidy = True
        return self.store.bring(brought)

    def has_list(self, key: str) -> bool:
        """Whether a list that was brought is still kept."""
        return self.store.has(list_file(key))

    def forget(self, key: str) -> None:
        """Let go of a list that was brought, before its day is over."""
        self.store.drop(list_file(key))

    def submit(self, session: str, recipe: Any) -> JobView:
        """Ask for a recipe to be run: a job that runs, waits or is done, if there is one, else a new one.

        Raises RecipeError, in one sentence, for a recipe that cannot be run, and for more than a session may have.
        """
        return self._wanted(session, checked(recipe, self.store.brought))

    def resume(self, session: str, key: str) -> JobView | None:
        """Let a stopped job go on for this session; None if it was forgotten (submit its recipe again)."""
        job = self.jobs.get(key)
        return None if job is None else self._wanted(session, job.order)

    def ask(self, session: str, key: str) -> JobView | None:
        """How a job is doing. Asking also says: this session still wants it, if it ever did."""
        with self._lock:
            job = self.jobs.get(key)
            if job is None:
                return None
            job.touched = time.monotonic()
            if session in job.watchers:
                job.watchers[session] = job.touched
            return self._view(session, job)

    def stop(self, session: str, key: str) -> None:
        """This session no longer wants the job, at once; it goes on if another one does, else it keeps its state."""
        with self._lock:
            job = self.jobs.get(key)
            if job is not None:
                job.watchers.pop(session, None)
                self._stop_unwanted()

    def leave(self, session: str) -> None:
        """This session wants nothing any more."""
        for key in list(self.jobs):
            self.stop(session, key)

    def has_result(self, recipe: Any) -> bool:
        """Whether what would come of a recipe is kept. Raises RecipeError for one that cannot be run."""
        return self._records.ending(checked(recipe, self.store.brought)) is not None

    def result(self, key: str) -> State | None:
        """What came of a job; None if it has not ended, or what it made is no longer kept."""
        return self._records.result(key)

    def state(self, key: str) -> State | None:
        """Where a job stands, at most some seconds ago; None before its first state."""
        return self._records.state(key)

    def stamp(self, key: str) -> str | None:
        """Something that changes with each state of a job, so that a state is read only once; None before the first."""
        return self._records.stamp(key)

    def close(self) -> None:
        """Stop everything; what runs keeps its last state."""
        self._closed.set()
        with self._lock:
            for job in [*self._waiting, *self._running, *self._elsewhere.jobs]:
                job.watchers.clear()
            self._stop_unwanted()
        self.workers.close()

    def _wanted(self, session: str, order: Order) -> JobView:
        with self._lock:
            forget_the_idle(self.jobs, JOBS_KEPT - 1)
            job = self.jobs.setdefault(order.key, Job(order))
            if job.status not in ACTIVE:
                job.status = self._records.ending(job.order) or (job.status if job.status == FAILED else PAUSED)
            if job.status not in ENDED:
                self._let_in(session, job)
            job.touched = time.monotonic()
            return self._view(session, job)

    def _let_in(self, session: str, job: Job) -> None:
        active = [one for one in (*self._waiting, *self._running, *self._elsewhere.jobs) if session in one.watchers]
        if job not in active:
            self.bounds.check_jobs(len(active))
        job.watchers[session] = time.monotonic()
        if job.status not in ACTIVE:
            job.status, job.message, job.retried, job.goes_next = QUEUED, "", False, False
            if not self._elsewhere.follow(job):
                self._waiting.append(job)
        self._dispatch()

    def _dispatch(self) -> None:
        """Start waiting jobs while there are free places; if there are none, see that everybody gets one."""
        while self._waiting and len(self._running) < self.workers.capacity and not self._closed.is_set():
            job = fair_order(self._waiting, self._running)[0]
            self._waiting.remove(job)
            if not self._has_ended(job) and not self._elsewhere.follow(job):
                self._start(job)
        spare = to_give_way(self._waiting, self._running)
        if spare is not None:
            self._halt(spare)

    def _start(self, job: Job) -> None:
        job.run, job.status, job.started = secrets.token_hex(8), RUNNING, time.monotonic()
        job.is_stopping = job.goes_next = False
        job.forget_log()
        try:
            self._records.lend(job.key, job.run)
            future = self.workers.start(self.store, job.order, job.run)
        except Exception:
            LOG.exception("The training run %s could not be started", job.key)
            self._records.close(job.key, job.run)
            job.status, job.message = FAILED, ACCIDENT
            return
        self._running.append(job)
        future.add_done_callback(lambda done, run=job.run: self._ended(job, run, done))

    def _ended(self, job: Job, run: str, done: Future) -> None:
        """A run is over: done, stopped, dead or in error."""
        with self._lock:
            self._records.read_log(job)
            again = settle(job, done, self._records.ending)
            self._running.remove(job)
            self._records.close(job.key, run)
            if again and job.watchers and not self._closed.is_set():     # they came back, it gave way, its worker died
                job.status = QUEUED
                self._waiting.append(job)
            self._is_untidy = True
            self._dispatch()

    def _has_ended(self, job: Job) -> bool:
        """Whether its result is in the store: another server may have put it there."""
        ending = self._records.ending(job.order)
        if ending:
            job.status = ending
            job.forget_log()
        return bool(ending)

    def _look_elsewhere(self, job: Job) -> None:
        """How a followed run is doing. If it was stopped or its server is dead, the job is ours, and next."""
        if self._elsewhere.is_over(job) and not self._has_ended(job):
            self._records.close(job.key, job.run)
            job.status, job.goes_next = QUEUED, True
            self._waiting.append(job)

    def _halt(self, job: Job) -> None:
        job.is_stopping = True
        self._records.take_back(job.key, job.run)

    def _stop_unwanted(self) -> None:
        for job in [job for job in self._waiting if not job.watchers]:
            self._waiting.remove(job)
            job.status = PAUSED
        for job in [job for job in self._elsewhere.jobs if not job.watchers]:
            self._elsewhere.leave(job)
            job.status = PAUSED
        for job in self._running:
            if not job.watchers and not job.is_stopping:
                self._halt(job)

    def _watch(self) -> None:
        """Look after those who ask no more, after what runs elsewhere, and whether there are places again."""
        while not self._closed.wait(min(1.0, self.patience / 4)):
            try:
                self._look_after()
            except Exception:          # a store or a cluster that is out of reach for a while
                LOG.exception("The training engine could not look after its jobs")

    def _look_after(self) -> None:
        with self._lock:
            oldest = time.monotonic() - self.patience
            for job in (*self._running, *self._waiting, *self._elsewhere.jobs):
                job.watchers = {session: asked for session, asked in job.watchers.items() if asked >= oldest}
            self._stop_unwanted()
            for job in list(self._elsewhere.jobs):
                self._look_elsewhere(job)
            for job in self.jobs.values():
                if job.status not in ACTIVE and job.touched < oldest:
                    job.forget_log()
            self._dispatch()
            untidy, self._is_untidy = self._is_untidy, False
        if untidy:
            self.store.tidy()

    def _view(self, session: str, job: Job) -> JobView:
        if job.is_elsewhere:
            self._look_elsewhere(job)
        elif job.status == RUNNING:
            self._records.read_log(job)
        elif job.status == PAUSED and not job.log:
            job.log = self._records.log_of_state(job.order)
        status = PAUSED if job.status in ACTIVE and session not in job.watchers else job.status
        log, message = job.log, job.message
        if job.status in ENDED:
            told = self._records.told(job.order)
            log, message = (told["log"], told["message"]) if told else ([], "")
        place = fair_order(self._waiting, self._running).index(job) + 1 if job in self._waiting else 0
        if job.status == QUEUED and not message:
            message = self.workers.problem
        if status == PAUSED and job.status in ACTIVE and job.watchers and not job.is_stopping:
            message = GOES_ON
        return JobView(job.key, job.order.recipe, status, place, tuple(log), message, job.seconds_left())
