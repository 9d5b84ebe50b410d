"""How much a memory holds, by how large it is: networks of many sizes, trained alike and probed.

    python -m rnncore.diagnostics.capacity --names data/names/given_names.txt --out data/measured/capacity.csv

Every network learns from the same number of batches of the same names (shuffled, not in one order for all).
The learning rate and dropout are the command line's usual ones for its size. What is measured: loss on names
never trained on, and the lossy summary (`probe`), on held-out names too; both also before any training
(0 steps). Progress goes to stderr; the table is written anew after each network, one line per network, steps
and lag.
"""

import argparse
import csv
import math
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rnncore.cells import CELLS
from rnncore.data.corpus import Corpus, corpus_of
from rnncore.data.names import NamesError, read_names
from rnncore.diagnostics.probe import LAGS, lossy_summary
from rnncore.model import Model
from rnncore.numerics.blas import restart_with_one_thread
from rnncore.training.config import TrainingConfig
from rnncore.training.evaluation import losses
from rnncore.training.recipes import Recipe, regularised, usual_rate

Array = np.ndarray

SIZES = (4, 8, 16, 32, 64, 128, 256)
STEPS = 2000
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
    train: float         # nats per symbol
    validation: float
    heldout: float       # on the test names
    lags: Array          # [L]
    accuracy: Array      # [L] of the probe on test names, from h
    chance: Array        # [L]
    counts: Array        # [L]


def before_and_after(cell: str, hidden: int, corpus: Corpus, steps: int = STEPS, seed: int = 0) -> list[Measured]:
    """A network measured twice: with the weights it was born with, and trained for `steps`.

    Trained means its best snapshot, chosen on the validation names.
    """
    config = TrainingConfig(steps=steps, seed=seed, learning_rate=usual_rate(max(1, hidden)))
    training = regularised(Recipe(config, cell, hidden), corpus).start(corpus)
    born = _measured(training.model, corpus, 0, 0, seed)
    for _ in training:
        pass
    return [born, _measured(training.best, corpus, training.step, training.characters, seed)]


def _measured(model: Model, corpus: Corpus, steps: int, characters: int, seed: int) -> Measured:
    summary = lossy_summary(model, corpus, LAGS)
    return Measured(model.cell, model.config.hidden_size, model.parameters, steps, characters, seed,
                    *losses(model, corpus).values(),
                    summary.lags, summary.accuracy, summary.chance, summary.counts)


def write(networks: Iterable[Measured], path: str | Path) -> None:
    """A CSV: one line per network, steps and lag."""
    with Path(path).open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow((*PER_NETWORK, *PER_LAG))
        for network in networks:
            described = [_plain(value) for value in network[:len(PER_NETWORK)]]
            for values in zip(*network[len(PER_NETWORK):], strict=True):
                lines.writerow((*described, *map(_plain, values)))


def read(path: str | Path) -> list[Measured]:
    """The networks of a file that `write` wrote, in its order."""
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


def _plain(value: Any) -> str:
    if isinstance(value, float | np.floating):
        return "nan" if math.isnan(value) else f"{value:.4f}"
    return str(value)


def main(arguments: list[str] | None = None) -> int:
    """Parse, train, measure, write. Returns the exit code: 2 for anything that cannot work."""
    parser = argparse.ArgumentParser(prog="python -m rnncore.diagnostics.capacity",
                                     description=__doc__.split("\n\n")[0])
    add = parser.add_argument
    add("--names", required=True, metavar="FILE", help="a list: a name per line, or a CSV with a name column")
    add("--out", required=True, metavar="FILE", help="where to write the table (.csv)")
    add("--cells", nargs="+", choices=CELLS, default=list(CELLS))
    add("--sizes", nargs="+", type=int, default=list(SIZES), metavar="H", help="hidden units (default 4 to 256)")
    add("--steps", type=int, default=STEPS, help=f"batches of 128 names per network (default {STEPS})")
    add("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    networks: list[Measured] = []
    try:
        corpus = corpus_of(read_names(Path(asked.names).read_bytes(), Path(asked.names).stem))
        for cell in asked.cells:
            for hidden in asked.sizes:
                networks += before_and_after(cell, hidden, corpus, asked.steps, asked.seed)
                write(networks, asked.out)
                print(f"{cell} {hidden}: held out {networks[-1].heldout:.3f}", file=sys.stderr)
    except (NamesError, ValueError, OSError) as error:
        print(f"rnncore.diagnostics.capacity: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    restart_with_one_thread("rnncore.diagnostics.capacity")
    sys.exit(main())
