"""What each trick of rnncore's training step gives: the step with all of them, and with one taken away.

    OPENBLAS_NUM_THREADS=1 python benchmarks/core_tricks.py --hidden 64 --batch 128

In turns, in one process, by the processor's clock: medians over the rounds of the time without, divided by the
time with. 1.30 means that the step takes 1.30 times as long without it. Making the batch is included. All batches are
trees, also where the product would not make one (see `core_trees.py`).
"""

import argparse
import contextlib
import os
import statistics
from collections.abc import Callable, Iterator
from unittest import mock

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")          # before NumPy is loaded

import numpy as np
from core_numpy import step_of
from core_slices import Task, names, timed

from rnncore import Corpus, network
from rnncore.cells import gates
from rnncore.data.batches import Batch, batch_of
from rnncore.data.prefixes import tree_batch
from rnncore.readout import logits


def plain_batch(corpus: Corpus, chosen: np.ndarray, *_: object) -> Batch:
    """Name by name, whatever the size."""
    return batch_of(corpus.train_encoded, chosen)


def tree(corpus: Corpus, chosen: np.ndarray, *_: object) -> Batch:
    """As a tree, whatever the size."""
    return tree_batch(corpus.train_beginnings, chosen)


def _scores_by_row(readout, h, out):
    return logits(readout, h, np.empty(out.shape, out.dtype))


def _summed(d_gates, out):
    return out if out is None else np.sum(d_gates, axis=1, out=out.reshape(d_gates.shape[0], -1))


WITHOUT: dict[str, Callable[[], contextlib.AbstractContextManager]] = {
    "all of them": contextlib.nullcontext,
    "names that begin alike are read once": lambda: mock.patch.object(Corpus, "train_batch", plain_batch),
    "a symbol's scores lie together": lambda: mock.patch.object(network, "logits", _scores_by_row),
    "the bias's gradient is a product": lambda: mock.patch.object(gates, "bias_gradient", _summed),
}


@contextlib.contextmanager
def all_taken_away() -> Iterator[None]:
    """None of the tricks."""
    with contextlib.ExitStack() as stack:
        for without in WITHOUT.values():
            stack.enter_context(without())
        yield


def main() -> None:
    """Measure and print, cell by cell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.1)
    asked = parser.parse_args()
    names()
    ways = {**WITHOUT, "none of them": all_taken_away}
    for cell in ("vanilla", "gru", "lstm"):
        step = step_of(Task(cell, asked.hidden, asked.batch, preparing=True))
        cost: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(asked.rounds):
            for way, without in ways.items():
                with mock.patch.object(Corpus, "train_batch", tree), without():
                    spent = timed(step, asked.seconds)
                cost[way].append(spent["cpu"] / spent["units"])
        print(f"\n{cell}, hidden {asked.hidden}, batch {asked.batch}: time without, divided by the time with")
        for way in list(ways)[1:]:
            ratios = sorted(a / b for a, b in zip(cost[way], cost["all of them"], strict=True))
            quarter = len(ratios) // 4
            print(f"  {way:40}{statistics.median(ratios):6.2f}  [{ratios[quarter]:.2f} to {ratios[-1 - quarter]:.2f}]")


if __name__ == "__main__":
    main()
