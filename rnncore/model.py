"""A trained network as plain data: what it is, its numbers, and where they came from."""

import hashlib
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from rnncore.cells import CELLS, CellConfig
from rnncore.data.vocabulary import Vocabulary
from rnncore.data.words import Words
from rnncore.numerics.flat import flatten, read_only_copy
from rnncore.readout import Readout, init_readout

Array = np.ndarray
FORMAT_VERSION = 1


class Weights(NamedTuple):
    """Everything that training changes."""

    cell: Any            # the cell's Params
    readout: Readout


@dataclass(frozen=True)
class Provenance:
    """Where a model came from: enough to make it again.

    `recipe` is the training configuration as plain values; `scores` are losses in nats per
    symbol that were measured when the model was made.
    """

    data_name: str = ""
    data_fingerprint: str = ""
    seed: int = 0
    steps: int = 0
    characters: int = 0
    recipe: dict[str, Any] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    format_version: int = FORMAT_VERSION


@dataclass(frozen=True)
class Model:
    """A network and its history, immutable: its arrays refuse to be written to."""

    cell: str                      # a key of `CELLS`
    config: CellConfig
    params: Any                    # the cell's Params
    readout: Readout
    vocabulary: Vocabulary | Words | None  # None for a network that reads numbers
    task: str = "names"
    provenance: Provenance = Provenance()
    objective: str = "symbols"     # what is asked of its readout: a key of `objectives.OBJECTIVES`

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", read_only_copy(self.params))
        object.__setattr__(self, "readout", read_only_copy(self.readout))

    @property
    def cell_module(self) -> ModuleType:
        """The module of this model's cell: `rnncore.CELLS[self.cell]`."""
        return CELLS[self.cell]

    @property
    def weights(self) -> Weights:
        """Cell and readout parameters as one tree."""
        return Weights(self.params, self.readout)

    @property
    def outputs(self) -> int:
        """How many numbers the readout gives."""
        return self.readout.b_o.size

    @property
    def parameters(self) -> int:
        """How many numbers training may change."""
        return sum(a.size for a in (*self.params, *self.readout) if a is not None)

    @property
    def dtype(self) -> np.dtype:
        """float32 after training; float64 where somebody asked for it."""
        return self.readout.W_ho.dtype


def new_model(cell: str, config: CellConfig, vocabulary: Vocabulary | Words | None, seed: int, *,
              dtype=np.float32, outputs: int | None = None, **described: Any) -> Model:
    """An untrained model. The same seed gives the same weights.

    `outputs` is how many numbers the readout gives; one per symbol where nothing is said.
    Raises ValueError for an unknown cell or an `input_size` other than the vocabulary's.
    """
    if cell not in CELLS:
        raise ValueError(f"cell must be one of {', '.join(CELLS)}, not {cell!r}.")
    if vocabulary is not None and config.input_size != len(vocabulary):
        raise ValueError(f"input_size must be {len(vocabulary)}, the number of symbols.")
    weights = init_weights(np.random.default_rng(seed), cell, config, dtype, outputs)
    return Model(cell, config, weights.cell, weights.readout, vocabulary, **described)


def init_weights(rng: np.random.Generator, cell: str, config: CellConfig, dtype=np.float32,
                 outputs: int | None = None) -> Weights:
    """Fresh, writable weights; a symbol predictor (`outputs` None) has as many outputs as inputs."""
    params = CELLS[cell].init_params(rng, config, dtype)
    return Weights(params, init_readout(rng, config.hidden_size, outputs or config.input_size, dtype))


def fingerprint(model: Model) -> str:
    """Sixteen hexadecimal digits that name a network which computes just this: its cell, weights and symbols."""
    config = model.config
    shape = f"{model.cell} {config.activation} {config.hidden_size} {model.vocabulary.symbols}".encode()
    return hashlib.sha256(shape + flatten(model.weights).tobytes()).hexdigest()[:16]
