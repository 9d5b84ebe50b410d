"""Train the networks of the sentence tasks from the command line.

    python -m rnncore.commands.train_sentences --task year --seed 0 --out data/models/sentences-year.npz
    python -m rnncore.commands.train_sentences --task year --net fixed --out data/models/sentences-year-fixed.npz
    python -m rnncore.commands.train_sentences --results data/measured/sentences.csv

The first two rebuild a shipped network; the last trains every network of every task with seeds 0 to 4 and
writes what each reached on the test sets (about three minutes on one core). Every net of a task gets the same
optimiser, the same number of steps, the same batches of the same size. Progress goes to stderr; the last line
on stdout is one JSON object with the scores.
"""

import argparse
import csv
import dataclasses
import io
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rnncore.cells import CELLS, CellConfig
from rnncore.commands import DATA
from rnncore.commands.writing import check_targets
from rnncore.files import checkpoint
from rnncore.files.archive import write_whole
from rnncore.model import new_model
from rnncore.numerics.blas import restart_with_one_thread
from rnncore.numerics.flat import flatten, views
from rnncore.tasks import windows
from rnncore.tasks.sentences import TASKS, scores
from rnncore.tasks.sentences.answers import Net
from rnncore.tasks.sentences.examples import SentenceData
from rnncore.tasks.sentences.results import Result
from rnncore.tasks.sentences.year import LIMIT
from rnncore.tasks.windows import WindowConfig, WindowNet, new_window
from rnncore.training.config import TrainingConfig
from rnncore.training.loop import Training

GRAMMARS = DATA / "sentences"
SEEDS = (0, 1, 2, 3, 4)
NETS = {"year": ("gru", "fixed", "sliding"), "sentiment": ("gru",), "next-word": ("gru",)}
AROUND = 7               # words a sliding window sees


class Budget(NamedTuple):
    """What a task's networks get. Rates and sizes were chosen on validation sentences."""

    hidden: int
    steps: int
    rate: float
    update_bias: float = 0.0     # GRU: above 0 its memory lasts longer at first
    batch: int = 64


BUDGETS = {"year": Budget(32, 2000, 0.005), "sentiment": Budget(32, 2000, 0.01),
           "next-word": Budget(48, 2000, 0.01, update_bias=2.0)}


def new_net(task: str, net: str, seed: int, hidden: int | None = None) -> Net:
    """An untrained network for a task: a cell's name, or "fixed" or "sliding" for a window."""
    data, budget = TASKS[task].data(GRAMMARS), BUDGETS[task]
    units, size = budget.hidden if hidden is None else hidden, len(data.vocabulary)
    objective = TASKS[task].objective
    if net in ("fixed", "sliding"):
        config = WindowConfig(size, units, AROUND if net == "sliding" else LIMIT, net == "sliding")
        return new_window(config, data.vocabulary, seed, task=task, objective=objective)
    bias = budget.update_bias if net == "gru" else 0.0
    return new_model(net, CellConfig(size, units, update_bias=bias), data.vocabulary, seed,
                     outputs=None if objective == "symbols" else 1, task=task, objective=objective)


def start(task: str, net: str, seed: int, steps: int | None = None, hidden: int | None = None) -> Training:
    """A training run with the task's budget, not yet begun. The same arguments give the same network."""
    budget = BUDGETS[task]
    steps = budget.steps if steps is None else steps
    config = TrainingConfig(steps=steps, seed=seed, learning_rate=budget.rate, batch_size=budget.batch)
    options = {"network": windows} if net in ("fixed", "sliding") else {}
    return Training(new_net(task, net, seed, hidden), TASKS[task].data(GRAMMARS), config, **options)


def scores_of(net: Net, data: SentenceData) -> dict[str, tuple[str, float]]:
    """What a network reaches on each test set of its task: (name of the score, its value)."""
    tests = {name: part for name, part in data.parts.items() if name not in ("train", "validation")}
    if net.task == "year":
        return {name: ("f1", scores.tagging(net, part).f1) for name, part in tests.items()}
    if net.task == "sentiment":
        return {name: ("accuracy", scores.accuracy(net, part)) for name, part in tests.items()}
    return {name: ("right", scores.right_words(net, part)) for name, part in tests.items()}


def finished(best: Net, data: SentenceData) -> Net:
    """A trained network as it is shipped: weights rounded to half precision, with its scores."""
    rounded = views(flatten(best.weights).astype(np.float16).astype(np.float32), best.weights)
    net = dataclasses.replace(best, params=rounded.cell, readout=rounded.readout)
    told = {f"{part}_{name}": round(value, 4) for part, (name, value) in scores_of(net, data).items()}
    return dataclasses.replace(net, provenance=dataclasses.replace(net.provenance, scores=told))


def save(net: Net, path: str | Path) -> None:
    """Write a network of either kind, in half precision."""
    (checkpoint.save_window if isinstance(net, WindowNet) else checkpoint.save)(net, path, np.float16)


def results(seeds: Iterable[int] = SEEDS) -> Iterable[Result]:
    """Train every network of every task and yield what it reached."""
    seeds = tuple(seeds)
    for task, nets in NETS.items():
        data = TASKS[task].data(GRAMMARS)
        for net in nets:
            for seed in seeds:
                clock = time.process_time()
                trained = finished(_run(start(task, net, seed)), data)
                seconds = round(time.process_time() - clock, 1)
                for part, (name, value) in scores_of(trained, data).items():
                    yield Result(task, net, seed, trained.config.hidden_size, trained.parameters, seconds, part, name,
                                 round(value, 4))


def main(arguments: list[str] | None = None) -> int:
    """Train one network, or all of them. Returns the exit code: 2 for what cannot work."""
    asked = _parser().parse_args(arguments)
    try:
        check_targets({"--out": asked.out, "--results": asked.results})
    except ValueError as error:
        print(f"rnncore.commands.train_sentences: {error}", file=sys.stderr)
        return 2
    if asked.results:
        _write(results(), Path(asked.results))
        return 0
    if asked.task is None:
        print("rnncore.commands.train_sentences: give --task, or --results.", file=sys.stderr)
        return 2
    if asked.net in ("fixed", "sliding") and asked.task != "year":
        print("rnncore.commands.train_sentences: the windows can only mark years: choose --task year.", file=sys.stderr)
        return 2
    try:
        training = start(asked.task, asked.net, asked.seed, asked.steps, asked.hidden)
    except ValueError as error:
        print(f"rnncore.commands.train_sentences: {error}", file=sys.stderr)
        return 2
    net = finished(_run(training), TASKS[asked.task].data(GRAMMARS))
    if asked.out:
        save(net, asked.out)
    print(json.dumps({"task": asked.task, "net": asked.net, "seed": asked.seed, **net.provenance.scores,
                      "parameters": net.parameters, "chosen_step": net.provenance.steps}))
    return 0


def _run(training: Training) -> Net:
    for progress in training:
        if progress.step % 500 == 0 or training.finished:
            print(f"step {progress.step}  train {progress.train_loss:.3f}  validation {progress.validation_loss:.3f}",
                  file=sys.stderr)
    return training.best


def _write(rows: Iterable[Result], path: Path) -> None:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(Result._fields)
    lines.writerows(rows)
    write_whole(path, text.getvalue().encode())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rnncore.commands.train_sentences",
                                     description=__doc__.split("\n\n")[0])
    add = parser.add_argument
    add("--task", choices=TASKS)
    add("--net", choices=(*CELLS, "fixed", "sliding"), default="gru", help="default gru")
    add("--seed", type=int, default=0)
    add("--steps", type=int, help="number of batches (default: the task's)")
    add("--hidden", type=int, metavar="H", help="hidden units (default: the task's)")
    add("--out", metavar="FILE", help="where to write the network (.npz, half precision)")
    add("--results", metavar="FILE", help="train all nets of all tasks with five seeds and write their scores (CSV)")
    return parser


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.train_sentences")
    sys.exit(main())
