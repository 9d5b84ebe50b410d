"""Truncated backprop through time: the memory crosses a cut, the gradient stops there.

    forward      h_0 → … → h_k │ h_k → … → h_2k │ …       one chain, as long as the streams
    backward         ← … ←     │     ← … ←      │         pieces of k steps

A piece's gradient takes the memory that it began with for a constant, so nothing is learned about what an earlier
piece should have kept. (Williams & Peng 1990 call it BPTT(k; k); Elman 1990 trained with k = 1.) If k is the whole
length, it is backprop through time.
"""

from types import ModuleType
from typing import Any

import numpy as np

from rnncore import network
from rnncore.data.batches import Batch
from rnncore.data.streams import Streams
from rnncore.model import Model, Weights
from rnncore.training.config import TrainingConfig
from rnncore.training.history import History
from rnncore.training.learner import Learner
from rnncore.training.loop import Training

Array = np.ndarray


class CarryingLearner(Learner):
    """A `Learner` that begins every batch with the memory that the one before left: `state`, None at first."""

    state: Any = None

    def _batch(self, chosen: Array, rng: np.random.Generator) -> Batch:
        return super()._batch(chosen, rng)._replace(state=self.state)

    def _loss_and_gradients(self, weights: Weights, batch: Batch, kept: Array | None) -> float:
        loss, self.state = network.carried_loss_and_gradients(
            self.model.cell_module, self.model.config, weights, batch, self.gradients, self.workspace, kept,
            self.model.objective)
        return loss


class TruncatedBPTT(Training):
    """Training on streams, a piece at each step. Stopped and resumed, it goes on with the memory it had."""

    LEARNER = CarryingLearner

    def __init__(self, model: Model, corpus: Streams, config: TrainingConfig, history: History | None = None,
                 network: ModuleType = network, processes: int = 1) -> None:
        if processes != 1:
            raise ValueError("Training on streams runs in one process.")
        super().__init__(model, corpus, config, history, network)

    def state(self) -> tuple[dict[str, Array], dict[str, Any]]:
        """Everything needed to go on later, the carried memory among it."""
        arrays, values = super().state()
        carried = self._learner.state
        if carried is not None:
            arrays |= {f"carried.{name}": array.copy() for name, array in carried._asdict().items()}
        return arrays, values

    @classmethod
    def resume(cls, model: Model, corpus: Streams, arrays: dict[str, Array], values: dict[str, Any],
               history: History | None = None, network: ModuleType = network) -> "TruncatedBPTT":
        """A training that goes on where `state()` was taken. Raises ValueError for other streams."""
        training = super().resume(model, corpus, arrays, values, history, network)
        if training.step:
            fields = model.cell_module.State._fields
            training._learner.state = model.cell_module.State(*[np.array(arrays[f"carried.{name}"])
                                                                for name in fields])
        return training

    def _next_examples(self) -> Array:
        """The next piece: streams are read in their order."""
        return np.array([self.step])
