"""Where the time of rnncore's training step goes: microseconds of each part, medians over many steps.

    OPENBLAS_NUM_THREADS=1 python benchmarks/core_where.py --hidden 64 --batch 128

The parts of the product's own step are timed as it runs, on one core, by the wall clock. A part's time is its own,
without that of the parts inside it. `--batch 1` shows what the calls alone cost: there is one row a step.
"""

import argparse
import collections
import contextlib
import os
import statistics
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any
from unittest import mock

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")          # before NumPy is loaded

import core_numpy
from core_slices import Task, chosen, names

from rnncore import CELLS, network
from rnncore.cells import gates
from rnncore.data.corpus import Corpus
from rnncore.training.optimisers import Adam

WARM_UP = 20
SYMBOLS = network.OBJECTIVES["symbols"]


class Stopwatch:
    """Times of named parts, each without the parts that run inside it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = collections.defaultdict(float)
        self._inside = [0.0]

    def around(self, part: str, work: Callable) -> Callable:
        """`work`, timed as `part`."""

        def timed(*given: Any, **named: Any) -> Any:
            self._inside.append(0.0)
            start = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                whole = time.perf_counter() - start
                self.spent[part] += whole - self._inside.pop()
                self._inside[-1] += whole
        return timed


def parts_of(cell: ModuleType) -> list[tuple[str, Any, str]]:
    """What is timed: its part, where it is looked up when it is called, and by which name."""
    return [
        ("batch", Corpus, "train_batch"), ("inputs", cell, "project_inputs"), ("unroll", network, "unroll"),
        ("scores", network, "logits"), ("readout", network, "readout_gradients"), ("slopes", cell, "slopes"),
        ("loop back", network, "backprop_through_time"), ("weights", cell, "weight_gradients"),
        ("weights", gates, "one_hot"),
        ("clip, Adam", core_numpy, "clip_by_global_norm"), ("clip, Adam", Adam, "update")]


def main() -> None:
    """Measure and print, cell by cell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=1000)
    asked = parser.parse_args()
    print(f"hidden {asked.hidden}, batch {asked.batch}; on average:")
    for name in CELLS:
        weights = core_numpy.new_model(name, asked.hidden).parameters
        batches = [names().train_batch(numbers, None, weights) for numbers in chosen(asked.batch)]
        times = where(name, asked.hidden, asked.batch, asked.steps)
        print(f"{name}: {statistics.mean(b.answers for b in batches):.0f} characters in "
              f"{statistics.mean(b.packing.size for b in batches):.0f} rows and "
              f"{statistics.mean(b.packing.steps for b in batches):.1f} steps")
        print("   " + "   ".join(f"{part} {microseconds:.0f}" for part, microseconds in times.items()))


def where(name: str, hidden: int, batch: int, steps: int) -> dict[str, float]:
    """Microseconds of every part of a step; `rest` is what lies between them, with the readout's way back into h."""
    watch, found = Stopwatch(), collections.defaultdict(list)
    step = watch.around("rest", core_numpy.step_of(Task(name, hidden, batch, preparing=True)))
    with contextlib.ExitStack() as stack:
        for part, place, called in parts_of(CELLS[name]):
            stack.enter_context(mock.patch.object(place, called, watch.around(part, getattr(place, called))))
        timed_loss = SYMBOLS._replace(loss_in_place=watch.around("loss", SYMBOLS.loss_in_place))
        stack.enter_context(mock.patch.dict(network.OBJECTIVES, symbols=timed_loss))
        for i in range(-WARM_UP, steps):
            watch.spent.clear()
            step(i)
            if i >= 0:
                for part, seconds in watch.spent.items():
                    found[part].append(1e6 * seconds)
                found["all"].append(1e6 * sum(watch.spent.values()))
    return {part: statistics.median(times) for part, times in found.items()}


if __name__ == "__main__":
    main()
