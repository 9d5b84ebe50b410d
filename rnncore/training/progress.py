"""What a training run reports as it goes."""

from typing import NamedTuple

from rnncore.model import Model


class Progress(NamedTuple):
    """One report. Losses are in nats per symbol; `validation_loss` is the last one measured."""

    step: int
    seconds: float           # spent training in this process, evaluation included
    characters: int          # predicted symbols seen so far
    train_loss: float        # mean since the report before
    validation_loss: float
    validation_step: int     # the step at which it was measured
    fraction: float          # of the budget, 0 to 1
    gradient_norm: float     # before clipping
    learning_rate: float
    model: Model             # an immutable snapshot
    diverged: bool = False
