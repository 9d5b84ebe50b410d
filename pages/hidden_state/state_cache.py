"""What networks hold in memory over a whole list: computed once for the server, for whoever asks.

Thin cached wrappers around `rnncore`. A network is known by its fingerprint, so that one trained here
is found again as well as a shipped one. What comes out is shared: nobody may write to it.
"""

import hashlib
from dataclasses import replace

import numpy as np
import streamlit as st

from explainer.components.graph.frames import Checkpoint
from explainer.models import shipped
from explainer.models.shelf import Entry, shelf
from explainer.models.shipped import DATA
from explainer.state.choices import CELLS
from explainer.training.jobs import Job
from rnncore import CellConfig, Corpus, Model, load_history, new_model
from rnncore.commands import sample
from rnncore.diagnostics.neurons import Context, excitations
from rnncore.diagnostics.probe import Summary, lossy_summary
from rnncore.diagnostics.states import States, neuron_order, states_of
from rnncore.numerics.flat import flatten, views
from rnncore.training.history import Snapshot

Array = np.ndarray

ORDER_NAMES = 2_000
NEURON_NAMES = 4_000
LARGEST = 1e6             # a memory beyond this has run away
KEPT = 24                 # networks per cache; the oldest make room
KEPT_STATES = 6           # these are large


def fingerprint(model: Model) -> str:
    """A short name for these very weights."""
    shape = f"{model.cell} {model.config} {model.vocabulary.symbols}".encode()
    return hashlib.sha256(shape + flatten(model.weights).tobytes()).hexdigest()[:16]


def names_for(model: Model) -> tuple[str, ...]:
    """Names this network can read: from its list if that is here (training names first), else its own."""
    corpus = shelf().corpus_of(model)
    return corpus.names if corpus is not None else own_names(fingerprint(model), model)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def own_names(key: str, _model: Model) -> tuple[str, ...]:
    """Names that the network itself draws, for one whose list nobody has here."""
    drawn = sample(_model, 400, np.random.default_rng(0))
    return tuple(dict.fromkeys(name for name in drawn if name)) or (_model.vocabulary.symbols[0],)


@st.cache_resource(show_spinner=False, max_entries=KEPT_STATES)
def states_over_list(key: str, _model: Model, _names: tuple[str, ...], most: int = NEURON_NAMES) -> States:
    """The memory after every letter of the first `most` names of the list."""
    return states_of(_model, _names[:most])


@st.cache_data(show_spinner=False, max_entries=200)
def is_sound(key: str, _model: Model, _names: tuple[str, ...]) -> bool:
    """Whether its memory stays a size that can be drawn and compared, over all these names."""
    states = states_over_list(key, _model, _names)
    return all(bool(np.all(np.abs(held) < LARGEST)) for held in (states.h, states.c) if held is not None)


@st.cache_resource(show_spinner="Putting like neurons side by side …", max_entries=KEPT)
def order_of(key: str, _model: Model, _names: tuple[str, ...], kind: str = "h") -> tuple[int, ...]:
    """The neurons, like beside like over `ORDER_NAMES` names; `kind` is "h" or "c"."""
    held = getattr(states_of(_model, _names[:ORDER_NAMES]), kind)
    return tuple(neuron_order(held).tolist())


@st.cache_resource(show_spinner=False, max_entries=200)
def excitations_of(key: str, _model: Model, _names: tuple[str, ...], unit: int, kind: str,
                   count: int) -> tuple[list[Context], list[Context]]:
    """Where one neuron stands highest and lowest in the list."""
    states = states_over_list(key, _model, _names)
    return excitations(_model, _names[:NEURON_NAMES], unit, count, state=kind, states=states)


@st.cache_resource(show_spinner="Fitting the probes …")
def shipped_summary(cell: str, state: str = "h") -> Summary:
    """The lossy summary of the shipped network with this cell, on the given names; `state` is "h" or "c"."""
    return lossy_summary(shipped.shipped_models()[f"given_names-{cell}"], shipped.shipped_corpus("given_names"),
                         state=state)


@st.cache_resource(show_spinner=False)
def untrained_accuracy(cell: str, hidden: int, initialisation: str, seed: int, lag: int) -> float:
    """How often a probe reads the letter `lag` steps back from a network as it is born, on the given names."""
    corpus = shipped.shipped_corpus("given_names")
    config = CellConfig(len(corpus.vocabulary), hidden, initialisation=initialisation)
    return float(lossy_summary(new_model(cell, config, corpus.vocabulary, seed), corpus, lag + 1).accuracy[lag])


@st.cache_resource(show_spinner="Fitting a probe to this network …", max_entries=KEPT)
def summary_of(key: str, _model: Model, _corpus: Corpus) -> Summary:
    """The lossy summary of any network, on the list it learned from."""
    return lossy_summary(_model, _corpus)


@st.cache_resource(show_spinner=False)
def shipped_checkpoints(cell: str) -> tuple[Checkpoint, ...]:
    """The training of a shipped network of given names, from its random start to its end."""
    history, models = load_history(DATA / "models" / f"history-given_names-{cell}.npz")
    return tuple(Checkpoint(s.step, s.validation_loss, model)
                 for s, model in zip(history.snapshots, models, strict=True))


def checkpoints_of(entry: Entry) -> tuple[Checkpoint, ...]:
    """The training of an entry of the shelf, its present network last; that alone if nothing was kept."""
    model = entry.model
    before: tuple[Checkpoint, ...] = ()
    if entry.key in {f"given_names-{cell}" for cell in CELLS}:
        before = shipped_checkpoints(model.cell)
    elif entry.job is not None and entry.job.training is not None and entry.job.training.history is not None:
        before = tuple(_checkpoint(entry.job, snapshot) for snapshot in list(entry.job.training.history.snapshots)
                       if np.isfinite(snapshot.validation_loss))          # a run that diverged ends before it did
    step = model.provenance.steps or (before[-1].step if before else 0)
    measured = model.provenance.scores.get("validation_nats_per_char", np.nan)
    loss = next((c.loss for c in before if c.step == step), measured)
    return (*(c for c in before if c.step < step), Checkpoint(step, loss, model))


def _checkpoint(job: Job, snapshot: Snapshot) -> Checkpoint:
    weights = views(np.asarray(snapshot.weights), job.untrained.weights)
    model = replace(job.untrained, params=weights.cell, readout=weights.readout)
    return Checkpoint(snapshot.step, snapshot.validation_loss, model)
