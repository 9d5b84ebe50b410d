"""When reading names that begin alike only once pays: a step with plain batches, divided by a step with trees.

    OPENBLAS_NUM_THREADS=1 python benchmarks/core_trees.py

For every cell, hidden size and batch, in turns, in one process, by the processor's clock, making the batch included.
Sorted by names times weights: `corpus.WORTH_A_TREE` should lie where the ratio passes 1.
"""

import argparse
import os
import statistics
from unittest import mock

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")          # before NumPy is loaded

from core_numpy import new_model, step_of
from core_slices import Task, names, timed
from core_tricks import plain_batch, tree

from rnncore import CELLS, Corpus
from rnncore.data.corpus import WORTH_A_TREE

SIZES, BATCHES = (32, 64, 128, 256), (32, 64, 128, 256)


def main() -> None:
    """Measure all that fit, and print them in order."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.06)
    asked = parser.parse_args()
    names()
    tasks = [Task(cell, hidden, batch, preparing=True) for cell in CELLS for hidden in SIZES for batch in BATCHES]
    for work, task in sorted((task.batch * new_model(task.cell, task.hidden).parameters, task) for task in tasks):
        ratio = gain(task, asked.rounds, asked.seconds)
        print(f"{work:>12,} {'tree' if work >= WORTH_A_TREE else 'plain':6}{task.cell:8} hidden {task.hidden:3} "
              f"batch {task.batch:3}  {ratio:.2f}", flush=True)


def gain(task: Task, rounds: int, seconds: float) -> float:
    """The median ratio of a plain step's time to a tree's."""
    step, ratios = step_of(task), []
    for _ in range(rounds):
        spent = []
        for way in (plain_batch, tree):
            with mock.patch.object(Corpus, "train_batch", way):
                took = timed(step, seconds)
            spent.append(took["cpu"] / took["units"])
        ratios.append(spent[0] / spent[1])
    return statistics.median(ratios)


if __name__ == "__main__":
    main()
