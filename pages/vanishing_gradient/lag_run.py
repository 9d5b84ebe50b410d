"""The lag task trained while somebody watches: one job of the training engine for each trial.

Nothing in here knows Streamlit. A run belongs to one session; where two sessions ask for the same trial, it is one job.
"""

from dataclasses import dataclass, field

from explainer.training.engine import Engine
from explainer.training.fields import RecipeError
from explainer.training.job import ACTIVE, ENDED, FAILED, PAUSED, RUNNING, JobView
from explainer.training.kinds.kind import Recipe
from explainer.training.kinds.lag import recipe_of, trial_of
from rnncore.tasks.lag import RATE, Start, Trial


@dataclass(frozen=True)
class Plan:
    """What was asked for: the same plan gives the same trials."""

    lag: int
    starts: tuple[Start, ...]
    seeds: tuple[int, ...]
    updates: int
    rate: float = RATE

    def recipes(self) -> list[Recipe]:
        """A recipe for each trial, seed after seed, so that every cell is seen early."""
        return [recipe_of(self.lag, start, seed, self.updates, rate=self.rate)
                for seed in self.seeds for start in self.starts]


@dataclass
class TrialJob:
    """One trial of a plan, and how its job was doing when this session last asked."""

    recipe: Recipe
    key: str = ""
    status: str = PAUSED
    message: str = ""
    trial: Trial | None = None           # as far as it was seen; None before its first check

    @property
    def is_active(self) -> bool:
        """Whether it trains or waits for a core."""
        return self.status in ACTIVE

    @property
    def is_over(self) -> bool:
        """Whether its trial came to its end."""
        return self.status in ENDED

    def note(self, view: JobView | None) -> None:
        """Take down what the engine says; None, if it has forgotten the job, means that the job stands still."""
        if view is None:
            self.status = PAUSED
            return
        self.key, self.status, self.message = view.key, view.status, view.message
        told = trial_of(view.recipe, list(view.log))
        # A run that goes on tells its checks anew, and after a worker died a few less: they are the same checks.
        if told and (self.trial is None or len(told.checks) >= len(self.trial.checks)):
            self.trial = told


@dataclass
class LagRun:
    """A plan on its way. Whatever the engine knows of it is asked for by `look`, and only there."""

    plan: Plan
    engine: Engine
    session: str
    jobs: list[TrialJob] = field(init=False)

    def __post_init__(self) -> None:
        self.jobs = [TrialJob(recipe) for recipe in self.plan.recipes()]

    @property
    def total(self) -> int:
        """How many trials the plan has: one for each start and seed."""
        return len(self.jobs)

    @property
    def finished(self) -> bool:
        """Whether every trial is over."""
        return all(job.is_over for job in self.jobs)

    @property
    def is_active(self) -> bool:
        """Whether there is a trial that trains or waits for a core."""
        return any(job.is_active for job in self.jobs)

    @property
    def stopped(self) -> bool:
        """Whether there is something left and nothing of it trains or waits."""
        return not (self.finished or self.is_active)

    @property
    def waiting(self) -> bool:
        """Whether all cores were busy with others when it last looked."""
        return self.is_active and not self.now

    @property
    def now(self) -> list[TrialJob]:
        """The jobs in training."""
        return [job for job in self.jobs if job.status == RUNNING]

    @property
    def done(self) -> list[Trial]:
        """The trials that are over, in the order of the plan."""
        return [job.trial for job in self.jobs if job.is_over and job.trial]

    @property
    def trials(self) -> list[Trial]:
        """All trials that have begun, in the order of the plan."""
        return [job.trial for job in self.jobs if job.trial]

    @property
    def message(self) -> str:
        """Why a trial did not go on; nothing if none failed."""
        return next((job.message for job in self.jobs if job.status == FAILED), "")

    @property
    def share(self) -> float:
        """How much of the work is done, 0 to 1, if every trial used its whole budget from here on."""
        parts = (1.0 if job.is_over else job.trial.updates / self.plan.updates for job in self.jobs
                 if job.is_over or job.trial)
        return min(1.0, sum(parts) / self.total)

    def of(self, start: Start) -> list[Trial]:
        """The trials of one start, in the order of their seeds."""
        return [trial for trial in self.trials if trial.start == start]

    def go_on(self) -> None:
        """Ask for every trial that is not over: from its start, or from where it was stopped."""
        for job in self.jobs:
            if not job.is_over:
                self._ask_for(job)

    def stop(self) -> None:
        """No longer ask for any of them. What was trained is kept."""
        for job in reversed(self.jobs):              # the waiting ones first, or they would begin
            if job.is_active:
                self.engine.stop(self.session, job.key)
                job.note(self.engine.ask(self.session, job.key))

    def look(self) -> None:
        """Ask how the trials are doing. What stopped because nobody looked for long goes on."""
        for job in self.jobs:
            if job.is_active:
                job.note(self.engine.ask(self.session, job.key))
                if job.status == PAUSED:
                    self._ask_for(job)

    def _ask_for(self, job: TrialJob) -> None:
        try:
            job.note(self.engine.submit(self.session, job.recipe))
        except RecipeError as refused:               # this session has too much in training
            job.status, job.message = FAILED, str(refused)
