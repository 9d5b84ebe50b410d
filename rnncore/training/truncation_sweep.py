"""Truncated backprop through time with one cut after another: what a network learns that never sees further back.

Everything but the cut is the same: cells of about as many weights (see `equal_budget`), names, learning rate, updates,
and symbols per update; shorter pieces stand in more streams side by side. `rnncore.commands.truncation_sweep` runs it.
"""

import csv
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import NamedTuple

from rnncore.cells import CELLS, CellConfig
from rnncore.data.corpus import Corpus
from rnncore.data.streams import Streams, held_out_streams
from rnncore.diagnostics.horizon import memory_horizon, streams_of_test_names
from rnncore.model import new_model
from rnncore.training.config import TrainingConfig
from rnncore.training.equal_budget import RATE, hidden_for
from rnncore.training.evaluation import loss_on_streams
from rnncore.training.truncated_bptt import TruncatedBPTT

CUTS = (1, 2, 3, 5, 8, 12, 20, 30, 50, 100)
SHIPPED_CUT = 50                 # of the networks under data/streams/
SEEDS = (0, 1, 2)
STEPS = 3_000
SYMBOLS = 1_600                  # per update, about: cut times streams
TASK = "streams"
Key = tuple[str, int, int]


class Row(NamedTuple):
    """One trained network. Losses in nats per symbol, on streams of held-out names; the horizon in steps."""

    cell: str
    hidden: int
    cut: int
    streams: int
    seed: int
    steps: int
    validation_loss: float       # the lowest: it chose the weights
    test_loss: float
    horizon: float               # median over the texts (see `diagnostics.horizon`), of the test names
    texts_over: int              # how many of them lie beyond the limit

    @property
    def key(self) -> Key:
        """What makes it a network of its own."""
        return self.cell, self.cut, self.seed


def streams_for(cut: int) -> int:
    """How many streams stand side by side, so that an update always reads about as many symbols."""
    return round(SYMBOLS / cut)


def begin(corpus: Corpus, cell: str, cut: int, seed: int, steps: int = STEPS) -> TruncatedBPTT:
    """The training of one network, not yet begun."""
    symbols, streams = len(corpus.vocabulary), streams_for(cut)
    config = TrainingConfig(steps=steps, seed=seed, batch_size=streams, learning_rate=RATE)
    model = new_model(cell, CellConfig(symbols, hidden_for(cell, symbols)), corpus.vocabulary, seed, task=TASK)
    return TruncatedBPTT(model, Streams(corpus, cut, streams, seed), config)


def measured(training: TruncatedBPTT) -> Row:
    """The row of a training that has ended: its best weights, on test names."""
    model, data, corpus = training.best, training.corpus, training.corpus.corpus
    horizon = memory_horizon(model, streams_of_test_names(corpus))
    validation, test = (round(loss_on_streams(model, held_out_streams(part)), 5)
                        for part in (corpus.validation_encoded, corpus.test_encoded))
    return Row(model.cell, model.config.hidden_size, data.cut, data.streams, data.seed, training.step, validation, test,
               horizon.median, horizon.texts_over)


def sweep(corpus: Corpus, cuts: Iterable[int] = CUTS, seeds: Iterable[int] = SEEDS, cells: Iterable[str] = tuple(CELLS),
          steps: int = STEPS, done: Set[Key] = frozenset()) -> Iterator[Row]:
    """Every network whose `Row.key` is not `done`, seed after seed."""
    for seed in seeds:
        for cut in cuts:
            for cell in cells:
                if (cell, cut, seed) not in done:
                    training = begin(corpus, cell, cut, seed, steps)
                    for _ in training:
                        pass
                    yield measured(training)


def read_rows(path: str | Path) -> list[Row]:
    """The rows of a sweep, in the order they were written. Raises OSError, ValueError or KeyError."""
    kinds = Row.__annotations__
    with open(path, newline="", encoding="utf-8") as file:
        return [Row(**{name: kinds[name](line[name]) for name in Row._fields}) for line in csv.DictReader(file)]
