"""The probes of the lossy summary: those of the shipped networks from their files, those of others fitted once.

Thin cached wrappers around `rnncore.diagnostics.probe`. What comes out is shared: nobody may write to it.
"""

import numpy as np
import streamlit as st

from explainer.models import shipped
from rnncore import CellConfig, Corpus, Model, new_model
from rnncore.commands.probe import LETTERS_AFTER, name_of
from rnncore.diagnostics import measured_probe
from rnncore.diagnostics.probe import Summary, accuracy_at, from_letters_after, lossy_summary

Array = np.ndarray

KEPT = 24                 # visitors' networks; the oldest make room
MEASURED = shipped.DATA / "measured"


@st.cache_resource(show_spinner="Fitting a probe to this network …")
def shipped_summary(key: str, state: str = "h") -> Summary:
    """The lossy summary of the shipped network LIST-CELL on its list; `state` is "h" or "c".

    From its file under `data/measured/`; fitted here if that is missing or of another network.
    """
    model, corpus, path = shipped.shipped_models()[key], _list_of(key), MEASURED / name_of(key, state)
    found = measured_probe.load(path, measured_probe.conditions(model, corpus, state)) if path.exists() else None
    return found or lossy_summary(model, corpus, state=state)


@st.cache_resource(show_spinner=False)
def letters_after(list_id: str) -> Array:
    """How often the same probe is right that is given the letters after the one asked for, on a list: [lags]."""
    corpus = shipped.shipped_corpus(list_id)
    found = measured_probe.load_letters_after(MEASURED / LETTERS_AFTER, corpus)
    return from_letters_after(corpus) if found is None else found


@st.cache_resource(show_spinner="Fitting a probe to this network: some two seconds …", max_entries=KEPT)
def summary_of(key: str, _model: Model, _corpus: Corpus) -> Summary:
    """The lossy summary of the network with the fingerprint `key`, on the list it learned from."""
    return lossy_summary(_model, _corpus)


@st.cache_resource(show_spinner=False)
def untrained_accuracy(cell: str, hidden: int, initialisation: str, seed: int, lag: int) -> float:
    """How often a probe reads the letter `lag` steps back from a network as it is born, on the given names: 0 … 1."""
    corpus = shipped.shipped_corpus("given_names")
    config = CellConfig(len(corpus.vocabulary), hidden, initialisation=initialisation)
    return accuracy_at(new_model(cell, config, corpus.vocabulary, seed), corpus, lag)


def _list_of(key: str) -> Corpus:
    return shipped.shipped_corpus(key.rpartition("-")[0])
