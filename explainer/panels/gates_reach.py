"""The bias of the keeping gate and how far an untrained memory reaches: a part of the gated cells page."""

import streamlit as st

from explainer import widgets
from explainer.address import value
from explainer.controls import CELLS
from explainer.controls import gated_cells as controls
from explainer.fading import LIMIT, fading
from explainer.figures.fading import fading_figure
from explainer.live.slider import live_slider
from explainer.panels.gates_text import PLAIN


def reach() -> None:
    """The live slider, its curve and its numbers. Runs inside a fragment."""
    bias, start, size, seed = st.columns([4, 2, 1, 1], vertical_alignment="bottom")
    with start:
        widgets.choice(controls.START)
    with size:
        widgets.number(controls.SIZE)
    with seed:
        widgets.number(controls.SEED)
    with bias:
        live_slider(controls.BIAS)
    now = fading()
    st.plotly_chart(
        fading_figure(now.norm, now.straight, now.held, f"formula: {now.held_share:.3f}ᵏ", controls.LONGEST),
        width="stretch", key="fading_chart", config=PLAIN,
        alt="What is left of the gradient against the steps back, on a logarithmic scale: of the whole gradient, along "
            "the straight way through the gates, and by the formula.")
    foretold, straight, whole = st.columns(3)
    foretold.metric("1 % left: formula", steps(now.foretold), help="ln 0.01 / ln σ(b)")
    straight.metric("1 % left: straight way", told(now.straight_horizon),
                    help=f"The product of the gates as they were: their mean is {now.gate:.3f}, σ(b) is "
                         f"{now.held_share:.3f}. Root mean square over the neurons.")
    whole.metric("1 % left: all roads", told(now.horizon),
                 help="The gradient of the whole memory, side roads through the gates included.")


def told(horizon: int | None) -> str:
    """A measured horizon in words."""
    return f"over {LIMIT} steps" if horizon is None else f"{horizon} steps"


def steps(count: float) -> str:
    """A number of steps that need not be whole."""
    return f"{count:.1f} steps" if count < 10 else f"{count:,.0f} steps"


def what_was_drawn() -> str:
    """What kind of network the curve belongs to."""
    article = "An" if value(controls.CELL) == "lstm" else "A"
    return (f"{article} {CELLS[value(controls.CELL)]} of {value(controls.SIZE)} units that nobody trained, seed "
            f"{value(controls.SEED)}, reading held-out names letter by letter. All other biases are "
            "0.")
