"""How a symbol becomes a vector: its row of W_xh.

A symbol is given to the network as a one-hot vector x. Then x W_xh is one row of W_xh: what the
network has learned the symbol means to its memory. Symbols that do the same to the memory have rows
that point the same way.
"""

from typing import NamedTuple

import numpy as np

from rnncore.model import Model

Array = np.ndarray


class Neighbour(NamedTuple):
    """A symbol, and the cosine between its row and the one asked about: 1 for the same direction."""

    symbol: int
    cosine: float


def row_of(model: Model, symbol: int) -> Array:
    """What `symbol` adds to the sums of all gates: a row of W_xh, [G H]."""
    return model.params.W_xh[symbol]


def neighbours(model: Model, symbol: int, count: int) -> list[Neighbour]:
    """The `count` other symbols whose rows point most nearly the same way, nearest first.

    Rows are compared after taking off their mean: what all symbols share tells none of them apart.
    A row of zeros has no direction; its cosine is 0.
    """
    rows = model.params.W_xh.astype(np.float64)
    rows = rows - rows.mean(axis=0)
    lengths = np.linalg.norm(rows, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosines = np.nan_to_num(rows @ rows[symbol] / (lengths * lengths[symbol]))
    order = [int(i) for i in np.argsort(-cosines, kind="stable") if i != symbol]
    return [Neighbour(i, float(cosines[i])) for i in order[:count]]
