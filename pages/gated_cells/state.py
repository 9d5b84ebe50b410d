"""What the gated cells chapter shows: a network, the visitor's text, every gate along it, the place looked at."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import streamlit as st

from explainer.components.graph.build import picture_of
from explainer.components.graph.contract import Picture
from explainer.components.wiring.wiring import FROM_BROWSER
from explainer.models.reading import Reading, read_name
from explainer.models.shipped import shipped_models
from explainer.state.address import set_value, value
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


@dataclass(frozen=True)
class State:
    """What is on screen, and what it was made from.

    The place looked at is read when it is asked for: a section that shows no step does not follow one.
    """

    cell: str
    model: Model             # in float64
    reading: Reading
    letters: list[str]       # what each step reads; ∎ first
    passage: Float64Trace    # every gate along the text, [T, H]
    picture: Picture

    @property
    def step(self) -> int:
        """The step looked at, from 1."""
        return min(value(controls.AT), self.passage.steps)

    @property
    def unit(self) -> int:
        """The neuron looked at, from 0."""
        return min(value(controls.NEURON), self.model.config.hidden_size) - 1

    @property
    def units(self) -> list[int]:
        """The neurons in the wiring, from 0."""
        return neurons_to_show(self.path.memory, self.unit)

    @property
    def record(self) -> CellRecord:
        """What the app knows of its cell."""
        return CELLS[self.cell]

    @property
    def trace(self) -> Any:
        """The cell's own `Step`, [T, H]."""
        return self.passage.trace

    @cached_property
    def path(self) -> Path:
        """The straight way through its memory: gates, writing and memory, each [T, H]."""
        return path_of(self.cell, self.trace)

    @cached_property
    def decomposition(self) -> Array:
        """How much of the memory after step t was written at step s: [t, s, H]."""
        return memory_decomposition(self.path)

    def letter(self, step: int) -> str:
        """What a step (from 1) reads, as it stands in a sentence: “a”, or ∎ without quotes."""
        sign = self.letters[step - 1]
        return "∎" if sign == "∎" else f"“{sign}”"


def state() -> State:
    """The network and the text that the controls name, and the place looked at."""
    return _read(value(controls.CELL), value(controls.TEXT))


@st.cache_resource(show_spinner=False, max_entries=32)
def _read(cell: str, text: str) -> State:
    """One for all sections, and for all visitors who read the same text: nobody may change anything in it."""
    model = in_double(shipped_models()[CELLS[cell].shipped_key(LIST)])
    reading = read_name(model, text, MAX_STEPS)
    letters = [model.vocabulary.sign(int(symbol)) for symbol in reading.inputs]
    return State(cell, model, reading, letters, float64_trace(model, reading.inputs),
                 picture_of(model, reading.inputs, stage="external"))


def neurons_to_show(memory: Array, unit: int, count: int = SHOWN) -> list[int]:
    """The neuron looked at and others that are about as lively, in the order of their numbers.

    Neurons are ranked by how much their memory [T, H] moves and shown in groups of `count`, so that going to
    another one of the group changes nothing else.
    """
    moves = np.abs(np.diff(memory, axis=0, prepend=0.0)).sum(axis=0)
    ranked = np.argsort(-moves, kind="stable")
    first = int(np.flatnonzero(ranked == unit)[0]) // count * count
    return sorted(int(j) for j in ranked[first:first + count])


def take_from_the_wiring() -> None:
    """Put the step and the neuron that were chosen in the wiring into their controls: for its callback.

    What the browser sends is checked against the bounds.
    """
    news = FROM_BROWSER.news(WIRING)
    if 1 <= (news.get("step") or 0) <= MAX_STEPS:
        set_value(controls.AT, news["step"])
    if news.get("unit") is not None and 0 <= news["unit"] < controls.UNITS:
        set_value(controls.NEURON, news["unit"] + 1)
