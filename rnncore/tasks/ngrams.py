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

from collections.abc import Iterator
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
            found = _found(counts, _codes(windows[:, -n:], self.symbols), self.symbols)
            p = blend(self.smoothing, self.strength, *found, p)
        return p

    def loss(self, names: EncodedNames) -> float:
        """Nats per symbol on `names`, ends included."""
        return float(-np.log(self.probabilities(windows_of(names, self.order))).mean())


def blend(smoothing: str, strength: float, c: Array, total: Array, distinct: Array, lower: Array) -> Array:
    """P(w|h) from c(hw), c(h), D(h) and P(w|h')."""
    if smoothing == "kneser-ney":
        kept, given = np.maximum(c - strength, 0.0), strength * distinct
        return np.where(total > 0, (kept + given * lower) / np.maximum(total, 1), lower)
    prior = distinct if smoothing == "witten-bell" else np.full(len(c), strength)
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


class Tables(NamedTuple):
    """Counts of every order of a list, made once: as they are, and as Kneser-Ney has them below its top order."""

    raw: tuple[Counts, ...]          # of order 1, 2, …
    continued: tuple[Counts, ...]    # in how many contexts each gram was seen; of all orders but the highest

    def of(self, order: int, smoothing: str) -> tuple[Counts, ...]:
        """The counts that a model of this order and smoothing needs."""
        below = self.continued if smoothing == "kneser-ney" else self.raw
        return (*below[:order - 1], self.raw[order - 1])


def tables_of(names: EncodedNames, order: int, symbols: int) -> Tables:
    """Count all n-grams of `names` up to `order`."""
    _require_room(order, symbols)
    raw = tuple(_counts(codes, symbols) for codes in _codes_by_order(names, order, symbols))
    # In how many contexts was a gram seen: drop the oldest symbol of each longer one.
    continued = tuple(_counts(longer.grams % symbols ** n, symbols) for n, longer in enumerate(raw[1:], start=1))
    return Tables(raw, continued)


def fit(names: EncodedNames, order: int, smoothing: str, strength: float, symbols: int) -> NGram:
    """A model of this order from all n-grams of `names`."""
    return NGram(order, smoothing, strength, symbols, tables_of(names, order, symbols).of(order, smoothing))


def best_ngram(train: EncodedNames, validation: EncodedNames, symbols: int) -> NGram:
    """The order and smoothing with the lowest loss on `validation`."""
    tables = tables_of(train, _highest(symbols), symbols)
    return _best(tables, _losses(tables, validation, symbols), symbols)


def baselines(train: EncodedNames, validation: EncodedNames, test: EncodedNames,
              symbols: int) -> Baselines:
    """Uniform, bigram (its smoothing chosen on validation) and the best n-gram."""
    tables = tables_of(train, _highest(symbols), symbols)
    losses = _losses(tables, validation, symbols)
    bigram = _best(tables, {choice: loss for choice, loss in losses.items() if choice[0] == 2}, symbols)
    best = _best(tables, losses, symbols)
    return Baselines(float(np.log(symbols)), bigram.loss(test), best.loss(test), best.order, best.smoothing,
                     losses[best.order, best.smoothing, best.strength],
                     losses[bigram.order, bigram.smoothing, bigram.strength])


def _highest(symbols: int) -> int:
    return max(order for order in ORDERS if symbols ** order < 2 ** 62)


def _losses(tables: Tables, names: EncodedNames, symbols: int) -> dict[tuple[int, str, float], float]:
    """The loss on `names` of every order, smoothing and strength; what a lower order says is computed once for all."""
    orders = range(1, len(tables.raw) + 1)
    codes = list(_codes_by_order(names, len(tables.raw), symbols))
    raw = [_found(counts, of_order, symbols) for counts, of_order in zip(tables.raw, codes, strict=True)]
    continued = [_found(counts, of_order, symbols) for counts, of_order in zip(tables.continued, codes, strict=False)]
    losses = {}
    for smoothing, strengths in _CHOICES.items():
        below = continued if smoothing == "kneser-ney" else raw
        for strength in strengths:
            lower = np.full(len(codes[0]), 1.0 / symbols)
            for order in orders:
                p = blend(smoothing, strength, *raw[order - 1], lower)
                losses[order, smoothing, strength] = float(-np.log(p).mean())
                if order < len(orders):
                    lower = p if below is raw else blend(smoothing, strength, *below[order - 1], lower)
    return losses


def _best(tables: Tables, losses: dict[tuple[int, str, float], float], symbols: int) -> NGram:
    """The model with the lowest loss; among equals that of the lowest order."""
    order, smoothing, strength = min(losses, key=lambda choice: (losses[choice], choice[0]))
    return NGram(order, smoothing, strength, symbols, tables.of(order, smoothing))


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


def _codes_by_order(names: EncodedNames, order: int, symbols: int) -> Iterator[Array]:
    """For order 1, 2, … each predicted symbol and those before it as one integer [N]."""
    codes: Array | int = 0
    for n in range(1, order + 1):
        codes = codes + _symbols_back(names, n - 1) * symbols ** (n - 1)
        yield codes


def _symbols_back(names: EncodedNames, back: int) -> Array:
    """[N] the symbol that stands `back` places before each predicted one, a boundary where the name had not begun."""
    rows = np.pad(names.symbols, ((0, 0), (max(back - 1, 0), 0)), constant_values=BOUNDARY)
    start = max(back, 1)
    column = rows[:, start - back:rows.shape[1] - back]
    return column[np.arange(column.shape[1]) < names.lengths[:, None]]


def _counts(codes: Array, symbols: int) -> Counts:
    grams, gram_counts = np.unique(codes, return_counts=True)
    before = grams // symbols                                    # sorted, as the grams are
    first = np.flatnonzero(np.diff(before, prepend=-1))
    return Counts(grams, gram_counts.astype(float), before[first], np.add.reduceat(gram_counts, first).astype(float),
                  np.diff(first, append=len(grams)).astype(float))


def _found(counts: Counts, codes: Array, symbols: int) -> tuple[Array, Array, Array]:
    """c(hw), c(h) and D(h) of each code [N]."""
    wanted, inverse = np.unique(codes, return_inverse=True)      # in order: searching is faster, and done once for each
    histories = wanted // symbols
    return (_look_up(counts.grams, counts.gram_counts, wanted)[inverse],
            _look_up(counts.histories, counts.totals, histories)[inverse],
            _look_up(counts.histories, counts.distinct, histories)[inverse])


def _look_up(keys: Array, values: Array, wanted: Array) -> Array:
    """values[key == wanted], or 0 where there is no such key."""
    position = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[position] == wanted, values[position], 0.0)


def _require_room(order: int, symbols: int) -> None:
    if symbols ** order >= 2 ** 62:
        raise ValueError(f"Order {order} is too high for {symbols} symbols; choose a lower one.")
