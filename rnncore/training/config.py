"""The settings of a training run, checked once."""

import math
from dataclasses import dataclass

from rnncore.training.optimisers import OPTIMISERS
from rnncore.training.schedules import SCHEDULES


@dataclass(frozen=True)
class TrainingConfig:
    """How to train. Exactly one of `steps` and `seconds` is the budget.

    A run of `steps` repeats exactly; a run of `seconds` ends on time. The learning rate rises
    over the first `warmup` share of the budget, then follows `schedule` (see `schedules`).
    `dropout` and `weight_dropout` are the shares that `rnncore.training.dropout` hides. `weight_decay`
    shrinks the weights by rate * weight_decay per step (Loshchilov & Hutter 2019).
    Raises ValueError, in one sentence, for settings that cannot work.
    """

    steps: int | None = None
    seconds: float | None = None
    seed: int = 0
    batch_size: int = 128
    learning_rate: float = 0.01
    optimiser: str = "adam"
    beta2: float = 0.99
    momentum: float = 0.9
    clip_norm: float = 1.0
    schedule: str = "linear"
    warmup: float = 0.02
    dropout: float = 0.0
    weight_decay: float = 0.0
    weight_dropout: float = 0.0
    report_every: int = 10
    evaluate_every: int | None = None

    def __post_init__(self) -> None:
        if (self.steps is None) == (self.seconds is None):
            raise ValueError("Give either steps or seconds as the budget.")
        if self.steps is not None and self.steps < 1:
            raise ValueError(f"steps must be at least 1, not {self.steps}.")
        if self.seconds is not None and not 0 < self.seconds < math.inf:
            raise ValueError(f"seconds must be above 0, not {self.seconds}.")
        if self.batch_size < 1 or self.report_every < 1:
            raise ValueError("batch_size and report_every must be at least 1.")
        if self.evaluate_every is not None and self.evaluate_every < 1:
            raise ValueError("evaluate_every must be at least 1.")
        if not 0 < self.learning_rate < math.inf:
            raise ValueError(f"learning_rate must be above 0, not {self.learning_rate}.")
        if not self.clip_norm > 0:
            raise ValueError(f"clip_norm must be above 0, not {self.clip_norm}.")
        if not all(0 <= share < 1 for share in (self.dropout, self.weight_dropout, self.warmup)):
            raise ValueError("dropout, weight_dropout and warmup must be at least 0 and below 1.")
        if not 0 <= self.weight_decay < math.inf:
            raise ValueError("weight_decay must be at least 0.")
        if not (0 <= self.beta2 < 1 and 0 <= self.momentum < 1):
            raise ValueError("beta2 and momentum must be at least 0 and below 1.")
        if self.optimiser not in OPTIMISERS or self.schedule not in SCHEDULES:
            raise ValueError(f"optimiser must be one of {', '.join(OPTIMISERS)}, "
                             f"schedule one of {', '.join(SCHEDULES)}.")
