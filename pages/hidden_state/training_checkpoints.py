"""Networks at several steps of their training: from the files that ship, or from a run on this server."""

from dataclasses import replace

import numpy as np
import streamlit as st

from explainer.components.graph.frames import Checkpoint
from explainer.models.shelf import Entry
from explainer.models.shipped import DATA
from explainer.state.cells import CELLS, shipped_cells
from explainer.training.jobs import Job
from rnncore import load_history
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
    elif entry.job is not None and entry.job.training is not None and entry.job.training.history is not None:
        before = tuple(_checkpoint(entry.job, snapshot) for snapshot in list(entry.job.training.history.snapshots)
                       if np.isfinite(snapshot.validation_loss))          # a run that diverged ends before it did
    step = model.provenance.steps or (before[-1].step if before else 0)
    measured = model.provenance.scores.get("validation_loss", np.nan)
    loss = next((c.loss for c in before if c.step == step), measured)
    return (*(c for c in before if c.step < step), Checkpoint(step, loss, model))


def _checkpoint(job: Job, snapshot: Snapshot) -> Checkpoint:
    """The network of a run with the weights of one of its snapshots."""
    weights = views(np.asarray(snapshot.weights), job.untrained.weights)
    model = replace(job.untrained, params=weights.cell, readout=weights.readout)
    return Checkpoint(snapshot.step, snapshot.validation_loss, model)
