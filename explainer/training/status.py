"""How a training run is doing, in words."""

from explainer.training.jobs import Job
from explainer.training.server import runner

POLL_SECONDS = 1.0       # between two looks at a run


def status_line(job: Job) -> str:
    """How a job is doing, in words."""
    place = runner().place(job)
    if place:
        return f"Waiting for a free core: number {place} in the queue"
    if job.latest is None:
        return "Starting: counting letters for the baselines"
    step, total = job.latest.step, job.training.run_start_step + job.training.config.steps
    line = f"Step {step:,} of {total:,}"
    left = job.seconds_left
    return f"{line}, about {_duration(left)} left" if job.is_active and left is not None else line


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"
