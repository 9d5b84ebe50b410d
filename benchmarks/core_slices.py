"""What both sides of `core.py` share: the names, the order of the batches, and the pipe they are driven through.

A side is a process of its own that waits for one line of JSON, works for the time it is given, and
answers with one line. So two libraries never share a process, and only one of them works at a time.
"""

import functools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from rnncore import Corpus, corpus_of, read_names

Array = np.ndarray

ROOT = Path(__file__).resolve().parents[1]
BATCHES = 100            # prepared beforehand; they are used round and round
WARM_UP = 2              # steps at the start of each slice that do not count
LISTED = ROOT / "data" / "names" / "given_names.txt"


class Task(NamedTuple):
    """One training job, the same for every side."""

    cell: str
    hidden: int
    batch: int
    preparing: bool          # whether making the batches counts
    way: str = ""            # which of a side's ways of doing it


@functools.cache
def names() -> Corpus:
    """The shipped given names, split as the product splits them."""
    return corpus_of(read_names(LISTED.read_bytes(), LISTED.stem))


def chosen(batch: int) -> list[Array]:
    """The training names of each batch: numbers, drawn once, the same on every side."""
    order = np.random.default_rng(0).permutation(names().examples)
    full = len(order) // batch
    return [order[i * batch:(i + 1) * batch] for i in range(min(full, BATCHES))]


def timed(work: Callable[[int], int], seconds: float) -> dict[str, float]:
    """Call `work(0)`, `work(1)`, … for `seconds`; it says how many units it did. Both clocks are read."""
    for i in range(WARM_UP):
        work(i)
    units, i = 0, WARM_UP
    wall, cpu = time.perf_counter(), time.process_time()
    while True:
        units += work(i)
        i += 1
        spent = time.perf_counter() - wall
        if spent >= seconds:
            return {"units": units, "wall": spent, "cpu": time.process_time() - cpu}


def serve(jobs: dict[str, Callable[..., Any]]) -> None:
    """Answer requests {"job": …, …} from standard input, one JSON line each, until it closes."""
    answers = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        answer = jobs[request.pop("job")](**request)
        print(json.dumps(answer), file=answers, flush=True)
