"""One training run as the server sees it: what is trained, for whom, and how far it is."""

import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from rnncore import Corpus, History, Model, Training, sample
from rnncore.tasks.ngrams import Baselines
from rnncore.training.progress import Progress
from rnncore.training.recipes import Recipe

QUEUED, RUNNING, PAUSED, FINISHED, DIVERGED, FAILED = (
    "queued", "running", "paused", "finished", "diverged", "failed")
NAMES_PER_SAMPLE = 6
SAMPLES_SHOWN = 7


class LogRow(NamedTuple):
    """One line of a training log. Losses in nats per character."""

    step: int
    seconds: float
    characters: int
    train_loss: float
    validation_loss: float
    gradient_norm: float
    learning_rate: float


class Sample(NamedTuple):
    """Names drawn along the way, always with the same random numbers."""

    step: int
    validation_loss: float
    names: list[str]


@dataclass
class Job:
    """A run, shared by all sessions that asked for the same recipe on the same list.

    Written by one worker thread, read by any session: lists only grow, and everything else is
    replaced whole.
    """

    key: str
    corpus: Corpus
    recipe: Recipe
    untrained: Model
    status: str = QUEUED
    follows: str = ""                    # the key of the run that this one trains on from
    training: Training | None = None
    baselines: Baselines | None = None
    result: Model | None = None
    log: list[LogRow] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    latest: Progress | None = None
    message: str = ""
    watchers: dict[str, float] = field(default_factory=dict)   # session to the time it last asked
    touched: float = field(default_factory=time.monotonic)

    @property
    def is_active(self) -> bool:
        """Whether it runs or waits to run."""
        return self.status in (QUEUED, RUNNING)

    @property
    def model(self) -> Model:
        """The finished model, or the weights as they are right now."""
        return self.result or (self.latest.model if self.latest else self.untrained)

    @property
    def milestones(self) -> list[Sample]:
        """A few samples from first to latest, evenly spread over the logarithm of the step."""
        samples = list(self.samples)
        if len(samples) <= SAMPLES_SHOWN:
            return samples
        place = np.log1p([sample.step for sample in samples])
        wanted = np.linspace(place[0], place[-1], SAMPLES_SHOWN)
        return [samples[i] for i in sorted({int(np.abs(place - at).argmin()) for at in wanted})]

    @property
    def seconds_left(self) -> float | None:
        """How long the rest of the budget will take at the speed so far; None before there is one."""
        if self.latest is None or self.latest.fraction <= 0:
            return None
        spent = self.latest.seconds - self.training.run_start_seconds
        return spent * (1.0 / self.latest.fraction - 1.0)

    def record(self, progress: Progress) -> None:
        """Keep what a page may show of this report."""
        self.latest = progress
        if np.isfinite(progress.train_loss):
            self.log.append(LogRow(progress.step, progress.seconds, progress.characters,
                                   progress.train_loss, progress.validation_loss,
                                   progress.gradient_norm, progress.learning_rate))
        if progress.validation_step == progress.step and not progress.diverged:
            names = sample(progress.model, NAMES_PER_SAMPLE, np.random.default_rng(0), 0.8)
            self.samples.append(Sample(progress.step, progress.validation_loss, names))


def key_of(fingerprint: str, recipe: Recipe, after: str = "") -> str:
    """A short name for "this recipe on this list", the same in every session.

    `after` is the key of the run that this one trains on from.
    """
    text = json.dumps([fingerprint, recipe.as_dict(), after], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def new_job(corpus: Corpus, recipe: Recipe) -> Job:
    """A run that has not begun. Raises ValueError for a recipe that cannot work."""
    return Job(key_of(corpus.fingerprint, recipe), corpus, recipe, recipe.new_model(corpus))


def job_after(job: Job, steps: int) -> Job:
    """A run of `steps` more, on a new schedule, from where a finished one ended.

    The finished run stays as it is: other sessions may still look at it.
    """
    training = continued(job)
    training.extend(steps=steps)
    follow = Job(key_of(job.corpus.fingerprint, job.recipe, f"{job.key}+{steps}"), job.corpus, job.recipe,
                 job.untrained, follows=job.key, training=training, baselines=job.baselines, latest=job.latest)
    follow.log, follow.samples = list(job.log), list(job.samples)
    return follow


def continued(job: Job) -> Training:
    """A copy of a job's training, at the same place."""
    history = History(job.training.history.limit, list(job.training.history.snapshots))
    arrays, values = job.training.state()
    return Training.resume(job.untrained, job.corpus, arrays, values, history)
