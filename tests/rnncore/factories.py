"""What the tests are about: small cells, models and lists, each from a seed."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

import rnncore
from rnncore.data.packing import Packing, full, packing_of
from rnncore.numerics.flat import flatten, leaves, views

Array = np.ndarray

# Every cell with every activation it can have: a new one is tested without being entered here.
CELLS = list(rnncore.CELLS)
SHIPPED_CELLS = ["vanilla", "gru", "lstm"]              # of which trained networks lie under data/
KINDS = [(name, activation) for name, cell in rnncore.CELLS.items() for activation in cell.ACTIVATION_NAMES]
RAGGED = (6, 4, 4, 1)

NAMES = [
    "Ada", "Adam", "Agnes", "Alan", "Alba", "Alice", "Amara", "Anna", "Anton", "Aoife", "Bela", "Ben", "Carl",
    "Carla", "Clara", "Dana", "Daniel", "David", "Dora", "Edda", "Elena", "Elias", "Emil", "Emma", "Erik",
    "Eva", "Fatima", "Finn", "Frida", "Greta", "Hana", "Hans", "Hugo", "Ida", "Ines", "Ivan", "Jan", "Jana",
    "Jonas", "Juan", "Julia", "Karim", "Kenji", "Lara", "Lena", "Leo", "Lina", "Luca", "Maja", "Mara", "Marta",
    "Mia", "Mina", "Nadia", "Nils", "Nina", "Noor", "Olga", "Omar", "Paul", "Petra", "Rosa", "Sara", "Tariq",
    "Tom", "Uma", "Vera", "Yuki", "Zara",
]


class Problem(NamedTuple):
    """A cell, what goes in, and a loss: sum over all steps of want * h."""

    cell: Any
    config: rnncore.CellConfig
    params: Any
    inputs: Array        # packed: vectors [N, D] or symbols [N]
    state: Any
    packing: Packing
    want: Array          # [N, H], which is also dL/dh_t through the readout

    def trace(self) -> Any:
        projected = self.cell.project_inputs(self.params, self.inputs)
        return rnncore.unroll(self.cell, self.params, projected, self.state, packing=self.packing,
                              activation=self.config.activation)

    def loss(self) -> float:
        return float((self.want * self.trace().h).sum())

    def backward(self, **options) -> Any:
        return rnncore.backprop_through_time(
            self.cell, self.params, self.trace(), self.state, self.inputs, self.want.copy(),
            packing=self.packing, activation=self.config.activation, **options)


def problem(kind: tuple[str, str], *, hidden: int = 3, batch: int = 4, steps: int = 6, bias: bool = True,
            lengths: tuple[int, ...] | None = None, symbols: bool = False, seed: int = 0) -> Problem:
    """A problem in float64; with ReLU, one in which no neuron is near its kink and not all are dead."""
    for attempt in range(1000):
        made = _problem(kind, hidden, batch, steps, bias, lengths, symbols, seed + 1000 * attempt)
        if kind[1] != "relu":
            return made
        pre = made.trace().pre
        if np.abs(pre).min() > 2e-3 and (pre > 0).mean() > 0.3:
            return made
    raise AssertionError("no problem away from the kinks found")


def _problem(kind, hidden, batch, steps, bias, lengths, symbols, seed) -> Problem:
    rng = np.random.default_rng(seed)
    name, activation = kind
    cell = rnncore.CELLS[name]
    D = 4
    config = rnncore.CellConfig(D, hidden, activation, bias, initialisation="normal", gain=0.8)
    params = cell.init_params(rng, config, np.float64)
    for leaf in leaves(params):
        leaf += rng.normal(0, 0.3, leaf.shape)
    packing = full(steps, batch) if lengths is None else packing_of(np.array(lengths))
    N = packing.size
    inputs = rng.integers(0, D, N) if symbols else rng.normal(size=(N, D))
    state = cell.State(*(rng.normal(0, 0.7, (packing.batch, hidden)) for _ in cell.State._fields))
    return Problem(cell, config, params, inputs, state, packing, rng.normal(size=(N, hidden)))


def vocabulary(letters: str = "abcdefg") -> rnncore.Vocabulary:
    return rnncore.Vocabulary(tuple(letters))


def model(cell: str = "gru", *, letters: str = "abcdefg", hidden: int = 5, bias: bool = True, seed: int = 3,
          dtype=np.float64, spread: float = 0.6, **described) -> rnncore.Model:
    """A model whose weights are far from zero everywhere, biases too."""
    symbols = vocabulary(letters)
    config = rnncore.CellConfig(len(symbols), hidden, bias=bias)
    fresh = rnncore.new_model(cell, config, symbols, seed, dtype=dtype, **described)
    vector = flatten(fresh.weights)
    vector += np.random.default_rng(seed).normal(0, spread, vector.size).astype(dtype)
    weights = views(vector, fresh.weights)
    return rnncore.Model(cell, config, weights.cell, weights.readout, symbols, **described)


def learner(corpus: rnncore.Corpus, cell: str = "gru", hidden: int = 8, seed: int = 1, **options) -> rnncore.Model:
    """An untrained model for a list."""
    dtype = options.pop("dtype", np.float32)
    config = rnncore.CellConfig(len(corpus.vocabulary), hidden, **options)
    return rnncore.new_model(cell, config, corpus.vocabulary, seed, dtype=dtype)


@lru_cache
def corpus() -> rnncore.Corpus:
    return rnncore.corpus_of(rnncore.NameList("given", tuple(NAMES)))


@lru_cache
def syllable_corpus() -> rnncore.Corpus:
    rng = np.random.default_rng(5)
    made = {"".join(str(rng.choice(list("kmrst"))) + str(rng.choice(list("aio"))) for _ in range(rng.integers(2, 5)))
            for _ in range(400)}
    return rnncore.corpus_of(rnncore.NameList("syllables", tuple(sorted(made))))


def same_bits(one: rnncore.Model, two: rnncore.Model) -> bool:
    return flatten(one.weights).tobytes() == flatten(two.weights).tobytes()


def told(progress: rnncore.Progress) -> str:
    """Everything a report says but the time; as text, so that nan equals nan."""
    weights = flatten(progress.model.weights).tobytes().hex()
    return repr(progress._replace(seconds=0.0, model=(weights, progress.model.provenance)))


def trail(training: rnncore.Training, stop_at: int | None = None) -> list[str]:
    """The reports of a run up to step `stop_at`, where the loop is left."""
    reports = []
    for progress in training:
        reports.append(told(progress))
        if progress.step == stop_at:
            break
    return reports
