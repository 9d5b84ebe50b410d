"""How the learning rate moves over a run.

A schedule maps progress, 0 at the start and 1 at the end, to a factor of the learning rate.
Progress is a fraction of steps or of a time budget; the schedule need not know which.
"""

import math
from collections.abc import Callable


def linear(progress: float) -> float:
    """From 1 straight down to 0."""
    return 1.0 - progress


def cosine(progress: float) -> float:
    """Half a cosine wave from 1 to 0.  Loshchilov & Hutter 2017, eq. 5, without restarts."""
    return 0.5 * (1.0 + math.cos(math.pi * progress))


def constant(progress: float) -> float:
    """1, whatever the progress."""
    return 1.0


SCHEDULES: dict[str, Callable[[float], float]] = {
    "linear": linear, "cosine": cosine, "constant": constant,
}


def rate_factor(schedule: str, warmup: float, progress: float) -> float:
    """The factor at `progress`: a straight rise over the first `warmup` share, then the schedule."""
    progress = min(max(progress, 0.0), 1.0)
    if progress < warmup:
        return progress / warmup
    rest = (progress - warmup) / (1.0 - warmup) if warmup < 1.0 else 1.0
    return SCHEDULES[schedule](rest)
