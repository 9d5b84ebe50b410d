"""Three cells, one budget: as many weights each, the same names, seeds, batches and number of steps.

An LSTM of H units has about four times the weights of a vanilla cell of H units, so a fair race gives it fewer
units: `hidden_for` finds how many. `rnncore.commands.equal_budget` runs all races and writes the models and the log.
"""

import csv
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rnncore.cells import CELLS
from rnncore.data.corpus import Corpus
from rnncore.model import Model
from rnncore.training.config import TrainingConfig
from rnncore.training.recipes import Recipe

WEIGHTS = 10_000
SEEDS = (0, 1, 2)
STEPS = 6_000
RATE = 0.01       # of 0.01, 0.02 and 0.04: best for vanilla and GRU on validation, 0.004 nats from it for the LSTM
MEASURED_EVERY = 100


class Row(NamedTuple):
    """One line of the log. Losses are in nats per symbol."""

    cell: str
    hidden: int
    parameters: int
    seed: int
    step: int
    characters: int
    seconds: float           # of one processor core, measuring the losses included
    train_loss: float        # mean since the line before
    validation_loss: float


def parameters_of(cell: str, hidden: int, symbols: int) -> int:
    """Weights of a network that reads and foretells `symbols` signs: cell and readout, biases included.

    With G gates: G (V H + H^2 + H) + (H V + V), and H more for what a cell has besides W_xh, W_hh and b_h: a b_hn.
    """
    per_gate = symbols * hidden + hidden * hidden + hidden
    own = hidden * (len(CELLS[cell].Params._fields) - 3)
    return CELLS[cell].GATE_COUNT * per_gate + own + hidden * symbols + symbols


def hidden_for(cell: str, symbols: int, weights: int = WEIGHTS) -> int:
    """The number of hidden units whose network comes closest to a number of weights.

    Raises ValueError for fewer weights than one hidden unit needs.
    """
    if weights < parameters_of(cell, 1, symbols):
        raise ValueError(f"{weights} weights are too few for one hidden unit.")
    hidden = 1
    while parameters_of(cell, hidden + 1, symbols) <= weights:
        hidden += 1
    below, above = (parameters_of(cell, h, symbols) for h in (hidden, hidden + 1))
    return hidden if weights - below <= above - weights else hidden + 1


def recipe(cell: str, symbols: int, seed: int, *, steps: int = STEPS, weights: int = WEIGHTS,
           rate: float = RATE) -> Recipe:
    """The run of one cell: everything but the cell and its size is the same for all."""
    config = TrainingConfig(steps=steps, seed=seed, learning_rate=rate, report_every=MEASURED_EVERY,
                            evaluate_every=MEASURED_EVERY)
    return Recipe(config, cell, hidden_for(cell, symbols, weights))


def race(corpus: Corpus, recipe: Recipe) -> Iterator[tuple[Row, Model]]:
    """Train, and report at every evaluation: a line of the log, and the model as it is then.

    Seconds are those of the processor (`time.process_time`), so that other programs on the same
    machine do not slow a cell down on paper.
    """
    training = recipe.start(corpus)
    spent, clock = 0.0, time.process_time()
    for progress in training:
        spent += time.process_time() - clock
        yield (Row(recipe.cell, recipe.hidden_size, progress.model.parameters, recipe.training.seed, progress.step,
                   progress.characters, round(spent, 3), round(progress.train_loss, 5),
                   round(progress.validation_loss, 5)), training.best)
        clock = time.process_time()


def read_log(path: Path) -> list[Row]:
    """A log that `rnncore.commands.equal_budget` wrote, line by line."""
    kinds = Row.__annotations__
    with path.open(newline="") as file:
        return [Row(**{name: kinds[name](line[name]) for name in Row._fields}) for line in csv.DictReader(file)]
