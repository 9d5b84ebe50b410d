"""A whole run in one value: which network, trained how.

A recipe and a list make a model; the same recipe on the same list makes the same model. The
command line, the app and the shipped models all go through here.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

from rnncore.cells import CellConfig
from rnncore.corpus import Corpus
from rnncore.history import History
from rnncore.model import Model, new_model
from rnncore.training import Training
from rnncore.training_config import TrainingConfig


@dataclass(frozen=True)
class Recipe:
    """What to train and how. `training.seed` also draws the first weights."""

    training: TrainingConfig
    cell: str = "gru"
    hidden_size: int = 64
    activation: str = "tanh"
    bias: bool = True
    initialisation: str = "orthogonal"
    gain: float = 1.0
    forget_bias: float = 1.0
    update_bias: float = 0.0

    def new_model(self, corpus: Corpus) -> Model:
        """The untrained network. Raises ValueError for settings that cannot work."""
        config = CellConfig(len(corpus.vocabulary), self.hidden_size, self.activation, self.bias,
                            self.initialisation, self.gain, self.forget_bias, self.update_bias)
        return new_model(self.cell, config, corpus.vocabulary, self.training.seed)

    def start(self, corpus: Corpus, history: History | None = None) -> Training:
        """A training run, not yet begun."""
        return Training(self.new_model(corpus), corpus, self.training, history)

    def as_dict(self) -> dict[str, Any]:
        """Plain values that fit in JSON; `from_dict` reads them back."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Recipe":
        """A recipe from plain values. Raises TypeError or ValueError for wrong ones."""
        return cls(**{**values, "training": TrainingConfig(**values["training"])})
