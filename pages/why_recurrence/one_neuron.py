"""A memory of one neuron: which weight holds a number for ten steps."""

import math

import streamlit as st

from explainer.components.live_slider.live_slider import live_slider
from explainer.learning.prediction import Answer, predict
from explainer.shell.headings import header, note
from explainer.shell.steps import picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.why_recurrence import controls
from pages.why_recurrence.one_neuron_chart import pulse_columns
from rnncore.diagnostics.by_hand import one_pulse

CLAIM = "A loop around one neuron is a memory"
STEPS, LATER = 10, 400
HELD = 0.05                  # this far from all of it still counts as held
LEFT = {"90 %": 0.9, "About a third": 1 / 3, "Nothing": 0.0}


def section() -> None:
    """The neuron's memory for the weight that the visitor looks for, and a question that the slider answers."""
    with words():
        header(CLAIM,
               "A number comes in once, then only zeros. At every step the neuron multiplies what it holds by its own "
               "weight. <b>Find the weight that still holds it after ten steps.</b> Dotted: what it stored at first.")
    with picture():
        _memory()
    with question():
        _ask_what_is_left()


@sections.section("one_neuron")
def _memory() -> None:
    """The slider, the bars, and what they say."""
    bend, pulse = st.columns(2)
    with pulse:
        widgets.segments(controls.PULSE)
    with bend:
        widgets.segments(controls.BEND)
    live_slider(controls.WEIGHT)
    weight = value(controls.WEIGHT)
    h = one_pulse(weight, float(value(controls.PULSE)), STEPS, value(controls.BEND))
    st.html(pulse_columns(h))
    st.markdown(_verdict(float(h[-1] / h[0]), weight))
    if value(controls.BEND) == "tanh":
        ends = [one_pulse(weight, float(size), LATER, "tanh")[-1] for size in controls.PULSE.options]
        told = ", ".join(f"{size} ends at {end:.2f}" for size, end in zip(controls.PULSE.options, ends, strict=True))
        note(f"With tanh and this weight, after {LATER} steps: {told}. {_balance(weight)}")
    else:
        note("After t steps the memory is what came in times wᵗ. Below 1 that dies out; above 1 it explodes.")


def _balance(weight: float) -> str:
    """What tanh and this weight settle on between them."""
    if abs(weight) <= 1:
        return "tanh bends every value towards zero, and a weight of size 1 or less does not make up for it."
    flips = "" if weight > 0 else " Its sign changes at every step."
    return ("tanh bends large values down and the weight pushes them up: they find a balance. It holds whether "
            f"something came, and with which sign, but no longer how much.{flips}")


@sections.section("one_neuron_question")
def _ask_what_is_left() -> None:
    predict("one_weight", "Without a bend, and w = 0.9: how much of the number is left after ten steps?",
            list(LEFT), _left_at_nine_tenths)


def _left_at_nine_tenths() -> Answer:
    left = float(one_pulse(0.9, 1.0, STEPS)[-1])
    right = min(LEFT, key=lambda option: abs(LEFT[option] - left))
    return Answer(right, f"0.9 is multiplied ten times, and {left:.2f} is left. After fifty steps it is "
                         f"{float(one_pulse(0.9, 1.0, 50)[-1]):.4f}. Small losses at every step add up.")


def _verdict(share: float, weight: float) -> str:
    """What became of the number, of which `share` is left, and whether that is to hold it."""
    if not math.isfinite(share):
        return "The number has grown beyond anything that can be written down."
    if abs(share - 1) <= HELD:
        return (f":material/check_circle: **Held.** After {STEPS} steps, {share:.0%} of it is there. "
                f"w = {weight:.2f} does it.")
    if abs(share + 1) <= HELD:
        return f"After {STEPS} steps its size is there, but its sign is not."
    sign = " Its sign changes at every step." if weight < 0 else ""
    if abs(share) > 1:
        return f"After {STEPS} steps it has grown to **{share:.3g} times** what was stored.{sign} Can you hold it?"
    if share == 0:
        return f"After {STEPS} steps nothing of it is left. Can you hold it?"
    return f"After {STEPS} steps **{share:.1%}** of it is left.{sign} Can you hold it?"
