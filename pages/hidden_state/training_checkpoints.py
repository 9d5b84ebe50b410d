"""Networks at several steps of their training: from the files that ship, or from a run on this server."""

from dataclasses import replace

import numpy as np
import streamlit as st

from explainer.components.graph.frames import Checkpoint
from explainer.models.shelf import Entry
from explainer.models.shipped import DATA
from explainer.state.cells import CELLS, shipped_cells
from explainer.training.names_run import NamesRun
from rnncore import Model, load_history
from rnncore.numerics.flat import views
from rnncore.training.history import Snapshot


@st.cache_resource(show_spinner=False)
def shipped_checkpoints(cell: str) -> tuple[Checkpoint, ...]:
    """The training of the shipped network of given names with this cell, from its random start to its end."""
    history, models = load_history(DATA / "models" / f"history-{CELLS[cell].shipped_key()}.npz")
    return tuple(Checkpoint(s.step, s.validation_loss, model)
                 for s, model in zip(history.snapshots, models, strict=True))


def checkpoints_of(entry: Entry) -> tuple[Checkpoint, ...]:
    """The training of an entry of the shelf, its present network last; that alone if nothing was kept."""
    model = entry.model
    before: tuple[Checkpoint, ...] = ()
    if entry.key in {record.shipped_key() for record in shipped_cells().values()}:
        before = shipped_checkpoints(model.cell)
    elif entry.job is not None:
        before = _checkpoints_of_run(entry.job, entry.job.stamp)
    step = model.provenance.steps or (before[-1].step if before else 0)
    measured = model.provenance.scores.get("validation_loss", np.nan)
    loss = next((c.loss for c in before if c.step == step), measured)
    return (*(c for c in before if c.step < step), Checkpoint(step, loss, model))


@st.cache_resource(show_spinner=False, max_entries=8)
def _checkpoints_of_run(_job: NamesRun, stamp: str) -> tuple[Checkpoint, ...]:
    """What a run on this server kept along the way; one that diverged ends before it did."""
    untrained = _job.untrained
    return tuple(_checkpoint(untrained, snapshot) for snapshot in _job.snapshots()
                 if np.isfinite(snapshot.validation_loss))


def _checkpoint(untrained: Model, snapshot: Snapshot) -> Checkpoint:
    """A network with the weights of a snapshot."""
    weights = views(np.asarray(snapshot.weights), untrained.weights)
    model = replace(untrained, params=weights.cell, readout=weights.readout)
    return Checkpoint(snapshot.step, snapshot.validation_loss, model)
