"""The memory as a sum over the letters, what is left of each, and the straight way for gradients."""

import math

import numpy as np
import streamlit as st

from explainer.charts.log_scale import format_log10
from explainer.components.standing import standing_chart
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header, note, prose
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections
from explainer.state.cells import CellRecord
from pages.gated_cells.cell_and_text import cell_here, text_and_neuron_here
from pages.gated_cells.equations_chart import by_hand
from pages.gated_cells.held_gates import largest_change
from pages.gated_cells.memory_as_sum_chart import memory_as_sum_figure
from pages.gated_cells.state import State, state
from pages.gated_cells.step_slider import step_slider
from rnncore.diagnostics.memory_decomposition import kept_since, memory_decomposition, path_of

CLAIM = "What was written stays as long as the gates let it"
MUCH, SOME, NOTHING = "More than half", "Between 1 % and half", "Less than 1 %"
BEFORE, LAST_LETTER, SUM = "What was there before the text", "The last letter", "The sum of all letters"


def section() -> None:
    """The sum as a formula and as bars, and a question about it."""
    with words():
        header(CLAIM,
               "Write the steps out, and the memory is a plain sum: what each letter wrote, times all the keeping "
               "gates that came after it.")
        prose("<b>The gradient takes the same road back.</b> Along this straight way a step multiplies it by the gate "
              "and by nothing else: no matrix, no slope of tanh. A gate near 1 lets it pass almost whole; a shut gate "
              "cuts it off on purpose.")
        cell_here()
        text_and_neuron_here()
    with picture():
        _bars()
        _share()
    with question():
        _ask_what_is_left()
    with fine_print():
        show_source(path_of, kept_since, memory_decomposition)


def _formula(cell: CellRecord) -> None:
    k = cell.keeping_gate
    let_in = f"{cell.writing_gate}_s" if cell.writing_gate else f"(1 - {k}_s)"
    st.container(key="gated_formula_sum").latex(
        rf"{cell.memory}_t = \sum_{{s \le t}} ({let_in} \odot {cell.candidate}_s) "
        rf"\odot {k}_{{s+1}} \odot {k}_{{s+2}} \odot \cdots \odot {k}_t")


@sections.section("sum")
def _bars() -> None:
    now = state()
    _formula(now.record)
    name = f"{'cell state' if now.record.has_cell_state else 'memory'} of neuron {now.unit + 1}"
    figure = memory_as_sum_figure(now.decomposition[:, :, now.unit], now.path.memory[:, now.unit], now.letters, name)
    standing_chart(figure, key="carried_chart",
                   alt=f"For each letter a bar: the {name} at that step, split into what each letter so far wrote and "
                       "what the gates have left of it. A diamond marks the sum.")


@sections.section("share_left")
def _share() -> None:
    now = state()
    step_slider(now, "_left", "in the sum")
    note(_share_left(now))


def _share_left(now: State) -> str:
    """A sentence: the share of what was written at the step looked at that is left after the last one."""
    kept, shares = now.path.kept, now.decomposition
    last, s, j = now.passage.steps, now.step, now.unit
    if last == 1:
        return "Only one sign has been read, so nothing can have faded yet."
    if s == last:
        return ("This is the last step: choose an earlier one above, and read here what is left of it at the end.")
    gates = kept[s:, j]
    left = float(np.sum(np.log10(gates)))
    shown = " × ".join(two_digits(float(gate)) for gate in gates[:6]) + (" × …" if len(gates) > 6 else "")
    return (f"At step {s}, neuron {j + 1} wrote {by_hand(float(shares[s - 1, s - 1, j]))}. Of that, this share is left "
            f"after step {last}: {shown} = {_unbroken(format_log10(left))}.")


def two_digits(share: float) -> str:
    """A share from 0 to 1 with two digits that count, written out as far as that can be read: 0.86, 0.00032."""
    if share < 1e-6:
        return _unbroken(format_log10(math.log10(share) if share > 0 else -math.inf))
    return f"{share:.{max(2, 1 - math.floor(math.log10(share)))}f}"


def _unbroken(text: str) -> str:
    """A number whose parts stay on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


@sections.section("left_question")
def _ask_what_is_left() -> None:
    now = state()
    if now.passage.steps < 3:
        return
    predict("left", f"Neuron {now.unit + 1} writes something at {now.letter(2)}, step 2. How much of that is left "
                    "on it after the last letter, step "
                    f"{now.passage.steps}?", [MUCH, SOME, NOTHING], lambda: _what_is_left(now))


def _what_is_left(now: State) -> Answer:
    """The product of the keeping gates from step 3 to the last."""
    kept = now.path.kept
    left = float(np.prod(kept[2:, now.unit]))
    neurons = np.prod(kept[2:], axis=0)
    right = MUCH if left > 0.5 else SOME if left >= 0.01 else NOTHING
    share = f"{100 * left:.2g} %" if left >= 1e-5 else "Less than 0.001 %"
    return Answer(right, f"{share}. It is the product of {now.passage.steps - 2} gates. Of the {len(neurons)} neurons, "
                         f"{int((neurons > 0.5).sum())} hold on to more than half, {int((neurons < 0.01).sum())} to "
                         "less than 1 %. Each chooses for itself.")


@sections.section("held_question")
def ask_gates_held() -> None:
    """What is in the memory if its gates keep everything and write nothing?"""
    now = state()
    writing = " and the input gates to 0" if now.record.writing_gate else ""
    gate = f"the {now.record.keeping_gate_name}s to 1{writing}"
    memory = "in the cell state" if now.record.has_cell_state else "in the memory"
    predict("held", f"Force {gate}, at every neuron and step. What is {memory} after the whole text?",
            [BEFORE, LAST_LETTER, SUM], lambda: _gates_held(now))


def _gates_held(now: State) -> Answer:
    """Run the network with these gates held, from a memory that is not empty."""
    moved = largest_change(now.model, now.reading.inputs)
    shown = "0" if moved == 0 else _unbroken(format_log10(float(np.log10(moved))))
    lost = ("Without the other settings of its gates it could never take anything in, or let go."
            if now.record.writing_gate else
            f"And nothing new comes in: the draft gets 1 − {now.record.keeping_gate} = 0.")
    return Answer(BEFORE,
                  f"The network ran with these gates, from a memory full of random numbers. The largest change of any "
                  f"neuron in {now.passage.steps} steps: {shown}. {lost}")
