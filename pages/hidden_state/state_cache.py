"""The states of networks over a whole list of names, and what follows from them: computed once for the server.

Thin cached wrappers around `rnncore`. A network is known by its fingerprint, so that one trained here is found again
as well as a shipped one. What comes out is shared: nobody may write to it.
"""

import numpy as np
import streamlit as st

from explainer.models.shelf import shelf
from rnncore import Model, sample
from rnncore.diagnostics.neurons import Context, excitations
from rnncore.diagnostics.states import States, neuron_order, states_of
from rnncore.model import fingerprint

ORDER_NAMES = 2_000       # names over which neurons are compared
STATE_NAMES = 4_000       # names whose states are kept
BOUND = 1e6               # a memory beyond this has run away
KEPT = 24                 # networks in a cache; the oldest make room
KEPT_STATES = 6           # these are large


def names_for(model: Model) -> tuple[str, ...]:
    """Names this network can read: from its list if that is here (training names first), else its own."""
    corpus = shelf().corpus_of(model)
    return corpus.names if corpus is not None else generated_names(fingerprint(model), model)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def generated_names(key: str, _model: Model) -> tuple[str, ...]:
    """Names that the network `key` itself writes, for one whose list nobody has here; at least one."""
    drawn = sample(_model, 400, np.random.default_rng(0))
    return tuple(dict.fromkeys(name for name in drawn if name)) or (_model.vocabulary.symbols[0],)


@st.cache_resource(show_spinner=False, max_entries=KEPT_STATES)
def states_over_list(key: str, _model: Model, _names: tuple[str, ...]) -> States:
    """The states of the network `key` after every letter of the first `STATE_NAMES` names of its list."""
    return states_of(_model, _names[:STATE_NAMES])


@st.cache_data(show_spinner=False, max_entries=200)
def is_bounded(key: str, _model: Model, _names: tuple[str, ...]) -> bool:
    """Whether the states of the network `key` keep a size that can be drawn and compared, over all these names."""
    states = states_over_list(key, _model, _names)
    return all(bool(np.all(np.abs(held) < BOUND)) for held in (states.h, states.c) if held is not None)


@st.cache_resource(show_spinner="Putting like neurons side by side …", max_entries=KEPT)
def order_of(key: str, _model: Model, _names: tuple[str, ...], kind: str = "h") -> tuple[int, ...]:
    """The neurons, like beside like over `ORDER_NAMES` names; `kind` is "h" or "c"."""
    held = getattr(states_of(_model, _names[:ORDER_NAMES]), kind)
    return tuple(neuron_order(held).tolist())


@st.cache_resource(show_spinner=False, max_entries=200)
def excitations_of(key: str, _model: Model, _names: tuple[str, ...], unit: int, kind: str,
                   count: int) -> tuple[list[Context], list[Context]]:
    """The `count` beginnings of names after which neuron `unit` stands highest, and lowest; `kind` is "h" or "c"."""
    states = states_over_list(key, _model, _names)
    return excitations(_model, _names[:STATE_NAMES], unit, count, state=kind, states=states)
