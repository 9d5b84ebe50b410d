"""The probes of the lossy summary, fitted once for the server.

Thin cached wrappers around `rnncore.diagnostics.probe`. What comes out is shared: nobody may write to it.
"""

import streamlit as st

from explainer.models import shipped
from explainer.state.cells import CELLS
from rnncore import CellConfig, Corpus, Model, new_model
from rnncore.diagnostics.probe import Summary, lossy_summary

KEPT = 24                 # visitors' networks; the oldest make room


@st.cache_resource(show_spinner="Fitting the probes …")
def shipped_summary(cell: str, state: str = "h") -> Summary:
    """The lossy summary of the shipped network with this cell, on the given names; `state` is "h" or "c"."""
    return lossy_summary(shipped.shipped_models()[CELLS[cell].shipped_key()], shipped.shipped_corpus("given_names"),
                         state=state)


@st.cache_resource(show_spinner="Fitting a probe to this network …", max_entries=KEPT)
def summary_of(key: str, _model: Model, _corpus: Corpus) -> Summary:
    """The lossy summary of the network with the fingerprint `key`, on the list it learned from."""
    return lossy_summary(_model, _corpus)


@st.cache_resource(show_spinner=False)
def untrained_accuracy(cell: str, hidden: int, initialisation: str, seed: int, lag: int) -> float:
    """How often a probe reads the letter `lag` steps back from a network as it is born, on the given names: 0 … 1."""
    corpus = shipped.shipped_corpus("given_names")
    config = CellConfig(len(corpus.vocabulary), hidden, initialisation=initialisation)
    return float(lossy_summary(new_model(cell, config, corpus.vocabulary, seed), corpus, lag + 1).accuracy[lag])
