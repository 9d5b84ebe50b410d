"""How much a memory holds, by how large it is: networks of many sizes, trained alike and probed.

Every network learns from the same number of batches of the same names (shuffled, not in one order for all).
The learning rate and dropout are the usual ones for its size (`training.recipes`). What is measured: the loss on
every part of the list, and the lossy summary (`probe`) on its test names; both also before any training (0 steps).
`rnncore.commands.capacity` makes the table.
"""

import csv
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rnncore.data.corpus import Corpus
from rnncore.diagnostics.probe import LAGS, lossy_summary
from rnncore.model import Model
from rnncore.training.config import TrainingConfig
from rnncore.training.evaluation import losses
from rnncore.training.loop import Training
from rnncore.training.recipes import Recipe, regularised, usual_rate

Array = np.ndarray

SIZES = (4, 8, 16, 32, 64, 128, 256)
STEPS = 2000
# The columns of the table, in the order of `Measured`. The test part's loss has kept its first name there.
PER_NETWORK = ("cell", "hidden", "parameters", "steps", "characters", "seed", "train_nats", "validation_nats",
               "heldout_nats")
PER_LAG = ("lag", "accuracy", "chance", "count")


class Measured(NamedTuple):
    """One network: what it is, how well it predicts, and what can be read from its memory."""

    cell: str
    hidden: int
    parameters: int
    steps: int           # of the whole run; 0: as it was born
    characters: int      # read in the run
    seed: int
    train_loss: float    # nats per symbol, like the two below
    validation_loss: float
    test_loss: float
    lags: Array          # [L]
    accuracy: Array      # [L] of the probe on test names, from h
    chance: Array        # [L]
    counts: Array        # [L]


def before_and_after(cell: str, hidden: int, corpus: Corpus, steps: int = STEPS, seed: int = 0) -> list[Measured]:
    """A network measured twice: with the weights it was born with, and trained for `steps`."""
    training = begin(cell, hidden, corpus, steps, seed)
    born = measured_untrained(training.model, corpus, seed)
    for _ in training:
        pass
    return [born, measured_trained(training, corpus, seed)]


def begin(cell: str, hidden: int, corpus: Corpus, steps: int = STEPS, seed: int = 0) -> Training:
    """The training of one network of the table, not yet begun."""
    config = TrainingConfig(steps=steps, seed=seed, learning_rate=usual_rate(max(1, hidden)))
    return regularised(Recipe(config, cell, hidden), corpus).start(corpus)


def measured_untrained(model: Model, corpus: Corpus, seed: int) -> Measured:
    """A network with the weights it was born with."""
    return _measured(model, corpus, 0, 0, seed)


def measured_trained(training: Training, corpus: Corpus, seed: int) -> Measured:
    """What came of a training: its best snapshot, chosen on the validation names."""
    return _measured(training.best, corpus, training.step, training.characters, seed)


def _measured(model: Model, corpus: Corpus, steps: int, characters: int, seed: int) -> Measured:
    summary = lossy_summary(model, corpus, LAGS)
    return Measured(model.cell, model.config.hidden_size, model.parameters, steps, characters, seed,
                    *losses(model, corpus).values(),
                    summary.lags, summary.accuracy, summary.chance, summary.counts)


def read(path: str | Path) -> list[Measured]:
    """The networks of a table that `rnncore.commands.capacity` wrote, in its order."""
    with Path(path).open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    networks = []
    for described, group in groupby(lines, key=lambda line: [line[name] for name in PER_NETWORK]):
        cell, *numbers = described
        columns = zip(*([line[name] for name in PER_LAG] for line in group), strict=True)
        lag, accuracy, chance, count = columns
        networks.append(Measured(cell, *map(int, numbers[:5]), *map(float, numbers[5:]), np.array(lag, int),
                                 np.array(accuracy, float), np.array(chance, float), np.array(count, int)))
    return networks
