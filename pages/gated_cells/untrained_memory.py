"""A gate that is held open by its bias: how far an untrained memory reaches, measured and foretold."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from explainer.charts.log_scale import FORGOTTEN
from explainer.models.shipped import shipped_corpus
from explainer.state.address import value
from pages.gated_cells import controls
from rnncore import CellConfig, new_model
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.horizon import heldout_streams
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.memory_decomposition import direct_path, lifetime, path_of, steps_until

Array = np.ndarray
LIMIT = 200              # steps back that are measured; fewer are drawn


class Fading(NamedTuple):
    """How a memory fades in an untrained network whose keeping gate has this bias. Logarithms are log10."""

    cell: str
    bias: float
    norm: Array              # [LIMIT + 1] log of the whole gradient's size, lag by lag: all roads
    straight: Array          # [LIMIT + 1] log of the root mean square, over neurons, of the product of the gates
    held: Array              # [LIMIT + 1] log of sigma(bias)^lag: the gate, if only its bias acted
    gate: float              # what the gate really was, on average

    @property
    def held_share(self) -> float:
        """sigma(bias)."""
        return float(10 ** self.held[1])

    @property
    def foretold(self) -> float:
        """Where sigma(bias)^lag falls below 1 %."""
        return steps_until(10 ** FORGOTTEN, self.bias)

    @property
    def horizon(self) -> int | None:
        """The first lag at which less than 1 % of the whole gradient is left; None beyond LIMIT."""
        return first_below(self.norm, FORGOTTEN)

    @property
    def straight_horizon(self) -> int | None:
        """The same along the straight way."""
        return first_below(self.straight, FORGOTTEN)


def fading(bias: float | None = None) -> Fading:
    """For the settings of the page, or for another bias."""
    return _fading(value(controls.CELL), round(float(value(controls.BIAS) if bias is None else bias), 3),
                   value(controls.START), value(controls.SIZE), value(controls.SEED))


@st.cache_data(show_spinner=False, max_entries=512)
def _fading(cell: str, bias: float, start: str, units: int, seed: int) -> Fading:
    corpus = shipped_corpus("given_names")
    config = CellConfig(len(corpus.vocabulary), units, initialisation=start, forget_bias=bias, update_bias=bias)
    model = new_model(cell, config, corpus.vocabulary, seed, dtype=np.float64)
    texts = _streams()
    passage = float64_trace(model, texts[seed % len(texts)])
    kept = path_of(cell, passage.trace).kept
    held = -np.arange(LIMIT + 1) / lifetime(bias) * np.log10(np.e)
    return Fading(cell, bias, jacobian_norms(passage, LIMIT).norm, direct_path(kept)[:LIMIT + 1], held, float(kept.mean()))


def first_below(log10: Array, limit: float) -> int | None:
    """The first place whose value is below `limit`, if there is one.

    Not `Backflow.horizon`, which asks from where on a curve *stays* below: here it is asked when a memory is gone for
    the first time, beside sigma(b)^lag, which never comes back. That a gradient grows again later is told apart.
    """
    below = np.flatnonzero(log10 < limit)
    return int(below[0]) if below.size else None


@st.cache_resource(show_spinner=False)
def _streams() -> Array:
    return heldout_streams(shipped_corpus("given_names"))
