"""A memory of fixed size is a lossy summary of all that was read. How lossy? A probe measures it.

A *linear probe* is the simplest reader there is: one score per symbol, each a weighted sum of the
neurons, and the highest score is the guess (Alain & Bengio 2016). If it can tell from h_t which letter
was read k steps ago, the letter is still there in plain sight. If it cannot, the letter may be gone, or
stored in a way that no weighted sum reads: what a probe finds is a lower bound.

The probe here is linear discriminant analysis (Fisher 1936; Rao 1948). For each symbol v, all states
k steps after v have a middle m_v; around their middles all states scatter alike, with covariance S:

    w_v = (S + shrinkage s I)^-1 m_v     score_v = h w_v - m_v w_v / 2 + ln(share of v)

s is the mean variance of a neuron around the middles. It needs no iterations: sums over the states and
one eigendecomposition give it for every shrinkage. (Softmax regression, fitted in hundreds of steps, read up
to 7 points of a hundred more out of the shipped GRU and LSTM, and put the three cells in the same order.)

Fitted on states over the training names, shrinkage chosen on the validation names, told on the test
names, for each lag on its own. Only letters are asked for, never the ∎ at the start.
"""

from typing import NamedTuple

import numpy as np

from rnncore.data.batches import EncodedNames
from rnncore.data.corpus import Corpus
from rnncore.diagnostics.states import States, states_of_encoded, values_of
from rnncore.model import Model

Array = np.ndarray

LAGS = 13
MOST_NAMES = 6_000
SHRINKAGES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
FEWEST = 50          # test places below which a share is noise, and is neither shown nor used
EMPTY = 1e-12        # variance that keeps a memory without any scatter from dividing by zero


class Summary(NamedTuple):
    """How well the symbol k steps back can be read, for k = 0 … lags - 1. Measured on test names."""

    lags: Array          # [L] 0 is the symbol just read
    accuracy: Array      # [L] share of test places where the probe is right; nan where there are none
    chance: Array        # [L] the same for always guessing the commonest symbol at this lag
    counts: Array        # [L] test places: states with a letter k steps back
    shrinkages: Array    # [L] chosen on validation
    weights: Array       # [L, H, V] the probes
    biases: Array        # [L, V] -inf for a symbol never seen at this lag


def lossy_summary(model: Model, corpus: Corpus, lags: int = LAGS, most_names: int = MOST_NAMES,
                  state: str = "h") -> Summary:
    """Fit a probe per lag on the model's own states and measure it on held-out names.

    At most `most_names` training names are used (the corpus is shuffled, so the first ones are as good
    as any), and a quarter as many validation names; all test names. `state` says what is read: "h", or
    "c" for an LSTM's cell state. Raises ValueError for a state the cell does not have.
    """
    parts = (first(corpus.train_encoded, most_names), first(corpus.validation_encoded, max(1, most_names // 4)),
             corpus.test_encoded)
    return fit_and_measure(*(states_of_encoded(model, part) for part in parts), len(corpus.vocabulary), lags, state)


def first(names: EncodedNames, most: int) -> EncodedNames:
    """The first `most` of many names."""
    return EncodedNames(names.symbols[:most], names.lengths[:most])


def fit_and_measure(train: States, validation: States, test: States, symbols: int, lags: int = LAGS,
                    state: str = "h") -> Summary:
    """A probe per lag: fitted on `train`, shrinkage chosen on `validation`, measured on `test`."""
    measured = []
    for lag in range(lags):
        h, asked = _examples(train, lag, state)
        probes = _discriminants(h, asked, symbols)
        seen, wanted = _examples(validation, lag, state)
        right = [(_guess(seen, *probe) == wanted).sum() for probe in probes]
        best = int(np.argmax(right[::-1]))               # the strongest shrinkage among equals
        best = len(probes) - 1 - best
        seen, wanted = _examples(test, lag, state)
        common = int(np.bincount(asked, minlength=symbols).argmax())
        accuracy = (_guess(seen, *probes[best]) == wanted).mean() if len(wanted) else np.nan
        chance = (wanted == common).mean() if len(wanted) else np.nan
        measured.append((lag, accuracy, chance, len(wanted), SHRINKAGES[best], *probes[best]))
    return Summary(*(np.array(column) for column in zip(*measured, strict=True)))


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


def _examples(states: States, lag: int, state: str) -> tuple[Array, Array]:
    """The states with a letter `lag` steps back, and that letter."""
    rows = np.flatnonzero(states.positions > lag)
    return values_of(states, state)[rows], states.symbols[rows - lag]


def _discriminants(h: Array, asked: Array, symbols: int) -> list[tuple[Array, Array]]:
    """Weights [H, V] and biases [V] of the probe, one pair for each of `SHRINKAGES`."""
    H = h.shape[1]
    counts = np.bincount(asked, minlength=symbols)
    if not counts.any():
        return [(np.zeros((H, symbols)), np.zeros(symbols))] * len(SHRINKAGES)
    one_hot = np.zeros((len(asked), symbols), h.dtype)
    one_hot[np.arange(len(asked)), asked] = 1.0
    middle = h.mean(axis=0, dtype=np.float64)
    centred = h - middle.astype(h.dtype)
    means = (one_hot.T @ centred).astype(np.float64) / np.maximum(counts, 1)[:, None]
    scatter = (centred.T @ centred).astype(np.float64) - (means * counts[:, None]).T @ means
    variances, directions = np.linalg.eigh(scatter / len(h))
    scale = max(variances.mean(), EMPTY)
    turned = means @ directions
    with np.errstate(divide="ignore"):
        prior = np.log(counts / counts.sum())
    probes = []
    for shrinkage in SHRINKAGES:
        W = directions @ (turned / (np.maximum(variances, 0.0) + shrinkage * scale)).T
        b = prior - 0.5 * np.einsum("vh,hv->v", means, W) - middle @ W
        probes.append((W, b))
    return probes


def _guess(h: Array, W: Array, b: Array) -> Array:
    return (h @ W.astype(h.dtype) + b.astype(h.dtype)).argmax(axis=1)
