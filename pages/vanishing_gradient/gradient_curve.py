"""The page's main picture: how far back a gradient reaches, while you drag."""

import math
from dataclasses import replace

import numpy as np
import streamlit as st

from explainer.charts.log_scale import FORGOTTEN, format_log10
from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.learning.prediction import Answer, predict
from explainer.state import widgets
from explainer.state.address import value
from explainer.state.controls import Number
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.gradient_curve_chart import HIGH, LOW, causes_figure, product_rule, reach_figure
from pages.vanishing_gradient.spectrum_chart import spectrum_html
from pages.vanishing_gradient.untrained_gradient import Reach, clipped, reach, settings

# The parts of the page that show the network of the first picture, by their keys. What is dragged runs them at rest.
REACH, MORE, GATE, CAUSES, EDGE_ASKED, WAYS = (
    f"{name}_part" for name in ("reach", "more", "gate", "causes", "edge", "ways"))
CANDIDATES = {"gru": "n", "lstm": "g"}
MATRIX = {"vanilla": "W_hh", "gru": "W_hh (candidate n)", "lstm": "W_hh (candidate g)"}
EDGE = {controls.KIND.key: "vanilla", controls.SQUASH.key: "tanh", controls.START.key: "orthogonal",
        controls.RADIUS.key: 1.0}
SLOPES = {"tanh": "tanh's slope", "relu": "ReLU's slope", "identity": "the activation"}
SURVIVES, FADES, GROWS = "It survives: more than 1 % is left", "It fades below 1 %", "It grows"


@st.fragment(key=REACH)
def picture() -> None:
    """The curve and the spectrum, with the slider that moves them most."""
    live_slider(controls.RADIUS, places=controls.RADII, mark=1.0, rests=(REACH, CAUSES, WAYS))
    now = reach(settings())
    said = verdict(now)
    curve, spectrum = st.columns([5, 3])
    with curve:
        live_chart(reach_figure(shown(now), now.settings.steps, now.horizon), key="reach",
                   alt=f"Size of the gradient against steps back, on a log scale. {said}")
    with spectrum:
        st.html(spectrum_html(now.spectrum, spectrum_in_words(now), MATRIX[now.settings.kind]))
    st.html(f'<p class="u-verdict">{said}</p>')


@st.fragment(key=MORE)
def more_sliders() -> None:
    """What else moves the picture. Apart from it, so that it need not carry them along."""
    rests = (REACH, MORE, CAUSES, EDGE_ASKED, WAYS)
    with widgets.row():
        live_slider(controls.SIGNAL, moves=(REACH,), rests=rests)
        live_slider(controls.WIDTH, log=True, moves=(REACH,), rests=rests)
        live_slider(controls.BACK, moves=(REACH,), rests=rests)


def choices() -> None:
    """What is chosen rather than dragged."""
    gated = value(controls.KIND) != "vanilla"
    with widgets.row():
        widgets.choice(controls.KIND)
        widgets.choice(controls.SQUASH, disabled=gated)
        widgets.choice(controls.START)
        widgets.number(controls.DRAWN)
    if gated:
        gate()


@st.fragment(key=GATE)
def gate() -> None:
    """The gate bias, for cells that have gates."""
    live_slider(controls.GATE, key_suffix="_above", moves=(REACH,), rests=(REACH, GATE, CAUSES, WAYS))


@st.fragment(key=CAUSES)
def causes() -> None:
    """The same curve taken apart into slopes and W_hh."""
    with widgets.row():
        live_slider(again(controls.RADIUS), places=controls.RADII, mark=1.0, key_suffix="_causes",
                    rests=(CAUSES, REACH, WAYS))
        live_slider(again(controls.SIGNAL), key_suffix="_causes", rests=(CAUSES, REACH, MORE, EDGE_ASKED, WAYS))
    now = reach(settings())
    said = causes_in_words(now)
    live_chart(causes_figure(now.flow, now.settings.steps, *legend(now)), key="causes",
               alt=f"The gradient taken apart. {said}")
    st.html(f'<p class="u-verdict">{said}</p>')


def again(control: Number) -> Number:
    """The same control in a second place: the two labels must tell the places apart."""
    return replace(control, label=f"{control.label}, here too", help="")


def formula() -> None:
    """The product behind the curve, as it is in the chosen cell."""
    st.html(product_rule(value(controls.KIND)))


def spectrum_explained() -> str:
    """How to read the eigenvalues and the singular values."""
    words = ("On the right: what W_hh does to a memory. Singular values say how much one multiplication stretches, "
             "direction by direction. Eigenvalues say what many of them do: those inside the circle shrink a "
             "memory in the long run, even if a singular value beyond 1 stretches it for a while.")
    candidate = CANDIDATES.get(value(controls.KIND))
    if candidate is None:
        return words
    return words + (f" This cell has a W_hh for each gate. You see only that of the candidate, {candidate}; the gates "
                    "decide with it how far the curve reaches.")


def shown(now: Reach):
    """The curve as it is drawn: with clipping on, what clipping leaves of it."""
    return clipped(now).flow if value(controls.CLIPPED) == "on" else now.flow


def verdict(now: Reach) -> str:
    """The curve in one or two sentences, as HTML; the numbers are the curve's own."""
    flow, last = now.flow, int(now.flow.lags[-1])
    if flow.overflow is not None:
        return (f"The memory itself grew beyond any number at step {flow.overflow}. The picture shows the "
                f"{last} step{'' if last == 1 else 's'} before.")
    left = float(flow.norm[-1])
    steps = f"{last} step{'' if last == 1 else 's'}"
    if now.horizon is not None:
        rest = "nothing at all" if left == -math.inf else f"<b>{format_log10(left)}</b>"
        beyond = " That is below the frame, where the curve leaves it." if left < LOW else ""
        return (f"From <b>{now.horizon}</b> step{'' if now.horizon == 1 else 's'} back on, less than 1 % of the "
                f"gradient is left. After {steps}: {rest}.{beyond}")
    if left > 0.0:
        beyond = " That is above the frame, where the curve leaves it." if left > HIGH else ""
        return f"The gradient grows: after {steps} it is <b>{format_log10(left)}</b> times as large as at the last one.{beyond}"
    return f"After {steps}, <b>{format_log10(left)}</b> of the gradient is left: more than 1 %."


def spectrum_in_words(now: Reach) -> str:
    """What the second chart shows."""
    sizes = np.abs(now.spectrum.eigenvalues)
    return (f"{int((sizes < 1).sum())} of {len(sizes)} eigenvalues of {MATRIX[now.settings.kind]} lie inside the unit "
            f"circle; the largest singular value is {now.spectrum.norm:.2f}.")


def names(now: Reach) -> tuple[str, str]:
    """What the linear and the element-wise part are in this cell."""
    if now.settings.kind == "vanilla":
        return "W_hh", SLOPES[now.settings.squash]
    return "W_hh and straight wires", "gates and slopes"


def legend(now: Reach) -> tuple[str, str]:
    """The same as short as a legend on a phone needs it."""
    return ("W_hh alone", "slopes alone") if now.settings.kind == "vanilla" else ("W_hh, wires", "gates, slopes")


def causes_in_words(now: Reach) -> str:
    """The average factor per step of each cause, as HTML."""
    flow = now.flow
    finite = np.isfinite(flow.norm) & (flow.lags > 0)
    if not finite.any():
        return "Nothing of the gradient is left after the first step back."
    steps = int(finite.sum())
    slopes, weights = flow.slopes[finite].sum() / steps, flow.weights[finite].sum() / steps
    through, bend = names(now)
    return (f"On average, a step back multiplies the gradient by <b>{format_log10(weights)}</b> through {through} and by "
            f"<b>{format_log10(slopes)}</b> through {bend}: together <b>{format_log10(slopes + weights)}</b>.")


@st.fragment(key=EDGE_ASKED)
def ask_about_the_edge() -> None:
    """Radius exactly 1, all singular values 1: does it survive?"""
    predict("edge", "Make W_hh orthogonal, with spectral radius exactly 1: it keeps every length. Inputs as above, "
                    f"tanh as the bend. What is left of the gradient after {value(controls.BACK)} steps?",
            [SURVIVES, FADES, GROWS], edge_answer)


def edge_answer() -> Answer:
    """Measured with the page's other settings."""
    found = reach(settings(EDGE))
    left = float(found.flow.norm[-1])
    right = GROWS if left > 0 else FADES if left < FORGOTTEN else SURVIVES
    return Answer(right, f"{format_log10(left)} is left. W_hh took nothing; all of it went to the slope of tanh, which is "
                         "below 1 wherever a neuron is not at zero. Make the inputs smaller and see the curve rise.")
