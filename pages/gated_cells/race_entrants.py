"""The cells of the race: what their training log and their shipped networks say."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from explainer.models.shipped import budget_log, budget_models, measured_horizons, shipped_corpus
from explainer.models.spelling import shown
from explainer.state.cells import CELLS, shipped_cells
from rnncore import draw
from rnncore.diagnostics.horizon import Horizon

Array = np.ndarray
LONGEST_NAME = 20


class Entrant(NamedTuple):
    """One cell in the race. Losses are nats per letter."""

    cell: str
    title: str
    hidden: int
    parameters: int
    characters: int              # read in one run
    validation_loss: Array       # [seeds] the lowest of each run
    test_loss: float             # of the shipped network (first seed), on names never used for any choice
    seconds: float               # mean over the seeds
    horizon: Horizon             # of a network of this size that was trained on streams: the race's own begin each
    untrained_horizon: Horizon   # name with an empty memory, and are lost on a stream; and before it learned
    stream_loss: float           # of that network, on streams of names never used for any choice


def entrants() -> dict[str, Entrant]:
    """Every cell in the race, by its name in the core."""
    return {cell: _entrant(cell) for cell in shipped_cells()}


@st.cache_data(show_spinner=False)
def _entrant(cell: str) -> Entrant:
    model, rows = budget_models()[cell], [row for row in budget_log() if row.cell == cell]
    seeds = sorted({row.seed for row in rows})
    last = [max((row for row in rows if row.seed == seed), key=lambda row: row.step) for seed in seeds]
    best = np.array([min(row.validation_loss for row in rows if row.seed == seed) for seed in seeds])
    on_streams = measured_horizons()[cell]
    return Entrant(cell, CELLS[cell].label, last[0].hidden, last[0].parameters, last[0].characters, best,
                  model.provenance.scores["test_loss"], float(np.mean([row.seconds for row in last])),
                  on_streams.horizons[-1], on_streams.horizons[0], on_streams.losses[-1])


def curves(against: str) -> dict[str, tuple[str, list[tuple[Array, Array]]]]:
    """Validation loss along training by cell: its title, and (x, nats per letter) for every seed.

    `against` is what x counts: "characters" read, training "step" or "seconds". Step 0 is left out.
    """
    found = {}
    for cell, record in shipped_cells().items():
        rows = [row for row in budget_log() if row.cell == cell and row.step > 0]
        runs = [[row for row in rows if row.seed == seed] for seed in sorted({row.seed for row in rows})]
        found[cell] = (record.label, [(np.array([float(getattr(row, against)) for row in run]),
                                       np.array([row.validation_loss for row in run])) for run in runs])
    return found


class DrawnNames(NamedTuple):
    """Names that a network drew, as people write them."""

    names: list[str]
    is_new: list[bool]           # not in the list
    finished: list[bool]


def names_of(cell: str, number: int, count: int = 8) -> DrawnNames:
    """`count` names drawn by the shipped network of a cell. The same `number` gives the same names."""
    model = budget_models()[cell]
    drawn = draw(model, count, np.random.default_rng(number), longest=LONGEST_NAME)
    known = shipped_corpus("given_names").spellings
    return DrawnNames([shown(name, model.vocabulary) for name in drawn.names],
                      [name not in known for name in drawn.names], drawn.finished.tolist())
