"""How a training run is doing, in words."""

from explainer.training.followed_run import FollowedRun
from explainer.training.job import FAILED, PAUSED
from explainer.training.kinds.kind import DIVERGED
from explainer.training.names_run import NamesRun

POLL_SECONDS = 1.0       # between two looks at a run


def status_line(job: NamesRun) -> str:
    """How a job is doing, in words."""
    if job.place:
        return _waiting(job.place)
    if not job.has_begun:
        return "Starting: counting letters for the baselines"
    line, left = f"Step {job.step:,} of {job.last_step:,}", job.seconds_left
    return f"{line}, about {_duration(left)} left" if job.is_active and left is not None else line


def headline(run: FollowedRun) -> str:
    """How a run of any kind is doing, in one or two sentences."""
    if run.place:
        return f"{_waiting(run.place)}."
    if run.has_ended:
        return "Stopped early: the weights exploded." if run.status == DIVERGED else "Trained."
    if run.status in (PAUSED, FAILED):
        return f"Stopped at step {run.step:,}." if run.step else "Stopped."
    if run.share >= 1:
        return "Measuring it on what it has never seen."
    left = f", about {_duration(run.seconds_left)} left" if run.seconds_left is not None else ""
    return f"Training: step {run.step:,}{left}."


def _waiting(place: int) -> str:
    return f"Waiting for a free core: number {place} in the queue"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"
