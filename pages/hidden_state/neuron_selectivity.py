"""What neurons answer to: how much of each one's variance a single fact about the text accounts for."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from pages.hidden_state.state_cache import states_over_list
from rnncore import Model
from rnncore.diagnostics.states import values_of
from rnncore.diagnostics.variance_explained import group_means, variance_explained

Array = np.ndarray
LONGEST = 12              # later positions count as this one: too few names are so long


class Selectivity(NamedTuple):
    """Shares of each neuron's variance over the list, and its mean after each symbol."""

    by_letter: Array         # [H] accounted for by the letter just read
    by_position: Array       # [H] accounted for by how many letters were read
    by_both: Array           # [H] by the two together
    means: Array             # [V, H] nan for a symbol that never came
    counts: Array            # [V] how often each symbol came
    largest: float           # the largest size of any value


@st.cache_resource(show_spinner=False, max_entries=24)
def selectivity(key: str, _model: Model, _names: tuple[str, ...], kind: str) -> Selectivity:
    """Measured over the first names of the list of the network `key`; `kind` of state is "h" or "c"."""
    states = states_over_list(key, _model, _names)
    h = values_of(states, kind).astype(np.float64)
    means, counts = group_means(h, states.symbols, len(_model.vocabulary))
    read, places = states.positions >= 1, np.minimum(states.positions, LONGEST)
    return Selectivity(variance_explained(h[read], states.symbols[read]), variance_explained(h[read], places[read]),
                       variance_explained(h[read], (states.symbols * (LONGEST + 1) + places)[read]), means, counts,
                       float(np.abs(h).max()))
