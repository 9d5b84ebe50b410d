"""One step of learning in slow motion: forward, loss, gradient, change, and a better prediction."""

import dataclasses
import math
from typing import NamedTuple

import numpy as np

from rnncore.data.batches import Batch
from rnncore.model import Model, Weights
from rnncore.network import forward, loss_and_gradients
from rnncore.numerics.flat import flatten, views
from rnncore.numerics.precision import in_double
from rnncore.objectives import OBJECTIVES
from rnncore.training.optimisers import OPTIMISERS, clip_by_global_norm

Array = np.ndarray


class Update(NamedTuple):
    """What one update did. All numbers are float64. `change` is exactly `after` minus `before`."""

    before: Model
    after: Model
    loss_before: float           # mean over the answers, nats for symbols
    loss_after: float
    answers_before: Array        # [A, V] probabilities (or shares, or values) at every step that is asked
    answers_after: Array
    losses_before: Array         # [A] of each answer alone
    losses_after: Array
    gradient: Weights            # dL/dweights, before clipping
    norm: float                  # its length
    clipped_by: float            # what the gradient was multiplied with: 1, or clip_norm / norm
    change: Weights

    @property
    def predicted(self) -> float:
        """How much the loss would change if it were a plane: gradient times change. (It is curved.)"""
        return float(np.dot(flatten(self.gradient), flatten(self.change)))


def one_update(model: Model, batch: Batch, rate: float, *, clip_norm: float = math.inf,
               optimiser: str = "sgd") -> Update:
    """One update on one batch: clip the gradient to `clip_norm`, then one step of the optimiser at `rate`.

    "sgd" is plain gradient descent here, w <- w - rate g (a first step has no momentum yet); "adam" is its
    first step. Uses the training's own forward, backward and optimiser. The loss need not become
    smaller: too large a rate jumps over the valley.
    """
    before = in_double(model)
    gradient = np.empty(before.parameters)
    tree = views(gradient, before.weights)
    with np.errstate(over="ignore", invalid="ignore"):
        loss_before = loss_and_gradients(before.cell_module, before.config, before.weights, batch, tree,
                                         objective=before.objective)
        used = gradient.copy()
        norm = clip_by_global_norm(used, clip_norm)
        vector = flatten(before.weights)
        OPTIMISERS[optimiser](vector.size, vector.dtype).update(vector, used, rate)
        weights = views(vector, before.weights)
        change = views(vector - flatten(before.weights), before.weights)
    after = dataclasses.replace(before, params=weights.cell, readout=weights.readout)
    answers_before, losses_before = answers_of(before, batch)
    answers_after, losses_after = answers_of(after, batch)
    clipped_by = clip_norm / norm if clip_norm < norm < math.inf else 1.0
    return Update(before, after, loss_before, float(losses_after.mean()), answers_before, answers_after,
                  losses_before, losses_after, tree, norm, clipped_by, change)


def answers_of(model: Model, batch: Batch) -> tuple[Array, Array]:
    """What a model answers at every step that is asked [A, V], and the loss of each answer alone [A]."""
    with np.errstate(over="ignore", invalid="ignore"):
        scores = forward(model.cell_module, model.config, model.weights, batch).logits
        kind = OBJECTIVES[model.objective]
        losses = np.array([kind.loss_in_place(row[None].copy(), target[None])
                           for row, target in zip(scores, batch.targets, strict=True)])
        return kind.answer(scores), losses
