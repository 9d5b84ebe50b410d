"""A whole run in one value: which network, trained how.

A recipe and a list make a model; the same recipe on the same list makes the same model. The
command line, the app and the shipped models all go through here.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

from rnncore.cells import CellConfig
from rnncore.data.corpus import Corpus
from rnncore.model import Model, new_model
from rnncore.training.config import TrainingConfig
from rnncore.training.history import History
from rnncore.training.loop import Training

# Shares of dropout per "crowding": weights divided by characters to learn from. They did best among
# those tried on the shipped given names and on longer lists (README, "How good is it?").
WEIGHT_DROPOUT_PER_CROWDING, MOST_WEIGHT_DROPOUT = 0.5, 0.5
DROPOUT_PER_CROWDING, MOST_DROPOUT = 0.1, 0.2


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

    def start(self, corpus: Corpus, history: History | None = None, processes: int = 1) -> Training:
        """A training run, not yet begun."""
        return Training(self.new_model(corpus), corpus, self.training, history, processes=processes)

    def as_dict(self) -> dict[str, Any]:
        """Plain values that fit in JSON; `from_dict` reads them back."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Recipe":
        """A recipe from plain values. Raises TypeError or ValueError for wrong ones."""
        return cls(**{**values, "training": TrainingConfig(**values["training"])})


def regularised(recipe: Recipe, corpus: Corpus, dropout: float | None = None,
                weight_dropout: float | None = None) -> Recipe:
    """The recipe with dropout fit for its size on this list; a number given is taken as it is.

    The more weights a network has per character it learns from, the more it learns the list by
    heart, and the more it has to be kept from it (see `TrainingConfig` for the two kinds).
    """
    crowding = recipe.new_model(corpus).parameters / corpus.train_encoded.characters
    if dropout is None:
        dropout = round(min(MOST_DROPOUT, DROPOUT_PER_CROWDING * crowding), 3)
    if weight_dropout is None:
        weight_dropout = round(min(MOST_WEIGHT_DROPOUT, WEIGHT_DROPOUT_PER_CROWDING * crowding), 3)
    training = dataclasses.replace(recipe.training, dropout=dropout, weight_dropout=weight_dropout)
    return dataclasses.replace(recipe, training=training)


def usual_rate(hidden_size: int) -> float:
    """A learning rate for Adam at batch 128 that suits the size: 0.02 up to 64 units, 0.0082 at 192.

    Between them and beyond on a power law. Both points did best among those tried on the shipped
    given names and on longer lists.
    """
    return round(min(0.02, 0.0082 * (192 / hidden_size) ** 0.81), 4)
