"""What counting alone can do: the baselines a network has to beat.

An n-gram model predicts a symbol from the n - 1 symbols before it. Long contexts are rare, so
each order leans on the order below it:

    Witten-Bell   P(w|h) = (c(hw) + D(h) P(w|h')) / (c(h) + D(h))
    Dirichlet     P(w|h) = (c(hw) + mu P(w|h')) / (c(h) + mu)
    Kneser-Ney    P(w|h) = (max(c(hw) - d, 0) + d D(h) P(w|h')) / c(h)

h' is h without its oldest symbol, D(h) the number of different symbols seen after h; below the
top order Kneser-Ney counts in how many contexts hw was seen instead of how often. The order
below the first is uniform.  Witten & Bell 1991 (method C); MacKay & Peto 1995; Kneser & Ney
1995, interpolated as in Chen & Goodman 1999, section 3.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncore.data.batches import EncodedNames
from rnncore.data.vocabulary import BOUNDARY

Array = np.ndarray

ORDERS = (1, 2, 3, 4, 5, 6)
DISCOUNTS = (0.5, 0.6, 0.7, 0.8, 0.9)
PRIORS = (1.0, 2.0, 4.0, 8.0, 16.0)


class Counts(NamedTuple):
    """Counts of one order, as sorted codes for look-up by binary search."""

    grams: Array         # codes of hw, sorted
    gram_counts: Array
    histories: Array     # codes of h, sorted
    totals: Array        # c(h): the sum of its gram counts
    distinct: Array      # D(h): how many different w follow h


@dataclass(frozen=True)
class NGram:
    """A smoothed n-gram model. `smoothing` is "witten-bell", "dirichlet" or "kneser-ney"."""

    order: int
    smoothing: str
    strength: float      # the discount d, or the prior mu; not used by Witten-Bell
    symbols: int
    counts: tuple[Counts, ...]     # of order 1, 2, … order

    def probabilities(self, windows: Array) -> Array:
        """P(last symbol | the ones before) for each row of `windows` [N, order]."""
        p = np.full(len(windows), 1.0 / self.symbols)
        for n, counts in enumerate(self.counts, start=1):
            grams = _codes(windows[:, -n:], self.symbols)
            c = _look_up(counts.grams, counts.gram_counts, grams)
            total = _look_up(counts.histories, counts.totals, grams // self.symbols)
            distinct = _look_up(counts.histories, counts.distinct, grams // self.symbols)
            p = self._blend(c, total, distinct, p)
        return p

    def loss(self, names: EncodedNames) -> float:
        """Nats per symbol on `names`, ends included."""
        return float(-np.log(self.probabilities(windows_of(names, self.order))).mean())

    def _blend(self, c: Array, total: Array, distinct: Array, lower: Array) -> Array:
        if self.smoothing == "kneser-ney":
            kept, given = np.maximum(c - self.strength, 0.0), self.strength * distinct
            return np.where(total > 0, (kept + given * lower) / np.maximum(total, 1), lower)
        prior = distinct if self.smoothing == "witten-bell" else np.full(len(c), self.strength)
        return np.where(total > 0, (c + prior * lower) / np.maximum(total + prior, 1e-300), lower)


@dataclass(frozen=True)
class Baselines:
    """Losses to compare a network with, in nats per symbol on the test part."""

    uniform: float
    bigram: float
    best: float
    best_order: int
    best_smoothing: str
    best_validation: float
    bigram_validation: float


def fit(names: EncodedNames, order: int, smoothing: str, strength: float, symbols: int) -> NGram:
    """Count all n-grams of `names` up to `order`."""
    _require_room(order, symbols)
    windows = windows_of(names, order)
    tables = []
    higher: Counts | None = None
    for n in range(order, 0, -1):
        if smoothing == "kneser-ney" and higher is not None:
            # In how many contexts was this gram seen: drop the oldest symbol of each longer one.
            higher = _counts(higher.grams % symbols ** n, np.ones(len(higher.grams)), symbols)
        else:
            codes = _codes(windows[:, -n:], symbols)
            higher = _counts(codes, np.ones(len(codes)), symbols)
        tables.append(higher)
    return NGram(order, smoothing, strength, symbols, tuple(reversed(tables)))


def best_ngram(train: EncodedNames, validation: EncodedNames, symbols: int) -> NGram:
    """The order and smoothing with the lowest loss on `validation`."""
    orders = [n for n in ORDERS if symbols ** n < 2 ** 62]
    best: tuple[float, NGram] | None = None
    for order in orders:
        for smoothing, strengths in _CHOICES.items():
            counted = fit(train, order, smoothing, strengths[0], symbols)
            for strength in strengths:
                model = NGram(order, smoothing, strength, symbols, counted.counts)
                loss = model.loss(validation)
                if best is None or loss < best[0]:
                    best = loss, model
    return best[1]


def baselines(train: EncodedNames, validation: EncodedNames, test: EncodedNames,
              symbols: int) -> Baselines:
    """Uniform, bigram (its smoothing chosen on validation) and the best n-gram."""
    bigram = min((fit(train, 2, smoothing, strength, symbols)
                  for smoothing, strengths in _CHOICES.items() for strength in strengths),
                 key=lambda model: model.loss(validation))
    best = best_ngram(train, validation, symbols)
    return Baselines(float(np.log(symbols)), bigram.loss(test), best.loss(test), best.order,
                     best.smoothing, best.loss(validation), bigram.loss(validation))


def windows_of(names: EncodedNames, order: int) -> Array:
    """Each predicted symbol with the order - 1 before it: [N, order]; names begin with boundaries."""
    rows = np.pad(names.symbols, ((0, 0), (max(order - 2, 0), 0)), constant_values=BOUNDARY)
    start = order - 1 if order > 1 else 1
    columns = [rows[:, start - back:rows.shape[1] - back] for back in range(order - 1, -1, -1)]
    real = np.arange(columns[0].shape[1]) < names.lengths[:, None]
    return np.stack([column[real] for column in columns], axis=1)


_CHOICES: dict[str, tuple[float, ...]] = {
    "kneser-ney": DISCOUNTS, "witten-bell": (0.0,), "dirichlet": PRIORS,
}


def _codes(windows: Array, symbols: int) -> Array:
    """Each row as one integer, oldest symbol most significant."""
    codes = np.zeros(len(windows), dtype=np.int64)
    for column in windows.T:
        codes = codes * symbols + column
    return codes


def _counts(codes: Array, weights: Array, symbols: int) -> Counts:
    grams, inverse = np.unique(codes, return_inverse=True)
    gram_counts = np.bincount(inverse, weights)
    histories, inverse = np.unique(grams // symbols, return_inverse=True)
    return Counts(grams, gram_counts, histories, np.bincount(inverse, gram_counts),
                  np.bincount(inverse).astype(float))


def _look_up(keys: Array, values: Array, wanted: Array) -> Array:
    """values[key == wanted], or 0 where there is no such key."""
    position = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[position] == wanted, values[position], 0.0)


def _require_room(order: int, symbols: int) -> None:
    if symbols ** order >= 2 ** 62:
        raise ValueError(f"Order {order} is too high for {symbols} symbols; choose a lower one.")
