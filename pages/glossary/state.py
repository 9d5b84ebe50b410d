"""What the glossary's small pictures show: all of it computed, of functions and of a network that ships."""

from collections.abc import Callable
from functools import cache

import numpy as np

from explainer.models.reading import read_name
from explainer.models.shipped import shipped_models
from pages.glossary.pictures_chart import bars, columns, curves, plane
from rnncore.diagnostics.by_hand import one_pulse
from rnncore.diagnostics.spectrum import spectra
from rnncore.diagnostics.tanh_chain import tanh_chain
from rnncore.numerics.activations import sigmoid_in_place
from rnncore.readout import logits, softmax_in_place
from rnncore.sampling import trace_of

Array = np.ndarray

NETWORK, TEXT, LONGEST = "given_names-vanilla", "maria", 24
GRID = np.linspace(-4.0, 4.0, 81)
STEPS, LIKELIEST, ROWS = 20, 6, 16


@cache
def picture_of(name: str) -> str:
    """The small picture of a term, as HTML; "" for one without."""
    return _PICTURES[name]() if name in _PICTURES else ""


def read_columns() -> Array:
    """The memory of a plain network while it reads a name: its first rows, [rows, steps]."""
    model = shipped_models()[NETWORK]
    return trace_of(model, read_name(model, TEXT, LONGEST).inputs).h[:, 0, :ROWS].T


def scores() -> Array:
    """What the same network gives its likeliest symbols after that name, the highest first, as logits."""
    model = shipped_models()[NETWORK]
    h = trace_of(model, read_name(model, TEXT, LONGEST).inputs).h[-1, 0]
    return np.sort(logits(model.readout, h.astype(np.float64)))[::-1][:LIKELIEST]


def _hidden_state() -> str:
    return columns(read_columns(), f"The memory of a network that reads “{TEXT}”: {ROWS} of its numbers, "
                                   "a column for each letter")


def _one_hot() -> str:
    return columns(np.eye(12)[3][None], "Twelve squares, of which the fourth is filled")


def _activation() -> str:
    return curves(GRID, {"tanh": np.tanh(GRID)}, "tanh against its sum: an S between −1 and 1")


def _gate() -> str:
    return curves(GRID, {"σ": sigmoid_in_place(GRID.copy())}, "A gate against its sum: an S between 0 and 1")


def _vanishing() -> str:
    chain = tanh_chain(0.5, STEPS, weight=0.9)
    return curves(np.arange(1.0, STEPS + 1), {"slope": np.asarray(chain.slopes, np.float64)[-STEPS:]},
                  "The slope of tanh of tanh of … against how often: it falls towards 0")


def _nats() -> str:
    p = np.linspace(0.02, 1.0, 80)
    return curves(p, {"−ln p": -np.log(p)}, "Surprise against probability: 0 for what is certain")


def _eigenvalues() -> str:
    [found] = spectra(shipped_models()[NETWORK]).values()
    return plane(found.eigenvalues, f"The eigenvalues of a trained W_hh and the unit circle; the spectral radius is "
                                    f"{found.radius:.2f}")


def _clipped() -> str:
    sizes = np.linspace(0.0, 4.0, 41)
    return curves(sizes, {"clipped": np.minimum(sizes, 1.0)}, "Length after clipping against length before: at most 1")


def _kept() -> str:
    return curves(np.arange(STEPS + 1.0), {f"{share:g}": one_pulse(share, 1.0, STEPS) for share in (0.7, 0.9, 0.99)},
                  "What is left after so many steps, with a forget gate of 0.7, 0.9 and 0.99")


def _scores() -> str:
    return bars({"": scores()}, f"The six highest scores after “{TEXT}”")


def _softmax() -> str:
    return bars({"": softmax_in_place(scores())}, "The same six scores as probabilities")


def _temperature() -> str:
    return bars({f"T = {T:g}": softmax_in_place(scores() / T) for T in (0.5, 1.0, 2.0)},
                "Probabilities of the same scores at temperatures 0.5, 1 and 2: the lower, the steeper")


def _top_k() -> str:
    kept = np.where(np.arange(LIKELIEST) < 3, scores(), -np.inf)
    return bars({"": softmax_in_place(kept)}, "The same probabilities where only the three likeliest may be drawn")


_PICTURES: dict[str, Callable[[], str]] = {
    "Hidden state": _hidden_state, "One-hot vector": _one_hot, "Activation": _activation, "Gate": _gate,
    "Vanishing gradient": _vanishing, "Nat": _nats, "Eigenvalue": _eigenvalues, "Spectral radius": _eigenvalues,
    "Gradient clipping": _clipped, "Forget gate": _kept, "Logit": _scores, "Softmax": _softmax,
    "Temperature": _temperature, "Top-k": _top_k}
PICTURED = frozenset(_PICTURES)
