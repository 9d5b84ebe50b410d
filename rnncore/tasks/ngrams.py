"""What counting alone can do: the baselines a network has to beat.

An n-gram model predicts a symbol from the n - 1 symbols before it. Long contexts are rare, so
each order leans on the order below it:

    Witten-Bell   P(w|h) = (c(hw) + N(h) P(w|h')) / (c(h) + N(h))
    Dirichlet     P(w|h) = (c(hw) + mu P(w|h')) / (c(h) + mu)
    Kneser-Ney    P(w|h) = (c(hw) - D(c(hw)) + (D1 N1(h) + D2 N2(h) + D3 N3+(h)) P(w|h')) / c(h)

h' is h without its oldest symbol, N(h) the number of different symbols seen after h, N1(h), N2(h) and N3+(h) of those
seen once, twice and more often; D(c) is D1, D2 or D3 by the same rule, and D(0) = 0. Below the top order Kneser-Ney
counts in how many contexts hw was seen instead of how often, but for grams that begin with ∎: nothing stands before
it, so their own counts stay. The order below the first is uniform. No history reaches further back than the ∎ that
a name begins with: where a name is younger than an order, the order below speaks.

Witten & Bell 1991 (method C); MacKay & Peto 1995; Kneser & Ney 1995, in the modified form of Chen & Goodman 1999,
section 3: interpolated, with three discounts, which are chosen on held-out data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from rnncore.data.batches import EncodedNames
from rnncore.data.vocabulary import BOUNDARY

Array = np.ndarray
Strength = tuple[float, ...]     # D1, D2 and D3 of Kneser-Ney; mu of Dirichlet; nothing of Witten-Bell

ORDERS = (1, 2, 3, 4, 5, 6)
DISCOUNTS = ((0.6, 0.7, 0.8, 0.9, 1.0), (1.0, 1.2, 1.4, 1.6), (1.2, 1.4, 1.6, 1.8, 2.0))      # D1, D2 and D3
USUAL_DISCOUNTS = (0.8, 1.2, 1.6)          # where the search for them begins
PRIORS: tuple[Strength, ...] = ((1.0,), (2.0,), (4.0,), (8.0,), (16.0,))


class Counts(NamedTuple):
    """Counts of one order, as sorted codes for look-up by binary search."""

    grams: Array         # codes of hw, sorted
    gram_counts: Array
    histories: Array     # codes of h, sorted
    totals: Array        # c(h): the sum of its gram counts
    distinct: Array      # [3, histories] N1(h), N2(h), N3+(h): how many different w follow h once, twice, more often


class Found(NamedTuple):
    """What was counted of some grams hw [N]."""

    count: Array         # c(hw)
    total: Array         # c(h)
    distinct: Array      # [3, N] N1(h), N2(h), N3+(h)


@dataclass(frozen=True)
class NGram:
    """A smoothed n-gram model. `smoothing` is "witten-bell", "dirichlet" or "kneser-ney"."""

    order: int
    smoothing: str
    strength: Strength
    symbols: int
    counts: tuple[Counts, ...]     # of order 1, 2, … order

    def probabilities(self, windows: Array) -> Array:
        """P(last symbol | the ones before) for each row of `windows` [N, order]."""
        p = np.full(len(windows), 1.0 / self.symbols)
        for n, counts in enumerate(self.counts, start=1):
            p = blend(self.smoothing, self.strength, _found(counts, _codes(windows[:, -n:], self.symbols),
                                                            self.symbols), p)
        return p

    def loss(self, names: EncodedNames) -> float:
        """Nats per symbol on `names`, ends included."""
        return float(-np.log(self.probabilities(windows_of(names, self.order))).mean())


def blend(smoothing: str, strength: Strength, found: Found, lower: Array) -> Array:
    """P(w|h) from what was counted and P(w|h')."""
    c, total, distinct = found
    if smoothing == "kneser-ney":
        kept = c - np.take((0.0, *strength), np.minimum(c, 3.0).astype(np.int8))
        return np.where(total > 0, (kept + np.dot(strength, distinct) * lower) / np.maximum(total, 1), lower)
    prior = distinct.sum(axis=0) if smoothing == "witten-bell" else np.full(len(c), *strength)
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
    continued: tuple[Counts, ...]    # in how many contexts each gram was seen, or how often if it begins with ∎

    def of(self, order: int, smoothing: str) -> tuple[Counts, ...]:
        """The counts that a model of this order and smoothing needs."""
        below = self.continued if smoothing == "kneser-ney" else self.raw
        return (*below[:order - 1], self.raw[order - 1])


def tables_of(names: EncodedNames, order: int, symbols: int) -> Tables:
    """Count all n-grams of `names` up to `order`."""
    _require_room(order, symbols)
    raw = tuple(_counts(*np.unique(_begun(codes, n, symbols), return_counts=True), symbols)
                for n, codes in enumerate(_codes_by_order(names, order, symbols), start=1))
    return Tables(raw, tuple(_continued(counts, longer, n, symbols)
                             for n, (counts, longer) in enumerate(pairwise(raw), start=1)))


def _begun(codes: Array, order: int, symbols: int) -> Array:
    """Only the grams of names that are old enough for this order: none with a ∎ behind its first symbol."""
    return codes if order < 3 else codes[codes >= symbols ** (order - 2)]


def _continued(counts: Counts, longer: Counts, order: int, symbols: int) -> Counts:
    """In how many contexts was a gram seen: drop the oldest symbol of each longer one. Beginnings have none."""
    grams, contexts = np.unique(longer.grams % symbols ** order, return_counts=True)
    if order == 1:
        return _counts(grams, contexts, symbols)
    first = symbols ** (order - 1)                    # what is below begins with ∎, whose number is 0
    begins, later = counts.grams < first, grams >= first
    return _counts(np.concatenate([counts.grams[begins], grams[later]]),
                   np.concatenate([counts.gram_counts[begins], contexts[later]]), symbols)


def fit(names: EncodedNames, order: int, smoothing: str, strength: Strength, symbols: int) -> NGram:
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


def _losses(tables: Tables, names: EncodedNames, symbols: int) -> dict[tuple[int, str, Strength], float]:
    """The loss on `names` of every order, smoothing and strength.

    What a lower order says is computed once for all, and what occurs several times is looked up once.
    """
    orders = range(1, len(tables.raw) + 1)
    *_, codes = _codes_by_order(names, len(tables.raw), symbols)
    codes, times = np.unique(codes, return_counts=True)
    by_order = [codes % symbols ** n for n in orders]
    raw = [_found(counts, of_order, symbols) for counts, of_order in zip(tables.raw, by_order, strict=True)]
    continued = [_found(counts, of_order, symbols)
                 for counts, of_order in zip(tables.continued, by_order, strict=False)]
    losses: dict[tuple[int, str, Strength], float] = {}

    def tried(smoothing: str, strength: Strength) -> float:
        """The lowest loss of all orders; each goes down in `losses`."""
        below, lower = continued if smoothing == "kneser-ney" else raw, np.full(len(codes), 1.0 / symbols)
        for order in orders:
            if (order, smoothing, strength) not in losses:
                p = blend(smoothing, strength, raw[order - 1], lower)
                losses[order, smoothing, strength] = float(-np.log(p) @ times / times.sum())
                if order < len(orders):
                    lower = p if below is raw else blend(smoothing, strength, below[order - 1], lower)
        return min(losses[order, smoothing, strength] for order in orders)

    discounts = USUAL_DISCOUNTS
    for place, values in enumerate(DISCOUNTS):           # one after the other, the others as they are
        discounts = min(((*discounts[:place], value, *discounts[place + 1:]) for value in values),
                        key=lambda candidate: tried("kneser-ney", candidate))
    tried("witten-bell", ())
    for prior in PRIORS:
        tried("dirichlet", prior)
    return losses


def _best(tables: Tables, losses: dict[tuple[int, str, Strength], float], symbols: int) -> NGram:
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


def _counts(grams: Array, gram_counts: Array, symbols: int) -> Counts:
    """Sorted codes and how often each was counted, and the same of their histories."""
    before = grams // symbols                                    # sorted, as the grams are
    first = np.flatnonzero(np.diff(before, prepend=-1))
    rarity = np.minimum(gram_counts, 3)
    return Counts(grams, gram_counts.astype(float), before[first], np.add.reduceat(gram_counts, first).astype(float),
                  np.stack([np.add.reduceat(rarity == often, first, dtype=float) for often in (1, 2, 3)]))


def _found(counts: Counts, codes: Array, symbols: int) -> Found:
    """What was counted of each code [N], and of its history."""
    if not len(counts.grams):                                    # every name is younger than this order
        return Found(np.zeros(len(codes)), np.zeros(len(codes)), np.zeros((3, len(codes))))
    wanted, inverse = np.unique(codes, return_inverse=True)      # in order: searching is faster, and done once for each
    at, known = _places(counts.grams, wanted)
    before, met = _places(counts.histories, wanted // symbols)
    return Found((counts.gram_counts[at] * known)[inverse], (counts.totals[before] * met)[inverse],
                 (counts.distinct[:, before] * met)[:, inverse])


def _places(keys: Array, wanted: Array) -> tuple[Array, Array]:
    """Where each wanted code stands among the sorted keys, and whether it is there at all."""
    position = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return position, keys[position] == wanted


def _require_room(order: int, symbols: int) -> None:
    if symbols ** order >= 2 ** 62:
        raise ValueError(f"Order {order} is too high for {symbols} symbols; choose a lower one.")
