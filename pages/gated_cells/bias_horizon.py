"""The bias of the keeping gate and how far an untrained memory reaches: a part of the gated cells page."""

import math

import streamlit as st

from explainer.charts.log_scale import format_log10
from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.state import widgets
from explainer.state.address import settle, value
from explainer.state.choices import CELLS
from pages.gated_cells import controls
from pages.gated_cells.bias_horizon_chart import fading_figure
from pages.gated_cells.untrained_memory import LIMIT, Fading, fading

FADING, ASKED = "fading_part", "bias_asked_part"       # the parts of the page that show this network, by their keys
NEARLY = 0.1             # two numbers of steps that differ by less than this share nearly agree
GROWN = math.log10(1.1)  # a gradient above this has grown


@st.fragment
def choose() -> None:
    """What else makes the network. Apart from the curve, so that it need not carry them along."""
    with widgets.row():
        widgets.choice(controls.START, on_change=_chosen)
        widgets.number(controls.SIZE, on_change=_chosen)
        widgets.number(controls.SEED, on_change=_chosen)


def _chosen() -> None:
    settle()
    st.rerun((FADING, ASKED))


def reach() -> None:
    """The live slider, the curve and its numbers. Runs inside a fragment."""
    live_slider(controls.BIAS)
    now = fading()
    live_chart(
        fading_figure(now.norm, now.straight, now.held, f"formula: {share(now.held_share)}ᵏ", controls.LONGEST),
        key="fading_chart",
        alt="What is left of the gradient against the steps back, on a logarithmic scale: of the whole gradient, along "
            "the straight way through the gates, and by the formula.")
    numbers = widgets.row()
    numbers.metric("1 % left: formula", steps(now.foretold), help="ln 0.01 / ln σ(b)")
    numbers.metric("1 % left: straight way", told(now.straight_horizon),
                   help=f"The product of the gates as they were: their mean is {share(now.gate)}, σ(b) is "
                        f"{share(now.held_share)}. Root mean square over the neurons.")
    numbers.metric("1 % left: all roads", told(now.horizon),
                   help="The gradient of the whole memory, side roads through the gates included.")


def share(x: float) -> str:
    """A share below 1, with as many digits as set it apart from 1: 0.731, 0.9997."""
    digits = 3 if x >= 1 else max(3, math.ceil(-math.log10(1 - x)))
    return f"{x:.{digits}f}"


def in_words(now: Fading) -> str:
    """What the three numbers say at this bias, for this network."""
    return f"{_straight(now)} {_all_roads(now)}{_growth(now)}"


def _straight(now: Fading) -> str:
    straight = now.straight_horizon
    if straight is None:
        return (f"Along the straight way, more than 1 % is left after all {LIMIT} steps that were measured; the "
                f"formula says {steps(now.foretold)}.")
    apart = abs(straight - now.foretold) / now.foretold
    # A measured horizon is a whole number of steps: half a step of difference says nothing.
    near = apart <= NEARLY or abs(straight - math.ceil(now.foretold)) <= 1
    verdict = ("they agree" if straight == math.ceil(now.foretold) else "they nearly agree" if near else
               f"{100 * apart:.0f} % apart, because letters and memory move the gates")
    return f"Along the straight way, the formula says {steps(now.foretold)} and {straight} were measured: {verdict}."


def _all_roads(now: Fading) -> str:
    whole, straight, drawn = now.horizon, now.straight_horizon, f"In this network (seed {value(controls.SEED)})"
    if whole is None and straight is None:
        return f"{drawn} all roads together outlast the {LIMIT} steps, too."
    further = (whole or LIMIT + 1) - (straight or LIMIT + 1)
    if further == 0:
        return f"{drawn} all roads together reach just as far."
    return (f"{drawn} all roads together reach {'further' if further > 0 else 'less far'}: {told(whole)} against "
            f"{told(straight)}.")


def _growth(now: Fading) -> str:
    most = float(now.norm.max())
    if most < GROWN:
        return ""
    return (f" On the way back the whole gradient even *grows*, to {format_log10(most)} times its size. That is no longer "
            "memory: a small change simply shakes everything.")


def told(horizon: int | None) -> str:
    """A measured horizon in words."""
    return f"over {LIMIT} steps" if horizon is None else f"{horizon} steps"


def steps(count: float) -> str:
    """A number of steps that need not be whole."""
    return f"{count:.1f} steps" if count < 10 else f"{count:,.0f} steps"


def what_was_drawn() -> str:
    """What kind of network the curve belongs to."""
    article = "An" if value(controls.CELL) == "lstm" else "A"
    return (f"{article} {CELLS[value(controls.CELL)]} of {value(controls.SIZE)} units that nobody trained, reading "
            "names letter by letter. Its weights are drawn at random; the seed, "
            f"{value(controls.SEED)}, is the number they are drawn from: another seed draws others. All other biases "
            "are 0.")
