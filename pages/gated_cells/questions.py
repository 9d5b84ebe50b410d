"""Questions of the gated cells page, answered by the network that is on screen."""

import dataclasses

import numpy as np
import streamlit as st

from explainer.charts.log_scale import format_log10
from explainer.learning.prediction import Answer, predict
from explainer.shell.markdown import as_text
from pages.gated_cells.attribution import attribution, parts
from pages.gated_cells.bias_horizon import ASKED
from pages.gated_cells.gates_over_text import unbroken
from pages.gated_cells.one_step import letter
from pages.gated_cells.race_entrants import entrants
from pages.gated_cells.state import Gated
from pages.gated_cells.untrained_memory import LIMIT, fading
from rnncore import Model
from rnncore.cells import gates
from rnncore.diagnostics.float64_trace import float64_trace

MUCH, SOME, NOTHING = "More than half", "Between 1 % and half", "Less than 1 %"
BEFORE, LAST_LETTER, SUM = "What was there before the text", "The last letter", "The sum of all letters"
AS_FAR, TWICE, MORE = "About as far", "About twice as far", "More than four times as far"
CLOSE, FAR_AHEAD = "Less than 0.05 nats a letter", "More than that"
LAST, EARLIER = "The letter just read", "An earlier one"
SHUT = 50.0             # a bias that holds a gate: sigma(50) is 1 to the last digit


def ask_what_is_left(now: Gated) -> None:
    """How much of a letter's writing survives?"""
    if now.passage.steps < 3:
        return
    predict("left", f"Neuron {now.unit + 1} writes something at {letter(now, 2)}, step 2. How much of that is left "
                    "on it after the last letter, step "
                    f"{now.passage.steps}?", [MUCH, SOME, NOTHING], lambda: what_is_left(now))


def what_is_left(now: Gated) -> Answer:
    """The product of the gates from step 3 to the last."""
    kept = now.path.kept
    left = float(np.prod(kept[2:, now.unit]))
    neurons = np.prod(kept[2:], axis=0)
    right = MUCH if left > 0.5 else SOME if left >= 0.01 else NOTHING
    share = f"{100 * left:.2g} %" if left >= 1e-5 else "Less than 0.001 %"
    return Answer(right, f"{share}. It is the product of {now.passage.steps - 2} gates. Of the {len(neurons)} neurons, "
                         f"{int((neurons > 0.5).sum())} hold on to more than half, {int((neurons < 0.01).sum())} to "
                         "less than 1 %. Each chooses for itself.")


def ask_held_open(now: Gated) -> None:
    """What if the keeping gate is wide open and nothing may be written?"""
    gate = ("the forget gates to 1 and the input gates to 0" if now.cell == "lstm" else "the update gates to 1")
    memory = "on the belt" if now.cell == "lstm" else "in the memory"
    predict("held", f"Force {gate}, at every neuron and step. What is {memory} after the whole text?",
            [BEFORE, LAST_LETTER, SUM], lambda: held_open(now))


def held_open(now: Gated) -> Answer:
    """Run the network with these gates held, from a memory that is not empty."""
    model = with_gates_held(now.model, now.cell)
    rng = np.random.default_rng(0)
    start = [np.tanh(rng.standard_normal(model.config.hidden_size)) for _ in model.cell_module.State._fields]
    passage = float64_trace(model, now.reading.inputs, model.cell_module.State(*start))
    memory, before = (passage.trace.c, passage.state.c) if now.cell == "lstm" else (passage.trace.h, passage.state.h)
    moved = float(np.abs(memory[-1] - before).max())
    shown = "0" if moved == 0 else unbroken(format_log10(float(np.log10(moved))))
    lost = ("Without the other settings of its gates it could never take anything in, or let go."
            if now.cell == "lstm" else "And nothing new comes in: the draft gets 1 − z = 0.")
    return Answer(BEFORE,
                  f"The network ran with these gates, from a memory full of random numbers. The largest change of any "
                  f"neuron in {passage.steps} steps: {shown}. {lost}")


def with_gates_held(model: Model, cell: str) -> Model:
    """The same network, its keeping gates held open (and an LSTM's input gates shut) by their biases."""
    held = {"lstm": {0: -SHUT, 1: SHUT}, "gru": {1: SHUT}}[cell]
    biases = model.params.b_h.copy()
    blocks = gates.by_gate(biases[None], model.cell_module.GATE_COUNT)[:, 0]
    weights = {name: getattr(model.params, name).copy() for name in ("W_xh", "W_hh")}
    for gate, bias in held.items():
        blocks[gate] = bias
        for matrix in weights.values():
            gates.by_gate(matrix, model.cell_module.GATE_COUNT)[gate] = 0.0
    return dataclasses.replace(model, params=model.params._replace(b_h=biases, **weights))


@st.fragment(key=ASKED)
def ask_bias() -> None:
    """What does a higher bias do to the horizon?"""
    predict("bias", "The bias goes from 1 to 3. How much further does the straight way reach, before only "
                    "1\N{NO-BREAK SPACE}% is left?",
            [AS_FAR, TWICE, MORE], bias_answer)


def bias_answer() -> Answer | None:
    """Measure both."""
    low, high = fading(1.0), fading(3.0)
    if low.straight_horizon is None:
        return Answer(AS_FAR, f"In this network more than 1 % is left even after {LIMIT} steps, with either bias.")
    ratio = (high.straight_horizon or LIMIT + 1) / low.straight_horizon
    right = AS_FAR if ratio < 1.5 else TWICE if ratio <= 4 else MORE
    far = f"{high.straight_horizon}" if high.straight_horizon else f"more than {LIMIT}"
    return Answer(right, f"From {low.straight_horizon} steps to {far}, measured. The formula says {low.foretold:.0f} "
                         f"and {high.foretold:.0f}: for large biases, each 1 more multiplies the reach by nearly e, "
                         "which is 2.7.")


def ask_race() -> None:
    """Which of the three wins?"""
    predict("race", "As many weights, the same names, the same steps. How far apart are the three in the end, in loss "
                    "on names that none of them has seen?",
            [CLOSE, FAR_AHEAD], race_answer)


def race_answer() -> Answer:
    """Compare the means over the seeds."""
    found = sorted(entrants().values(), key=lambda one: one.best.mean())
    apart = float(found[-1].best.mean() - found[0].best.mean())
    told = ", ".join(f"{one.title} {one.best.mean():.3f}" for one in found)
    return Answer(CLOSE if apart <= 0.05 else FAR_AHEAD,
                  f"{told}: first and last are {apart:.3f} nats apart. Names are short, so there is little to "
                  "remember from far back. Where a task needs a long memory, the order can be quite another.")


def asks_rests(now: Gated) -> bool:
    """With fewer letters there is nothing to guess."""
    return now.step >= 3


def ask_rests(now: Gated) -> None:
    """Which letter matters most?"""
    if not asks_rests(now):
        return
    predict("rests", f"The network has read {now.step} signs, up to {letter(now, now.step)}. Which one does its next "
                     "prediction rest on most?", [LAST, EARLIER], lambda: rests_answer(now))


def rests_answer(now: Gated) -> Answer:
    """Take each out and compare."""
    nats = parts(attribution(now), now.step, "taken_out")
    most = int(np.argmax(np.abs(nats)))
    right = LAST if most == now.step - 1 else EARLIER
    return Answer(right, f"Without {as_text(letter(now, most + 1))} at step {most + 1}, ln p of what comes next "
                         f"changes by {abs(nats[most]):.2f} nats, more than without any other.")

