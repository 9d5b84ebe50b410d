"""What every network of every sentence task reached on the test sets: the table's lines, and its reader."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Result(NamedTuple):
    """One line of the results: one network, one seed, one test set."""

    task: str
    net: str             # "gru", "fixed" or "sliding"
    seed: int
    hidden: int
    parameters: int
    seconds: float       # of one processor core, for the training
    part: str            # the test set
    score: str           # "f1", "accuracy" or "right"
    value: float


def read_results(path: Path) -> list[Result]:
    """A table that `rnncore.commands.train_sentences --results` wrote, line by line."""
    kinds = Result.__annotations__
    with path.open(newline="") as file:
        return [Result(**{name: kinds[name](line[name]) for name in Result._fields}) for line in csv.DictReader(file)]


def mean_score(rows: Iterable[Result], task: str, net: str, part: str) -> float:
    """The mean over seeds of what a network reached on a test set. Raises ValueError if it was never measured."""
    found = [row.value for row in rows if (row.task, row.net, row.part) == (task, net, part)]
    if not found:
        raise ValueError(f"There is no result for {net} on {task}, {part}.")
    return sum(found) / len(found)
