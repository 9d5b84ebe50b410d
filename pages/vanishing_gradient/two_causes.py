"""Two things eat the gradient: the slopes of the activation, and W_hh. Each has a curve of its own."""

from dataclasses import replace

import numpy as np
import streamlit as st

from explainer.charts.log_scale import FORGOTTEN, format_log10
from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.learning.prediction import Answer, predict
from explainer.shell.headings import header
from explainer.shell.steps import picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from explainer.state.cells import CELLS
from explainer.state.controls import Number
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.state import untrained_gradient_now
from pages.vanishing_gradient.two_causes_chart import causes_figure
from pages.vanishing_gradient.untrained_gradient import UntrainedGradient

CLAIM = "Two things eat the gradient"
EDGE = {controls.KIND.key: "vanilla", controls.SQUASH.key: "tanh", controls.START.key: "orthogonal",
        controls.RADIUS.key: 1.0}
SLOPES = {"tanh": "tanh's slope", "relu": "ReLU's slope", "identity": "the activation"}
SURVIVES, FADES, GROWS = "It survives: more than 1 % is left", "It fades below 1 %", "It grows"


def section() -> None:
    """The claim, both curves, and the question about a W_hh that takes nothing."""
    with words():
        header(CLAIM,
               "A step back multiplies by all its slopes, its <b>Jacobian</b>. That is two things: the slope of the "
               "activation at every neuron, and W_hh. Here is what each took. Together they are the gradient, "
               "exactly: W_hh stretches what the slopes have left, not a memory of its own.")
    with picture():
        causes()
    with question():
        ask_about_the_edge()


@sections.section("two_causes")
def causes() -> None:
    """The first picture's curve taken apart into slopes and W_hh."""
    with widgets.row():
        live_slider(again(controls.RADIUS), places=controls.RADII, mark=1.0, key_suffix="_causes", alone=True)
        live_slider(again(controls.SIGNAL), key_suffix="_causes", alone=True)
    now = untrained_gradient_now()
    said = causes_in_words(now)
    live_chart(causes_figure(now.norms, now.settings.steps, *legend_of(now), height=380), key="causes",
               alt=f"The gradient taken apart. {said}")
    st.html(f'<p class="u-verdict">{said}</p>')


def again(control: Number) -> Number:
    """The same control in a second place: the two labels must tell the places apart."""
    return replace(control, label=f"{control.label}, here too", help="")


def names_of(found: UntrainedGradient) -> tuple[str, str]:
    """What the linear and the element-wise part of a step are in this cell."""
    if not CELLS[found.settings.kind].is_gated:
        return "W_hh", SLOPES[found.settings.squash]
    return "W_hh and straight wires", "gates and slopes"


def legend_of(found: UntrainedGradient) -> tuple[str, str]:
    """The names of the same two parts, as short as a legend on a phone needs them."""
    return ("at W_hh, wires", "at gates, slopes") if CELLS[found.settings.kind].is_gated else ("at W_hh", "at slopes")


def causes_in_words(found: UntrainedGradient) -> str:
    """The geometric mean, over steps, of each cause's factor, as HTML."""
    norms = found.norms
    finite = np.isfinite(norms.norm) & (norms.lags > 0)
    if not finite.any():
        return "Nothing of the gradient is left after the first step back."
    steps = int(finite.sum())
    slopes, weights = norms.slopes[finite].sum() / steps, norms.weights[finite].sum() / steps
    through, bend = names_of(found)
    return (f"On average, a step back multiplies the gradient by <b>{format_log10(weights)}</b> through {through} and "
            f"by <b>{format_log10(slopes)}</b> through {bend}: together <b>{format_log10(slopes + weights)}</b>.")


@sections.section("edge_question")
def ask_about_the_edge() -> None:
    """Radius exactly 1, all singular values 1: does the gradient survive?"""
    predict("edge", "Make W_hh orthogonal, with spectral radius exactly 1: it keeps every length. Inputs as you "
                    f"see, tanh as the bend. What is left of the gradient after {value(controls.BACK)} steps?",
            [SURVIVES, FADES, GROWS], edge_answer)


def edge_answer() -> Answer:
    """What is left at the last lag, measured with the page's other settings."""
    left = float(untrained_gradient_now(EDGE).norms.norm[-1])
    right = GROWS if left > 0 else FADES if left < FORGOTTEN else SURVIVES
    return Answer(right, f"{format_log10(left)} is left. W_hh took nothing; all of it went to the slope of tanh, "
                         "which is below 1 wherever a neuron is not at zero. Make the inputs smaller and see the "
                         "curve rise.")
