"""Names that begin alike are read once.

    Mara  Mary  Mia        ∎ ─ m ┬ a ─ r ┬ a
                                 │       └ y       8 memories instead of 14
                                 └ i ─ a

What a network remembers depends on what it has read so far and on nothing else. So a batch of names is
a tree of its distinct beginnings, and each is computed once: on the given names, in batches of 128, three
tenths of all steps fall away. It is exact: a beginning that k names share counts k times in the loss, and
its gradient is the sum of what its continuations pass back. Making the tree takes time as well, so
`Corpus.train_batch` does it only where a batch is work enough.
"""

from typing import NamedTuple

import numpy as np

from rnncore.data.batches import Batch, EncodedNames
from rnncore.data.packing import Packing, pack, packing_of
from rnncore.data.vocabulary import BOUNDARY
from rnncore.readout import Tally

Array = np.ndarray


class Beginnings(NamedTuple):
    """A number for every beginning of every name of a list; names that begin alike have the same there."""

    lengths: Array       # [names] how many beginnings each name has: letters + 1
    number: Array        # [names, longest + 1]: of the first t + 1 symbols; 0 where a name has ended
    last: Array          # [numbers] the last symbol of each beginning


def beginnings_of(names: EncodedNames) -> Beginnings:
    """Number all beginnings, the shortest first. Made once for a list."""
    number = np.zeros(names.symbols[:, :-1].shape, dtype=np.int32)
    width, count, last = int(names.symbols.max(initial=0)) + 1, 1, [np.array([BOUNDARY])]
    for t in range(1, number.shape[1]):
        running = np.flatnonzero(names.lengths > t)
        longer = number[running, t - 1].astype(np.int64) * width + names.symbols[running, t]
        kinds, which = np.unique(longer, return_inverse=True)
        number[running, t] = count + which
        last.append(kinds % width)
        count += len(kinds)
    return Beginnings(names.lengths, number, np.concatenate(last))


def tree_batch(beginnings: Beginnings, chosen: Array) -> Batch:
    """The `chosen` names (row numbers) as a tree: one row per distinct beginning, step by step.

    A beginning stands where the longest name that has it would stand in a plain batch, and answers
    for all its names together: the targets are a `Tally`.
    """
    order = chosen[np.argsort(-beginnings.lengths[chosen], kind="stable")]
    lengths = beginnings.lengths[order]
    plain = packing_of(lengths)
    number = pack(beginnings.number[order], lengths)
    rows = np.arange(plain.size)
    first = np.empty(len(beginnings.last), dtype=np.int32)
    first[number[::-1]] = rows[::-1]             # of equal numbers the first row is the last to write, and stays
    first = first[number]
    parted = _steps_together(first == rows, plain.starts)
    first[plain.starts[parted]:] = rows[plain.starts[parted]:]

    kept = first == rows
    before = np.append(0, kept.cumsum())
    row = before[first]                          # in the tree, for every row of a plain batch
    starts = before[np.asarray(plain.starts)]
    ancestors = plain.previous[kept[plain.batch:]]
    younger = 1 + np.flatnonzero(~kept[ancestors])
    forks = np.searchsorted(younger, starts[1:parted + 2])
    packing = Packing(tuple(starts.tolist()), row[ancestors], younger, tuple(forks.tolist()))
    inputs = beginnings.last[number[kept]]
    ends = row[np.asarray(plain.starts)[lengths - 1] + np.arange(plain.batch)]
    return Batch(inputs, _tally(packing, inputs, np.bincount(row), np.bincount(ends, minlength=len(inputs))), packing)


def _steps_together(distinct: Array, starts: tuple[int, ...]) -> int:
    """How many steps are worth sharing: those that save a sixteenth of the first step's rows."""
    saved = np.diff(starts) - np.add.reduceat(distinct, starts[:-1], dtype=int)
    return int(np.count_nonzero(saved[:-1] > starts[1] // 16))


def _tally(packing: Packing, inputs: Array, passing: Array, ending: Array) -> Tally:
    """What came next: the symbol of every row at the row before it, and the boundary where a name ends."""
    last = np.flatnonzero(ending)
    answers = int(passing.sum())
    return Tally(rows=np.concatenate([packing.previous, last]),
                 symbols=np.concatenate([inputs[packing.batch:], np.full(len(last), BOUNDARY)]),
                 shares=np.concatenate([passing[packing.batch:], ending[last]]) / answers,
                 weights=passing / answers, answers=answers)
