"""The lag task: remember the first symbol, ignore what follows, answer at the end.

    step       0   1   2   …   T
    input      B   w   z   …   x        one of 4 to remember, then T of 4 others that say nothing
    asked                      B        after the last step: which one was first?

T is the lag: from the symbol to the answer the memory makes T steps. Every sequence is drawn anew,
so there is nothing to learn by heart; guessing is right once in four. The idea is task 2a of
Hochreiter & Schmidhuber 1997 (section 5.2), with one question per sequence and no end to the
sequences.
"""

import dataclasses
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from rnncore.cells import CELLS, CellConfig
from rnncore.data.batches import Batch, last_rows
from rnncore.data.packing import Packing, full
from rnncore.model import Model, new_model
from rnncore.network import forward
from rnncore.training.config import TrainingConfig
from rnncore.training.loop import Training

Array = np.ndarray

SYMBOLS = 4            # to remember
DISTRACTORS = 4        # to ignore
CHANCE = 1 / SYMBOLS
MAX_LAG = 1_000
HIDDEN = 32
BATCH = 64
RATE = 0.01            # Adam's
LOWER_RATE = 0.001     # a second one
BETA2 = 0.999          # Adam's, as published (Kingma & Ba 2015)
CLIP = 1.0
UPDATES = 2_000        # the budget of one trial
SOLVED = 0.99          # share of right answers
WATCHED = 256          # fresh sequences that decide it, the same at every check
CHECK_EVERY = 10       # updates
WATCH_SEED = 1997
CHRONO_SEED = 2018     # beside a network's own
EPOCH = 64 * BATCH     # an endless task has no epochs; shuffling numbers needs an end


@dataclasses.dataclass(frozen=True)
class LagTask:
    """`Data` without end. Raises ValueError for a lag below 1 or above `MAX_LAG`."""

    lag: int
    vocabulary = None           # its symbols have numbers only

    def __post_init__(self) -> None:
        if not 1 <= self.lag <= MAX_LAG:
            raise ValueError(f"The lag must be 1 to {MAX_LAG} steps, not {self.lag}.")

    @property
    def title(self) -> str:
        """How the task is called."""
        return f"the lag task, {self.lag} steps"

    @property
    def fingerprint(self) -> str:
        """The same for the same lag."""
        return f"lag-{self.lag}-{SYMBOLS}-{DISTRACTORS}"

    @property
    def examples(self) -> int:
        """How many numbers are shuffled at a time; what they stand for is drawn anew."""
        return EPOCH

    def train_batch(self, chosen: Array, rng: np.random.Generator, network_size: int = 0) -> Batch:
        """As many new sequences as numbers were `chosen`."""
        return self.draw(len(chosen), rng)

    def validation_batches(self) -> list[Batch]:
        """`WATCHED` sequences of their own random stream."""
        return [self.draw(WATCHED, np.random.default_rng([WATCH_SEED, self.lag]))]

    def draw(self, sequences: int, rng: np.random.Generator) -> Batch:
        """`sequences` fresh ones; inputs [(T + 1) B], targets [B], asked after the last step."""
        inputs = rng.integers(SYMBOLS, SYMBOLS + DISTRACTORS, (self.lag + 1, sequences))
        inputs[0] = rng.integers(SYMBOLS, size=sequences)
        packing, asked = _layout(self.lag + 1, sequences)
        return Batch(inputs.ravel(), inputs[0].copy(), packing, asked)


@lru_cache(maxsize=8)
def _layout(steps: int, sequences: int) -> tuple[Packing, Array]:
    packing = full(steps, sequences)
    return packing, last_rows(packing)


@dataclasses.dataclass(frozen=True)
class Start:
    """How a network begins: the one thing that differs between two trials of a lag.

    `keep` is the bias of the gate that keeps the memory (LSTM: forget gate, GRU: update gate), `write`
    that of the gate that lets new things in (LSTM: input gate; the GRU has no such gate: what it keeps,
    it does not overwrite). None: the cell's usual start, 1 for LSTM's `keep` and 0 for the rest.
    A plain network has neither, and does not look at them. With `longest` (T_max) both are drawn for each unit instead:
    the chrono initialisation of Tallec & Ollivier 2018, see `chrono`.
    """

    cell: str
    keep: float | None = None
    write: float | None = None
    initialisation: str = "orthogonal"
    hidden: int = HIDDEN
    activation: str = "tanh"
    longest: float | None = None

    def model(self, seed: int) -> Model:
        """The untrained network of this seed. Raises ValueError for settings no cell can have."""
        cell = CELLS[self.cell]
        keep = {} if None in (self.keep, cell.KEEPING_BIAS) else {cell.KEEPING_BIAS: self.keep}
        config = CellConfig(SYMBOLS + DISTRACTORS, self.hidden, self.activation, initialisation=self.initialisation,
                            **keep)
        model = new_model(self.cell, config, None, seed, outputs=SYMBOLS, task="lag")
        keeping, writing = None, self.write
        if self.longest is not None:
            keeping = chrono(self.longest, self.hidden, np.random.default_rng([seed, CHRONO_SEED]))
            writing = -keeping
        b_h = model.params.b_h.copy()
        for gate, biases in ((cell.KEEPING_GATE, keeping), (cell.WRITING_GATE, writing)):
            if gate is not None and biases is not None:
                b_h.reshape(cell.GATE_COUNT, -1)[cell.GATES.index(gate)] = biases
        return dataclasses.replace(model, params=model.params._replace(b_h=b_h))


def log_lag(lag: int) -> float:
    """The bias that makes a gate keep for about `lag` steps: ln T, after Tallec & Ollivier 2018, section 3.

    One value for all units is our variant; theirs is `chrono`.

    A gate that stays at k = sigma(b) keeps k^t of what it held after t steps, about e^(-t (1 - k)), so it
    forgets within 1 / (1 - k) = 1 + e^b steps. That is 1 + T for b = ln T.
    """
    return math.log(lag)


def chrono(longest: float, units: int, rng: np.random.Generator) -> Array:
    """A bias for the keeping gate of each unit, ln U(1, T_max - 1), [units].  Tallec & Ollivier 2018, section 3.

    The units then forget within 2 to T_max steps, all lengths alike; an LSTM's input gates get the negatives.
    Raises ValueError for a T_max below 3, which leaves nothing to draw.
    """
    if longest < 3:
        raise ValueError(f"Chrono initialisation needs a T_max of at least 3 steps, not {longest:g}.")
    return np.log(rng.uniform(1, longest - 1, units))


class Check(NamedTuple):
    """One look at a trial: answers on `WATCHED` sequences it never learned from."""

    update: int
    accuracy: float       # share of right answers; guessing: `CHANCE`
    loss: float           # nats per answer; guessing: ln 4


class Trial(NamedTuple):
    """One network on one lag, so far or to its end."""

    lag: int
    start: Start
    seed: int
    checks: tuple[Check, ...]
    solved: bool
    finished: bool
    seconds: float
    diverged: bool = False

    @property
    def updates(self) -> int:
        """How often the weights have changed."""
        return self.checks[-1].update if self.checks else 0

    @property
    def sequences(self) -> int:
        """How many sequences it has learned from."""
        return self.updates * BATCH

    @property
    def best(self) -> float:
        """The best share of right answers at any check."""
        return max((check.accuracy for check in self.checks), default=math.nan)


def score(model: Model, batch: Batch) -> tuple[float, float]:
    """The share of right answers of a model on a batch, and its loss in nats per answer."""
    with np.errstate(over="ignore", invalid="ignore"):
        scores = forward(model.cell_module, model.config, model.weights, batch).logits
        right = float(np.mean(scores.argmax(axis=1) == batch.targets))
        shifted = scores.astype(np.float64) - scores.max(axis=1, keepdims=True)
        chosen = shifted[np.arange(len(shifted)), batch.targets]
        return right, float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - chosen))


def run(lag: int, start: Start, seed: int, updates: int = UPDATES, beta2: float = BETA2,
        rate: float = RATE) -> Iterator[Trial]:
    """Train until solved or out of budget; a `Trial` at every check, the last one `finished`.

    Solved: at least `SOLVED` of the answers on `WATCHED` fresh sequences are right. Raises ValueError
    for settings that cannot work.
    """
    return follow(begin(lag, start, seed, updates, beta2, rate), start)


def begin(lag: int, start: Start, seed: int, updates: int = UPDATES, beta2: float = BETA2,
          rate: float = RATE) -> Training:
    """The training of a trial, not yet begun. Raises ValueError for settings that cannot work."""
    config = TrainingConfig(steps=updates, seed=seed, batch_size=BATCH, learning_rate=rate, clip_norm=CLIP,
                            beta2=beta2, schedule="constant", warmup=0.0, report_every=CHECK_EVERY,
                            evaluate_every=updates)
    return Training(start.model(seed), LagTask(lag), config)


def follow(training: Training, start: Start, checks: tuple[Check, ...] = ()) -> Iterator[Trial]:
    """Train to the end of a trial, from wherever the training is; `checks` are those already made."""
    task, seed, updates = training.corpus, training.config.seed, training.config.steps
    (watched,) = task.validation_batches()
    for progress in training:
        due = progress.step % CHECK_EVERY == 0 or progress.step == updates or progress.diverged
        if not due:
            continue
        checks += (Check(progress.step, *score(progress.model, watched)),)
        solved = checks[-1].accuracy >= SOLVED
        finished = solved or progress.diverged or training.finished
        yield Trial(task.lag, start, seed, checks, solved, finished, training.seconds, progress.diverged)
        if finished:
            return
