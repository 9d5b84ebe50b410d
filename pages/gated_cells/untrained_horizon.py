"""How far the memory of an untrained network reaches when the gate that keeps it has a given bias."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from explainer.charts.log_scale import FORGOTTEN
from explainer.models.shipped import shipped_corpus
from explainer.state.address import value
from pages.gated_cells import controls
from rnncore import CellConfig, new_model
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.horizon import streams_of_test_names
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.memory_decomposition import direct_path, lifetime, path_of, steps_until

Array = np.ndarray
LIMIT = 200              # steps back that are measured; fewer are drawn


class UntrainedHorizon(NamedTuple):
    """What is left of a gradient, lag by lag, in an untrained network whose keeping gate has this bias.

    The three curves are log10, [LIMIT + 1]: lag 0 first. A horizon is a number of steps back.
    """

    bias: float
    jacobian_norm: Array     # the whole gradient: all ways through the cell
    direct_path: Array       # root mean square, over the neurons, of the product of the keeping gates alone
    formula: Array           # sigma(bias)^lag: the gate, if only its bias acted
    mean_gate: float         # what the keeping gate really was, on average

    @property
    def bias_gate(self) -> float:
        """sigma(bias): the share that the gate keeps at each step if only its bias acts."""
        return float(10 ** self.formula[1])

    @property
    def formula_horizon(self) -> float:
        """Where sigma(bias)^lag falls below 1 %; not a whole number."""
        return steps_until(10 ** FORGOTTEN, self.bias)

    @property
    def jacobian_horizon(self) -> int | None:
        """The first lag at which less than 1 % of the whole gradient is left; None beyond LIMIT."""
        return first_below(self.jacobian_norm, FORGOTTEN)

    @property
    def direct_horizon(self) -> int | None:
        """The first lag at which less than 1 % is left along the direct path; None beyond LIMIT."""
        return first_below(self.direct_path, FORGOTTEN)


def untrained_horizon(bias: float | None = None) -> UntrainedHorizon:
    """For the cell, size, start and seed that the controls say, at their bias or at another one."""
    return _measured(value(controls.CELL), round(float(value(controls.BIAS) if bias is None else bias), 3),
                     value(controls.START), value(controls.SIZE), value(controls.SEED))


@st.cache_data(show_spinner=False, max_entries=512)
def _measured(cell: str, bias: float, start: str, units: int, seed: int) -> UntrainedHorizon:
    corpus = shipped_corpus("given_names")
    config = CellConfig(len(corpus.vocabulary), units, initialisation=start, forget_bias=bias, update_bias=bias)
    model = new_model(cell, config, corpus.vocabulary, seed, dtype=np.float64)
    texts = _streams()
    passage = float64_trace(model, texts[seed % len(texts)])
    kept = path_of(cell, passage.trace).kept
    formula = -np.arange(LIMIT + 1) / lifetime(bias) * np.log10(np.e)
    return UntrainedHorizon(bias, jacobian_norms(passage, LIMIT).norm, direct_path(kept)[:LIMIT + 1], formula,
                            float(kept.mean()))


def first_below(log10: Array, limit: float) -> int | None:
    """The first place whose value is below `limit`, if there is one.

    Not `JacobianNorms.horizon`, which asks from where on a curve *stays* below: here it is asked when a memory is gone
    for the first time, beside sigma(b)^lag, which never comes back. That a gradient grows again later is told apart.
    """
    below = np.flatnonzero(log10 < limit)
    return int(below[0]) if below.size else None


@st.cache_resource(show_spinner=False)
def _streams() -> Array:
    """Held-out names one after the other, as symbols: [texts, steps]."""
    return streams_of_test_names(shipped_corpus("given_names"))
