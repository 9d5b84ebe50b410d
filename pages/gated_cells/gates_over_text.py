"""Gates over a whole text: every gate of every neuron at every letter."""

import numpy as np

from explainer.components.standing import standing_chart
from explainer.shell.headings import header, note
from explainer.shell.palette import HIDDEN, INPUT, MUTED, OUTPUT
from explainer.shell.steps import picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.gated_cells import controls
from pages.gated_cells.cell_and_text import cell_here, text_and_neuron_here
from pages.gated_cells.gates_over_text_chart import Gate, gates_figure
from pages.gated_cells.memory_as_sum import ask_gates_held
from pages.gated_cells.state import State, state

CLAIM = "Every neuron has gates of its own"


def section() -> None:
    """A map of neurons against letters for each gate, the gate's mean over the neurons, and a question about them."""
    with words():
        header(CLAIM,
               "One column per letter, one row per neuron. Strong colour means open, no colour means shut. The "
               "stronger a row is in the first map, the longer that neuron keeps what it wrote. Where the colour is "
               "gone, it starts afresh.")
        note("The box marks your neuron, the dotted frame your step. Nobody told the network what to keep: training "
             "did.")
        cell_here()
        text_and_neuron_here()
    with picture():
        _maps()
    with question():
        ask_gates_held()


@sections.section("gates")
def _maps() -> None:
    now = state()
    widgets.segments(controls.ORDER)
    figure = gates_figure(_gates(now), now.letters, _order(now.path.kept), now.step, now.unit)
    standing_chart(figure, key="gates_chart",
                   alt="For each gate a map: neurons from top to bottom, letters from left to right, darker where the "
                       "gate is more open. Above them the mean of each gate at each letter.")


def _gates(now: State) -> list[Gate]:
    """The gates of the cell along the text, the one that keeps the memory first."""
    record = now.record
    words = {record.writing_gate: ("written", INPUT), "r": ("let into the draft", INPUT), "o": ("shown", OUTPUT),
             record.keeping_gate: ("kept", HIDDEN)}
    letters = [record.keeping_gate, *(gate for gate in record.gates if gate not in (record.keeping_gate,
                                                                                    record.candidate))]
    named = [(letter, *words.get(letter, (f"gate {letter}", MUTED))) for letter in letters]
    return [Gate(title, letter, colour, getattr(now.trace, letter)) for letter, title, colour in named]


def _order(kept: np.ndarray) -> np.ndarray:
    """The neurons from top to bottom, [H]: those whose keeping gate `kept` [T, H] is most open on average first."""
    if value(controls.ORDER) == "kept":
        return np.argsort(-kept.mean(axis=0), kind="stable")
    return np.arange(kept.shape[1])
