"""Gates over a whole text, and what is left of each letter: parts of the gated cells page."""

import math

import numpy as np
import streamlit as st

from explainer.charts.log_scale import format_log10
from explainer.shell.palette import HIDDEN, INPUT, OUTPUT
from explainer.state import widgets
from explainer.state.address import value
from pages.gated_cells import controls
from pages.gated_cells.equations_chart import by_hand
from pages.gated_cells.gates_over_text_chart import Gate, gates_figure
from pages.gated_cells.memory_as_sum_chart import carried_figure
from pages.gated_cells.state import Gated

PLAIN = {"displayModeBar": False}


def gates_of(now: Gated) -> list[Gate]:
    """The gates of the cell along the text, in words."""
    trace = now.trace
    if now.cell == "lstm":
        return [Gate("kept", "f", HIDDEN, trace.f), Gate("written", "i", INPUT, trace.i),
                Gate("shown", "o", OUTPUT, trace.o)]
    return [Gate("kept", "z", HIDDEN, trace.z), Gate("let into the draft", "r", INPUT, trace.r)]


def over_the_text(now: Gated) -> None:
    """Every gate of every neuron at every letter."""
    widgets.segments(controls.ORDER)
    kept = now.path.kept
    by_kept = value(controls.ORDER) == "kept"
    order = np.argsort(-kept.mean(axis=0), kind="stable") if by_kept else np.arange(kept.shape[1])
    figure = gates_figure(gates_of(now), now.letters, order, now.step, now.unit)
    st.plotly_chart(figure, width="stretch", key="gates_chart", config=PLAIN,
                    alt="For each gate a map: neurons from top to bottom, letters from left to right, darker where the "
                        "gate is more open. Above them the mean of each gate at each letter.")


def what_is_left(now: Gated) -> None:
    """The neuron's memory as a sum over the letters."""
    name = f"{'belt' if now.cell == 'lstm' else 'memory'} of neuron {now.unit + 1}"
    figure = carried_figure(now.carried[:, :, now.unit], now.path.memory[:, now.unit], now.letters, name)
    st.plotly_chart(figure, width="stretch", key="carried_chart", config=PLAIN,
                    alt=f"For each letter a bar: the {name} at that step, split into what each letter so far wrote and "
                        "what the gates have left of it. A diamond marks the sum.")


def said_in_numbers(now: Gated) -> str:
    """One sentence about what is left of the letter written at the step looked at."""
    kept, shares = now.path.kept, now.carried
    last, s, j = now.passage.steps, now.step, now.unit
    if last == 1:
        return "Only one sign has been read, so nothing can have faded yet."
    if s == last:
        return ("This is the last step: choose an earlier one above, and read here what is left of it at the end.")
    gates = kept[s:, j]
    left = float(np.sum(np.log10(gates)))
    shown = " × ".join(two_digits(float(gate)) for gate in gates[:6]) + (" × …" if len(gates) > 6 else "")
    return (f"At step {s}, neuron {j + 1} wrote {by_hand(float(shares[s - 1, s - 1, j]))}. Of that, this share is left "
            f"after step {last}: {shown} = {unbroken(format_log10(left))}.")


def two_digits(share: float) -> str:
    """A share with two digits that count, written out as far as that can be read: 0.86, 0.00032."""
    if share < 1e-6:
        return unbroken(format_log10(math.log10(share) if share > 0 else -math.inf))
    return f"{share:.{max(2, 1 - math.floor(math.log10(share)))}f}"


def unbroken(text: str) -> str:
    """A number whose parts stay on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")
