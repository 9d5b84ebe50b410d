"""Two rivals without a memory: a network that sees a fixed number of places, each through its own weights.

    a   = sum over places j of  row x_j of W_xh[j]  + b_h        x_j: the word at place j of the window
    h   = tanh(a)
    out = h W_ho + b_o

The *fixed* window lies on the whole sentence: place j is its j-th word, and `out` has one score for
each place. What it learned about a word at one place it does not know at another; words beyond the window
it does not see, and says no there. The *sliding* window is laid around each word in turn (as many places to the
left as to the right) and has one score, for the word in its middle: a one-dimensional convolution (LeCun et al.
1998; for text, Collobert et al. 2011). Places beyond the ends of a sentence hold the boundary.

Both are trained by the same `Training` as the recurrent networks, on the same batches, with this module as
its `network`. W_xh begins at zero, so what was never seen at a place stays exactly zero and can be read off.
Shapes: W_xh [places, D, H], b_h [H], W_ho [H, outputs], b_o [outputs].
"""

from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.data.batches import Batch
from rnncore.data.packing import Packing, unpack
from rnncore.data.vocabulary import BOUNDARY
from rnncore.data.words import Words
from rnncore.model import Model, Provenance, Weights
from rnncore.numerics.flat import read_only_copy
from rnncore.numerics.workspace import Workspace
from rnncore.objectives import OBJECTIVES
from rnncore.readout import Readout, init_readout, logits, readout_gradients

Array = np.ndarray
NO = -30.0               # the score of a word that the window cannot see: sigmoid(NO) is 0 to twelve digits
MOST_PLACES = 64


@dataclass(frozen=True)
class WindowConfig:
    """Sizes of a window network; `slides` says which of the two it is. Raises ValueError."""

    input_size: int
    hidden_size: int
    places: int
    slides: bool = False

    def __post_init__(self) -> None:
        sizes = (self.input_size, self.hidden_size, self.places)
        if not all(isinstance(n, int) and 0 < n <= 4096 for n in sizes) or self.places > MOST_PLACES:
            raise ValueError(f"A window needs sizes from 1 to 4096 and at most {MOST_PLACES} places.")
        if self.slides and self.places % 2 == 0:
            raise ValueError("A sliding window needs an odd number of places, one of them in the middle.")

    @property
    def outputs(self) -> int:
        """Scores per window: one for each place, or one for the place in the middle."""
        return 1 if self.slides else self.places


class Params(NamedTuple):
    """The weights below the hidden layer."""

    W_xh: Array          # [places, D, H]
    b_h: Array           # [H]


@dataclass(frozen=True)
class WindowNet:
    """A window network and where it came from: what `Model` is for the recurrent ones."""

    config: WindowConfig
    params: Params
    readout: Readout
    vocabulary: Words
    task: str = "year"
    provenance: Provenance = field(default_factory=Provenance)
    objective: str = "share"

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", read_only_copy(self.params))
        object.__setattr__(self, "readout", read_only_copy(self.readout))

    @property
    def cell_module(self) -> None:
        """There is no cell: nothing is carried from step to step."""

    @property
    def weights(self) -> Weights:
        """All parameters as one tree."""
        return Weights(self.params, self.readout)

    @property
    def parameters(self) -> int:
        """How many numbers training may change."""
        return sum(a.size for a in (*self.params, *self.readout))

    @property
    def dtype(self) -> np.dtype:
        """float32 after training; float64 where somebody asked for it."""
        return self.readout.W_ho.dtype


def new_window(config: WindowConfig, vocabulary: Words, seed: int, *, dtype=np.float32, **described: Any) -> WindowNet:
    """An untrained window network. Raises ValueError for another size than the vocabulary's."""
    if config.input_size != len(vocabulary):
        raise ValueError(f"input_size must be {len(vocabulary)}, the number of words.")
    weights = init_weights(np.random.default_rng(seed), config, dtype)
    return WindowNet(config, weights.cell, weights.readout, vocabulary, **described)


def init_weights(rng: np.random.Generator, config: WindowConfig, dtype=np.float32) -> Weights:
    """Fresh weights: nothing below the hidden layer, Glorot's range above it."""
    params = Params(np.zeros((config.places, config.input_size, config.hidden_size), dtype),
                    np.zeros(config.hidden_size, dtype))
    return Weights(params, init_readout(rng, config.hidden_size, config.outputs, dtype))


class Forward(NamedTuple):
    """One pass over a packed batch."""

    windows: Array       # [M, places] symbol numbers: M sentences (fixed) or N words (sliding)
    hidden: Array        # [M, H]
    scores: Array        # [M, outputs]


def forward(config: WindowConfig, weights: Weights, batch: Batch) -> Forward:
    """Every window of a batch of symbols, its hidden layer and its scores."""
    windows = (_around_each_word if config.slides else _of_each_sentence)(batch, config.places)
    table = weights.cell.W_xh.reshape(-1, config.hidden_size)
    pre = np.zeros((len(windows), config.hidden_size), table.dtype)
    for place in range(config.places):
        pre += table[windows[:, place] + place * config.input_size]
    pre += weights.cell.b_h
    hidden = np.tanh(pre, out=pre)
    return Forward(windows, hidden, logits(weights.readout, hidden))


def scores_of(config: WindowConfig, weights: Weights, batch: Batch) -> Array:
    """A score for every row of a batch [N, 1], as a recurrent network gives; `NO` where the window ends."""
    scores = forward(config, weights, batch).scores
    if config.slides:
        return scores
    steps = max(batch.packing.steps, config.places + 1)
    padded = np.full((steps, len(scores)), NO, scores.dtype)
    padded[1:config.places + 1] = scores.T                       # place 1 is step 1: step 0 is ∎
    return padded[_running(batch.packing, steps)][:, None]


def loss_and_gradients(cell: ModuleType | None, config: WindowConfig, weights: Weights, batch: Batch, out: Weights,
                       workspace: Workspace | None = None, kept: Array | None = None,
                       objective: str = "share") -> float:
    """The mean loss of a batch, with dL/dweights written into `out`. `cell`, `workspace` and `kept` are not used.

    The fixed window answers at every place, words or not: behind the end of a sentence it learns to say no.
    """
    windows, hidden, scores = forward(config, weights, batch)
    loss = OBJECTIVES[objective].loss_in_place(scores, _targets(config, batch, scores.dtype))
    readout_gradients(weights.readout, hidden, scores, out.readout)
    d_pre = scores @ weights.readout.W_ho.T
    d_pre *= 1.0 - np.square(hidden)
    for place in range(config.places):
        gates.weight_gradient(gates.one_hot(windows[:, place], config.input_size, d_pre.dtype), d_pre[None],
                              out.cell.W_xh[place])
    np.sum(d_pre, axis=0, out=out.cell.b_h)
    return loss


def mean_loss(cell: ModuleType | None, config: WindowConfig, weights: Weights, batches: list[Batch],
              workspace: Workspace | None = None, objective: str = "share") -> float:
    """The mean loss over several batches: every answer counts once. No gradients."""
    total = answers = 0
    for batch in batches:
        scores = forward(config, weights, batch).scores
        total += OBJECTIVES[objective].loss_in_place(scores, _targets(config, batch, scores.dtype)) * scores.size
        answers += scores.size
    return total / answers


def place_weights(net: WindowNet, word: str) -> Array:
    """How much of a word's row there is at each place: the length of row `word` of W_xh[j], [places]."""
    return np.linalg.norm(net.params.W_xh[:, net.vocabulary.number(word)], axis=-1)


def window_parameters(model: Model, steps: int) -> int:
    """Numbers in a feedforward net that reads `steps` inputs at once, its own weights for each place.

    One hidden layer as wide as the memory, the same readout: T D H + H + H V + V.
    """
    D, H, V = model.config.input_size, model.config.hidden_size, model.readout.b_o.size
    return steps * D * H + H + H * V + V


def _targets(config: WindowConfig, batch: Batch, dtype: np.dtype) -> Array:
    """What is wanted from each window: [N, 1] (sliding) or [B, places] (fixed, 0 behind the end)."""
    if config.slides:
        return batch.targets
    padded = unpack(batch.targets[:, 0].astype(dtype), batch.packing)
    wanted = np.zeros((batch.packing.batch, config.places), dtype)
    seen = padded[1:config.places + 1].T
    wanted[:, :seen.shape[1]] = seen
    return wanted


def _of_each_sentence(batch: Batch, places: int) -> Array:
    """The first words of every sentence [B, places]; the boundary behind the end. ∎ in front is left out."""
    padded = unpack(batch.inputs, batch.packing, BOUNDARY)[1:places + 1].T
    windows = np.full((batch.packing.batch, places), BOUNDARY)
    windows[:, :padded.shape[1]] = padded
    return windows


def _around_each_word(batch: Batch, places: int) -> Array:
    """The words around every row of the batch [N, places]; the boundary beyond both ends."""
    steps, reach = batch.packing.steps, places // 2
    padded = np.full((steps + 2 * reach, batch.packing.batch), BOUNDARY)
    padded[reach:reach + steps] = unpack(batch.inputs, batch.packing, BOUNDARY)
    around = np.stack([padded[j:j + steps] for j in range(places)], axis=-1)
    return around[_running(batch.packing, steps)]


def _running(packing: Packing, steps: int) -> Array:
    """Which sentences are still running at which step: [steps, B]."""
    running = np.zeros((steps, packing.batch), dtype=bool)
    running[:packing.steps] = np.diff(packing.starts)[:, None] > np.arange(packing.batch)
    return running
