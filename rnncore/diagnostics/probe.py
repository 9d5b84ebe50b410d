"""A memory of fixed size is a lossy summary of all that was read. How lossy? A probe measures it.

A *linear probe* is the simplest reader there is: one score per symbol, each a weighted sum of the
neurons, and the highest score is the guess (Alain & Bengio 2016). If it can tell from h_t which letter
was read k steps ago, the letter is still there in plain sight. If it cannot, the letter may be gone, or
stored in a way that no weighted sum reads: what a probe finds is a lower bound.

The probe here is softmax regression (`numerics.softmax_regression`), fitted on states over the training names, its
penalty chosen on the validation names, told on the test names, for each lag on its own. Only letters are asked for,
never the ∎ at the start.

Letters predict each other: who knows the letters after it names the letter k steps back more often than the commonest
letter is right, and so does a memory that has kept nothing but those. `from_letters_after` asks the same reader for
the same letter, given the k letters after it and no memory. What a network's probe reads beyond that was kept.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from rnncore.data.batches import EncodedNames
from rnncore.data.corpus import Corpus
from rnncore.diagnostics.states import States, states_of_encoded, values_of
from rnncore.model import Model
from rnncore.numerics.softmax_regression import classifiers

Array = np.ndarray

LAGS = 13
MOST_NAMES = 6_000
PENALTIES = (1e-1, 1e-2, 1e-3, 1e-4)
FEWEST = 50          # test places below which a share is noise, and is neither shown nor used


class Summary(NamedTuple):
    """How well the symbol k steps back can be read, for k = 0 … lags - 1. Measured on test names."""

    lags: Array          # [L] 0 is the symbol just read
    accuracy: Array      # [L] share of test places where the probe is right; nan where there are none
    chance: Array        # [L] the same for always guessing the commonest symbol at this lag
    counts: Array        # [L] test places: states with a letter k steps back
    penalties: Array     # [L] chosen on validation
    weights: Array       # [L, H, V] the probes
    biases: Array        # [L, V] -inf for a symbol never seen at this lag


def lossy_summary(model: Model, corpus: Corpus, lags: int = LAGS, most_names: int = MOST_NAMES,
                  state: str = "h") -> Summary:
    """Fit a probe per lag on the model's own states and measure it on held-out names.

    At most `most_names` training names are used (the corpus is shuffled, so the first ones are as good
    as any), and a quarter as many validation names; all test names. `state` says what is read: "h", or
    "c" for an LSTM's cell state. Raises ValueError for a state the cell does not have.
    """
    return fit_and_measure(*_states(model, corpus, most_names), len(corpus.vocabulary), range(lags), state)


def accuracy_at(model: Model, corpus: Corpus, lag: int) -> float:
    """How often the letter `lag` steps back is read from h, 0 … 1: one lag of `lossy_summary`."""
    return float(fit_and_measure(*_states(model, corpus, MOST_NAMES), len(corpus.vocabulary), [lag]).accuracy[0])


def from_letters_after(corpus: Corpus, lags: Iterable[int] = range(LAGS), most_names: int = MOST_NAMES) -> Array:
    """How often the probe is right that is given the letters after the one it is asked for: [lags].

    The k letters in between and the one just read, a one-hot each, of the same names and places as in `lossy_summary`.
    """
    symbols, accuracy = len(corpus.vocabulary), []
    for lag in lags:
        parts = ((_one_hot(rows[:, 1:], symbols), rows[:, 0])
                 for rows in (_letters_and_after(part, lag) for part in _parts(corpus, most_names)))
        accuracy.append(_measured(*parts, symbols)[0])
    return np.array(accuracy)


def first(names: EncodedNames, most: int) -> EncodedNames:
    """The first `most` of many names."""
    return EncodedNames(names.symbols[:most], names.lengths[:most])


def fit_and_measure(train: States, validation: States, test: States, symbols: int, lags: Iterable[int] = range(LAGS),
                    state: str = "h") -> Summary:
    """A probe per lag: fitted on `train`, penalty chosen on `validation`, measured on `test`."""
    rows = [(lag, *_measured(*(_examples(part, lag, state) for part in (train, validation, test)), symbols))
            for lag in lags]
    return Summary(*(np.array(column) for column in zip(*rows, strict=True)))


def accuracy_of(probes: Summary, states: States, state: str = "h") -> Array:
    """How often the probes are right on other states than they were fitted on, for each of their lags [L]."""
    found = []
    for lag, W, b in zip(probes.lags, probes.weights, probes.biases, strict=True):
        h, wanted = _examples(states, int(lag), state)
        found.append((_guess(h, W, b) == wanted).mean() if len(wanted) else np.nan)
    return np.array(found)


def read_back(summary: Summary, h: Array) -> Array:
    """What the probes read from states `h` [N, H]: the likeliest symbol k steps back, [lags, N].

    Where fewer than k letters have been read the guess means nothing.
    """
    return np.stack([_guess(h, W, b) for W, b in zip(summary.weights, summary.biases, strict=True)])


def read_back_text(summary: Summary, h: Array, letters: int) -> Array:
    """What the probes read from one state `h` [H] after a text of so many letters: a guess for each, in order.

    [min(letters, lags)]: the last place is the letter just read, and the guess for the letter k steps back stands
    k places before it.
    """
    return read_back(summary, h[None])[:letters, 0][::-1]


def lags_above(accuracy: Array, counts: Array, share: float = 0.5) -> float:
    """How many letters back `accuracy` [L] falls to `share`, between whole lags in a straight line.

    0 if it never reaches it, the last lag that rests on `FEWEST` places or more (`counts` [L]) if it never falls to it.
    """
    known = accuracy[counts >= FEWEST]
    below = np.flatnonzero(known < share)
    if not len(below):
        return float(len(known) - 1)
    k = int(below[0])
    if k == 0:
        return 0.0
    return float(k - 1 + (known[k - 1] - share) / (known[k - 1] - known[k]))


def _parts(corpus: Corpus, most_names: int) -> tuple[EncodedNames, EncodedNames, EncodedNames]:
    return (first(corpus.train_encoded, most_names), first(corpus.validation_encoded, max(1, most_names // 4)),
            corpus.test_encoded)


def _states(model: Model, corpus: Corpus, most_names: int) -> list[States]:
    return [states_of_encoded(model, part) for part in _parts(corpus, most_names)]


def _examples(states: States, lag: int, state: str) -> tuple[Array, Array]:
    """The states with a letter `lag` steps back, and that letter."""
    rows = np.flatnonzero(states.positions > lag)
    return values_of(states, state)[rows], states.symbols[rows - lag]


def _letters_and_after(names: EncodedNames, lag: int) -> Array:
    """Every letter that `lag` letters follow, and those: [places, 1 + lag]."""
    places = [names.symbols[names.lengths > at + lag, at:at + lag + 1] for at in range(1, names.symbols.shape[1])]
    return np.concatenate([rows for rows in places if rows.shape[1] == lag + 1] or [np.empty((0, lag + 1), int)])


def _one_hot(letters: Array, symbols: int) -> Array:
    """Letters [N, k] as one row of k ones among zeros each: [N, k symbols]. Without any letter, one 0."""
    width = letters.shape[1] * symbols
    return (np.eye(symbols, dtype=np.float32)[letters].reshape(len(letters), width) if width else
            np.zeros((len(letters), 1), np.float32))


def _measured(train: tuple[Array, Array], validation: tuple[Array, Array], test: tuple[Array, Array],
              symbols: int) -> tuple[float, float, int, float, Array, Array]:
    """What `Summary` says of one lag, from rows and the letters asked for: accuracy, chance, count, penalty, probe."""
    (h, asked), (seen, wanted) = train, validation
    probes = classifiers(h, asked, symbols, PENALTIES)
    best = int(np.argmax([(_guess(seen, *probe) == wanted).sum() for probe in probes]))    # the strongest among equals
    seen, wanted = test
    common = int(np.bincount(asked, minlength=symbols).argmax())
    accuracy = (_guess(seen, *probes[best]) == wanted).mean() if len(wanted) else np.nan
    chance = (wanted == common).mean() if len(wanted) else np.nan
    return accuracy, chance, len(wanted), PENALTIES[best], *probes[best]


def _guess(h: Array, W: Array, b: Array) -> Array:
    return (h @ W.astype(h.dtype) + b.astype(h.dtype)).argmax(axis=1)
