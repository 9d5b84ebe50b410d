"""Clipping: two runs that differ in one number, and what that number cannot change.

Clipping multiplies the whole gradient with one number, min(1, limit / ||g||) (Pascanu, Mikolov & Bengio
2013, algorithm 1). That tames an explosion. But the far past and the near past are multiplied with the
same number: the share of the gradient that comes from each step stays what it was.
"""

import dataclasses
import math
from typing import NamedTuple

import numpy as np

from rnncore.cells import CellConfig
from rnncore.data.protocol import Data
from rnncore.diagnostics.gradient_terms import Terms
from rnncore.diagnostics.jacobian_norms import JacobianNorms
from rnncore.model import Model, new_model
from rnncore.numerics.flat import flatten
from rnncore.tasks.lag import DISTRACTORS, SYMBOLS, LagTask
from rnncore.training.config import TrainingConfig
from rnncore.training.loop import Training
from rnncore.training.optimisers import clip_by_global_norm

Array = np.ndarray


class Run(NamedTuple):
    """One training run, update by update. A run that diverges ends there."""

    norms: Array             # [n] ||dL/dweights|| before clipping; the last is not finite if `diverged`
    losses: Array            # [n] the loss of each update's batch; nan for the one that diverged
    diverged: int | None     # the update (from 1) whose loss or gradient was no finite number
    model: Model             # at the end; after a divergence the best finite weights


class Comparison(NamedTuple):
    """The same network on the same batches: clipped, and left alone."""

    clipped: Run
    free: Run
    clip_norm: float


def with_and_without(model: Model, data: Data, config: TrainingConfig) -> Comparison:
    """Train twice from the same weights, on the same batches in the same order.

    Once with `config.clip_norm`, once with no limit; else `config` holds for both. The same arguments
    give the same numbers.
    """
    free = dataclasses.replace(config, clip_norm=math.inf)
    return Comparison(_run(model, data, config), _run(model, data, free), config.clip_norm)


def on_the_lag_task(seed: int = 0, *, lag: int = 20, clip_norm: float = 1.0, learning_rate: float = 0.05,
                    steps: int = 150, hidden_size: int = 32, batch_size: int = 32) -> Comparison:
    """A plain tanh network on the lag task (see `tasks.lag`), where long sequences make gradients explode.

    Orthogonal start, gradient descent with momentum 0.9, the same rate throughout. Takes some tenths of a second.
    """
    config = CellConfig(SYMBOLS + DISTRACTORS, hidden_size)
    model = new_model("vanilla", config, None, seed, outputs=SYMBOLS, task="lag")
    return with_and_without(model, LagTask(lag), TrainingConfig(
        steps=steps, seed=seed, batch_size=batch_size, learning_rate=learning_rate, optimiser="sgd",
        clip_norm=clip_norm, schedule="constant", warmup=0.0))


def _run(model: Model, data: Data, config: TrainingConfig) -> Run:
    every = dataclasses.replace(config, report_every=1, evaluate_every=config.steps)
    training = Training(model, data, every)
    reports = [report for report in training if report.step > 0]
    return Run(np.array([report.gradient_norm for report in reports]),
               np.array([report.train_loss for report in reports]),
               reports[-1].step if training.diverged else None, training.model)


class Shares(NamedTuple):
    """Where a gradient comes from, before and after clipping."""

    lags: Array          # [T]: how many steps before the last one, T - t
    before: Array        # [T]: ||term of step t||_F before clipping
    after: Array         # [T]: and after it
    share_before: Array  # [T]: of the sum of `before`
    share_after: Array   # [T]: of the sum of `after`; the same, but for rounding
    norm: float          # of the gradient of all the cell's weights, before
    factor: float        # what clipping multiplied it with


def shares(terms: Terms, clip_norm: float, matrix: str = "W_hh") -> Shares:
    """How much of dL/d`matrix` comes from each step, before and after clipping.

    The gradient of the cell's weights is clipped to the length `clip_norm` by the training's own function;
    what happened to the whole then happened to every term of it. Shares of nothing are 0.
    """
    gradient = flatten(terms.gradient)
    norm = clip_by_global_norm(gradient, clip_norm)
    factor = clip_norm / norm if clip_norm < norm < math.inf else 1.0
    before = terms.sizes(matrix)
    after = before * factor
    return Shares(np.arange(len(before))[::-1], before, after, _share(before), _share(after), norm, factor)


def _share(sizes: Array) -> Array:
    largest = sizes.max(initial=0.0)
    if not 0 < largest < math.inf:
        return np.zeros_like(sizes)
    scaled = sizes / largest
    return scaled / scaled.sum()


class ClippedNorms(NamedTuple):
    """The norms along a sequence when the gradient they are part of is clipped."""

    limit: float
    length: float            # ||dL/dW|| before clipping; inf where it is beyond any number
    factor: float            # what every part of the gradient is multiplied with
    norms: JacobianNorms     # its `norm`, `bound` and `spectral` times that factor

    @property
    def log10_length(self) -> float:
        """log10 ||dL/dW|| before clipping; -inf if there is no gradient."""
        return _log10(self.length)

    @property
    def log10_factor(self) -> float:
        """log10 of the factor, at most 0; -inf where the gradient is beyond any number."""
        return _log10(self.factor)


def clip_norms(norms: JacobianNorms, length: float, limit: float) -> ClippedNorms:
    """What clipping a gradient of this `length` to `limit` does to the norms at every lag: one factor for all.

        factor = min(1, limit / length)        log10 ||·|| + log10 factor
    """
    factor = min(1.0, limit / length) if length else 1.0
    shift = _log10(factor)
    spectral = None if norms.spectral is None else norms.spectral + shift
    return ClippedNorms(limit, length, factor, norms._replace(norm=norms.norm + shift, bound=norms.bound + shift,
                                                              spectral=spectral))


def _log10(size: float) -> float:
    return float(np.log10(size)) if size else -math.inf
