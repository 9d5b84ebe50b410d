"""What one batch teaches: its loss, and the gradient of it."""

from types import ModuleType
from typing import NamedTuple

import numpy as np

from rnncore.data.batches import Batch
from rnncore.data.protocol import Data
from rnncore.model import Model, Weights
from rnncore.numerics.flat import flatten, views
from rnncore.numerics.workspace import Workspace
from rnncore.training.dropout import mask, thinned

Array = np.ndarray


class Learned(NamedTuple):
    """What is said of a batch after it was learned from."""

    loss: float          # the mean over its answers
    answers: int
    characters: int      # how many symbols were read


class Learner:
    """Computes gradients of a network's loss on some data; it changes no weights.

    `gradient` is a vector that every call of `learn` overwrites, `gradients` the same memory in the shape
    of the weights. `dropout` and `weight_dropout` are the shares that `rnncore.training.dropout` hides; `network`
    has the `loss_and_gradients` of the model.
    """

    def __init__(self, model: Model, data: Data, network: ModuleType, dropout: float = 0.0,
                 weight_dropout: float = 0.0) -> None:
        self.model, self.data, self.network = model, data, network
        self.dropout, self.weight_dropout = dropout, weight_dropout
        self.write_to(np.zeros_like(flatten(model.weights)))
        self.workspace = Workspace(self.gradient.dtype)

    def write_to(self, gradient: Array) -> None:
        """From now on, put the gradient into this vector."""
        self.gradient = gradient
        self.gradients: Weights = views(gradient, self.model.weights)

    def learn(self, weights: Weights, chosen: Array, rng: np.random.Generator) -> Learned:
        """dL/dweights for the `chosen` examples, into `gradient`. What is hidden by dropout comes from `rng`."""
        model, workspace = self.model, self.workspace
        batch = self._batch(chosen, rng)
        kept = mask(rng, workspace, "kept", (batch.packing.size, model.config.hidden_size), self.dropout)
        kept_weights = None
        if self.weight_dropout:
            kept_weights = mask(rng, workspace, "kept_weights", weights.cell.W_hh.shape, self.weight_dropout)
        loss = self._loss_and_gradients(thinned(weights, kept_weights, workspace), batch, kept)
        if kept_weights is not None:
            np.multiply(self.gradients.cell.W_hh, kept_weights, out=self.gradients.cell.W_hh)
        return Learned(loss, batch.answers, batch.characters)

    def _batch(self, chosen: Array, rng: np.random.Generator) -> Batch:
        return self.data.train_batch(chosen, rng, self.gradient.size)

    def _loss_and_gradients(self, weights: Weights, batch: Batch, kept: Array | None) -> float:
        model = self.model
        return self.network.loss_and_gradients(model.cell_module, model.config, weights, batch, self.gradients,
                                               self.workspace, kept, model.objective)
