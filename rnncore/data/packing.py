"""Ragged batches without padding.

Sort the sequences of a batch by length, longest first. Then at every step the sequences that
are still running are the first n_t rows, and n_t only shrinks. Put the rows of step 0, then
of step 1, and so on, below each other: a *packed* array [N, ...] with N = the number of real
symbols. Nothing is computed for padding, because there is none.

    lengths 3 2 1:   a1 b1 c1 | a2 b2 | a3        starts = 0 3 5 6

A full batch [T, B] is the special case n_t = B, so one loop serves both.
"""

from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Packing(NamedTuple):
    """Which rows of a packed array belong to which step."""

    starts: tuple[int, ...]   # T + 1 row numbers; step t is starts[t] : starts[t + 1]
    previous: Array           # [N - B]: for each row after step 0, the row one step before
    # Where names that begin alike share rows (see `prefixes`), a row may have several next, at step 1, 2, …, k:
    younger: Array | None = None     # the rows whose previous row has an earlier one next, in order
    forks: tuple[int, ...] = ()      # k + 1 places in `younger`; those of step t are forks[t - 1] : forks[t]

    @property
    def steps(self) -> int:
        """T, the length of the longest sequence."""
        return len(self.starts) - 1

    @property
    def batch(self) -> int:
        """B, how many sequences there are at the first step."""
        return self.starts[1]

    @property
    def widest(self) -> int:
        """The most rows of any step: B, but for a tree."""
        return max(self.starts[t + 1] - self.starts[t] for t in range(max(1, len(self.forks))))

    @property
    def size(self) -> int:
        """N, how many symbols there are in all."""
        return self.starts[-1]

    def rows(self, t: int) -> slice:
        """The rows of step t."""
        return slice(self.starts[t], self.starts[t + 1])

    def younger_at(self, t: int) -> Array:
        """The rows of step t, counted from its first, that are not the only or first one next to the row before."""
        return self.younger[self.forks[t - 1]:self.forks[t]] - self.starts[t]

    def rows_before(self, t: int) -> slice | Array:
        """For each row of step t, the row of step t - 1 it comes from: the first ones, but for a tree."""
        if t < len(self.forks):
            return self.previous[self.starts[t] - self.batch:self.starts[t + 1] - self.batch]
        start = self.starts[t - 1]
        return slice(start, start + self.starts[t + 1] - self.starts[t])


def packing_of(lengths: Array) -> Packing:
    """The packing of sequences with these `lengths`, which must not grow along the batch.

    Raises ValueError for an empty batch, a length below 1, or lengths out of order.
    """
    lengths = np.asarray(lengths)
    if lengths.size == 0 or lengths.min() < 1:
        raise ValueError("A batch needs at least one sequence, and each at least one symbol.")
    if (lengths[1:] > lengths[:-1]).any():
        raise ValueError("Sequences must be sorted by length, longest first.")
    # n_t = how many lengths exceed t: count from the short end.
    running = np.searchsorted(-lengths, -np.arange(lengths[0]), side="left")
    starts = np.append(0, running.cumsum())
    previous = np.arange(starts[1], starts[-1]) - np.repeat(running[:-1], running[1:])
    return Packing(tuple(starts.tolist()), previous)


def full(steps: int, batch: int) -> Packing:
    """The packing of a batch [T, B] in which all sequences have the same length."""
    return packing_of(np.full(batch, steps))


def pack(padded: Array, lengths: Array) -> Array:
    """Rows [B, T, ...] with padding to packed [N, ...]; `lengths` [B] in falling order."""
    steps = int(lengths[0])
    running = np.arange(steps)[:, None] < lengths
    return padded[:, :steps].swapaxes(0, 1)[running]


def unpack(packed: Array, packing: Packing, fill: float = 0.0) -> Array:
    """Packed [N, ...] back to time-major [T, B, ...] with `fill` where a sequence has ended."""
    out = np.full((packing.steps, packing.batch, *packed.shape[1:]), fill, packed.dtype)
    for t in range(packing.steps):
        rows = packing.rows(t)
        out[t, :rows.stop - rows.start] = packed[rows]
    return out
