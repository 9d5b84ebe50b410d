"""What neurons answer to: how much of each one's ups and downs a single fact about the text accounts for."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from pages.hidden_state.state_cache import states_over_list
from rnncore import Model
from rnncore.diagnostics.neurons import values_of

Array = np.ndarray
LONGEST = 12              # later places have too few names


class Tastes(NamedTuple):
    """Shares of each neuron's variance over the list, and its mean after each symbol."""

    by_letter: Array         # [H] accounted for by the letter just read
    by_position: Array       # [H] accounted for by how many letters were read
    means: Array             # [V, H] nan for a symbol that never came
    counts: Array            # [V]
    reach: float             # the largest size of any value


@st.cache_resource(show_spinner=False, max_entries=24)
def tastes(key: str, _model: Model, _names: tuple[str, ...], kind: str) -> Tastes:
    """Measured over the first names of the list."""
    states = states_over_list(key, _model, _names)
    h = values_of(states, kind).astype(np.float64)
    means, counts = group_means(h, states.symbols, len(_model.vocabulary))
    read = states.positions >= 1
    return Tastes(share_between(h[read], states.symbols[read]),
                  share_between(h, np.minimum(states.positions, LONGEST)), means, counts, float(np.abs(h).max()))


def group_means(h: Array, groups: Array, count: int) -> tuple[Array, Array]:
    """Means of the rows [N, H] of each group, [count, H], and how many rows each has."""
    counts = np.bincount(groups, minlength=count)
    sums = np.zeros((count, h.shape[1]))
    order = np.argsort(groups, kind="stable")
    found, starts = np.unique(groups[order], return_index=True)
    sums[found] = np.add.reduceat(h[order], starts, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums / counts[:, None], counts


def share_between(h: Array, groups: Array) -> Array:
    """Share of each column's variance that lies between the groups: 1 if the group says it all, [H]."""
    means, counts = group_means(h, groups, int(groups.max(initial=0)) + 1)
    spread = ((h - h.mean(axis=0)) ** 2).sum(axis=0)
    between = (np.nan_to_num(means - h.mean(axis=0)) ** 2 * counts[:, None]).sum(axis=0)
    return np.where(spread > 1e-12, between / np.maximum(spread, 1e-12), 0.0)
