"""Watching the validation part while training, and remembering the weights that did best on it."""

import math
import time
from types import ModuleType
from typing import Any

import numpy as np

from rnncore.data.protocol import Data
from rnncore.model import Model, Weights
from rnncore.numerics.workspace import Workspace

Array = np.ndarray


class Validation:
    """The loss on the validation part along a run. The best weights are chosen by it."""

    def __init__(self, model: Model, data: Data, workspace: Workspace, network: ModuleType) -> None:
        self._batches = data.validation_batches()
        self._model, self._network, self._workspace = model, network, workspace
        self.loss = math.nan
        self.step = -1                       # at which `loss` was measured
        self.seconds = 0.0                   # spent measuring
        self.best: tuple[float, Array, int, int] | None = None    # loss, weights, step, characters

    def measure(self, weights: Weights, vector: Array, step: int, characters: int) -> None:
        """Measure, and keep a copy of the weights (`vector`) if they are the best so far."""
        start = time.perf_counter()
        with np.errstate(over="ignore", invalid="ignore"):
            self.loss = self._network.mean_loss(self._model.cell_module, self._model.config, weights, self._batches,
                                                self._workspace, self._model.objective)
        self.step = step
        if math.isfinite(self.loss) and (self.best is None or self.loss < self.best[0]):
            self.best = self.loss, vector.copy(), step, characters
        self.seconds += time.perf_counter() - start

    def state(self) -> tuple[dict[str, Array], dict[str, Any]]:
        """Everything needed to go on later: arrays, and plain values that fit in JSON."""
        arrays, best = {}, None
        if self.best is not None:
            loss, arrays["best"], *place = self.best
            best = [loss, *place]
        return arrays, {"validation_loss": self.loss, "validation_step": self.step,
                        "evaluation_seconds": self.seconds, "best": best}

    def restore(self, arrays: dict[str, Array], values: dict[str, Any]) -> None:
        """Go on from a saved `state`."""
        self.loss, self.step = values["validation_loss"], values["validation_step"]
        self.seconds = values["evaluation_seconds"]
        if values["best"] is not None:
            loss, step, characters = values["best"]
            self.best = loss, np.array(arrays["best"]), step, characters
