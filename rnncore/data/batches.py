"""Names as numbers, and numbers in batches.

A name of n letters gives n + 1 predictions:

    input    ∎ m a r t        what the network reads
    target   m a r t ∎        what it should say next
"""

from typing import Any, NamedTuple

import numpy as np

from rnncore.data.packing import Packing, pack, packing_of
from rnncore.data.vocabulary import BOUNDARY, Vocabulary
from rnncore.readout import Tally

Array = np.ndarray


class Batch(NamedTuple):
    """A packed batch: one row per symbol, no padding."""

    inputs: Array                # [N] symbol numbers, or vectors [N, D]
    targets: Array | Tally       # what should be answered: [N], or one row for each of `asked`; or counted
    packing: Packing
    asked: Array | None = None   # rows that are read out, such as the last of each sequence; None: all
    state: Any = None            # the memory before the first step: the cell's State of [B, H]; None: an empty one

    @property
    def answers(self) -> int:
        """How many answers the loss is a mean of."""
        return self.targets.answers if isinstance(self.targets, Tally) else len(self.targets)

    @property
    def characters(self) -> int:
        """How many symbols were read, each name by itself."""
        return self.targets.answers if isinstance(self.targets, Tally) else self.packing.size


class EncodedNames(NamedTuple):
    """Many names as one padded matrix, made once so that a batch is only a few gathers."""

    symbols: Array       # [names, longest + 2]: boundary, letters, boundary, padding
    lengths: Array       # [names] predictions per name: letters + 1

    @property
    def characters(self) -> int:
        """Predicted symbols in all, ends of names included."""
        return int(self.lengths.sum())


def encode_names(names: list[str], vocabulary: Vocabulary) -> EncodedNames:
    """Every name with a boundary before and after it. Raises UnknownSymbolError."""
    codes = [vocabulary.encode(name) for name in names]
    lengths = np.array([len(code) + 1 for code in codes], dtype=np.int64)
    symbols = np.full((len(codes), int(lengths.max(initial=1)) + 1), BOUNDARY, dtype=np.int64)
    for row, code in zip(symbols, codes, strict=True):
        row[1:len(code) + 1] = code
    return EncodedNames(symbols, lengths)


def batch_of(names: EncodedNames, chosen: Array) -> Batch:
    """The `chosen` names (row numbers) as one packed batch, longest first."""
    order = chosen[np.argsort(-names.lengths[chosen], kind="stable")]
    lengths = names.lengths[order]
    symbols = names.symbols[order]
    return Batch(pack(symbols[:, :-1], lengths), pack(symbols[:, 1:], lengths), packing_of(lengths))


def last_rows(packing: Packing) -> Array:
    """The packed row of each sequence's last step [B]: where a question at the end is asked."""
    running = np.diff(packing.starts)
    lengths = (running[:, None] > np.arange(packing.batch)).sum(axis=0)
    return np.asarray(packing.starts)[lengths - 1] + np.arange(packing.batch)


def batches_of(names: EncodedNames, batch_size: int, order: Array | None = None) -> list[Batch]:
    """All names in batches of `batch_size`, in `order`, or sorted by length where none is given."""
    if order is None:
        order = np.argsort(-names.lengths, kind="stable")
    return [batch_of(names, order[start:start + batch_size])
            for start in range(0, len(order), batch_size)]
