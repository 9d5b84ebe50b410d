"""What the gated cells chapter shows: a network, the visitor's text, every gate along it, the place looked at."""

from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from explainer.components.graph.build import picture_of
from explainer.components.graph.contract import Picture
from explainer.components.wiring.wiring import look_of
from explainer.models.reading import Reading, read_name
from explainer.models.shipped import shipped_models
from explainer.state.address import value
from explainer.state.cells import CELLS, CellRecord
from explainer.state.choices import MAX_STEPS
from pages.gated_cells import controls
from rnncore import Model
from rnncore.diagnostics.float64_trace import Float64Trace, float64_trace
from rnncore.diagnostics.memory_decomposition import Path, memory_decomposition, path_of
from rnncore.numerics.precision import in_double

Array = np.ndarray

SHOWN = 4                # neurons in the wiring
LIST = "given_names"
WIRING = "wiring"        # the key of the picture of the cell
_LAST_LOOK = "_wiring_look"


class State(NamedTuple):
    """What is on screen, and what it was made from."""

    cell: str
    model: Model             # in float64
    reading: Reading
    letters: list[str]       # what each step reads; ∎ first
    passage: Float64Trace    # every gate along the text, [T, H]
    picture: Picture
    step: int                # looked at, from 1
    unit: int                # looked at, from 0
    units: list[int]         # the neurons in the wiring, from 0

    @property
    def record(self) -> CellRecord:
        """What the app knows of its cell."""
        return CELLS[self.cell]

    @property
    def trace(self) -> Any:
        """The cell's own `Step`, [T, H]."""
        return self.passage.trace

    @property
    def path(self) -> Path:
        """The straight way through its memory: gates, writing and memory, each [T, H]."""
        return path_of(self.cell, self.trace)

    @property
    def decomposition(self) -> Array:
        """How much of the memory after step t was written at step s: [t, s, H]."""
        return memory_decomposition(self.path)

    def letter(self, step: int) -> str:
        """What a step (from 1) reads, as it stands in a sentence: “a”, or ∎ without quotes."""
        sign = self.letters[step - 1]
        return "∎" if sign == "∎" else f"“{sign}”"


def state() -> State:
    """The network, the text and the place that the controls and the wiring name."""
    _take_from_the_wiring()
    cell = value(controls.CELL)
    model = in_double(shipped_models()[CELLS[cell].shipped_key(LIST)])
    reading = read_name(model, value(controls.TEXT), MAX_STEPS)
    passage = float64_trace(model, reading.inputs)
    step = min(value(controls.AT), passage.steps)
    unit = min(value(controls.NEURON), model.config.hidden_size) - 1
    letters = [model.vocabulary.sign(int(symbol)) for symbol in reading.inputs]
    picture = picture_of(model, reading.inputs, stage="external")
    return State(cell, model, reading, letters, passage, picture, step, unit,
                 neurons_to_show(path_of(cell, passage.trace).memory, unit))


def neurons_to_show(memory: Array, unit: int, count: int = SHOWN) -> list[int]:
    """The neuron looked at and others that are about as lively, in the order of their numbers.

    Neurons are ranked by how much their memory [T, H] moves and shown in groups of `count`, so that going to
    another one of the group changes nothing else.
    """
    moves = np.abs(np.diff(memory, axis=0, prepend=0.0)).sum(axis=0)
    ranked = np.argsort(-moves, kind="stable")
    first = int(np.flatnonzero(ranked == unit)[0]) // count * count
    return sorted(int(j) for j in ranked[first:first + count])


def _take_from_the_wiring() -> None:
    """Put the step and the neuron that were chosen in the wiring into their controls, once for each choice.

    To be called before the controls' widgets are drawn. What the browser sends is checked against the bounds.
    """
    look = look_of(getattr(st.session_state.get(WIRING), "selection", None))
    before = st.session_state.get(_LAST_LOOK)
    st.session_state[_LAST_LOOK] = look
    if look == before:
        return
    if look.step is not None and 1 <= look.step <= MAX_STEPS:
        st.session_state[controls.AT.key] = look.step
    if look.unit is not None and 0 <= look.unit < controls.UNITS:
        st.session_state[controls.NEURON.key] = look.unit + 1
