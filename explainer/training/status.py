"""How a training run is doing, in words."""

from explainer.training.names_run import NamesRun

POLL_SECONDS = 1.0       # between two looks at a run


def status_line(job: NamesRun) -> str:
    """How a job is doing, in words."""
    if job.place:
        return f"Waiting for a free core: number {job.place} in the queue"
    if not job.has_begun:
        return "Starting: counting letters for the baselines"
    line, left = f"Step {job.step:,} of {job.last_step:,}", job.seconds_left
    return f"{line}, about {_duration(left)} left" if job.is_active and left is not None else line


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"
