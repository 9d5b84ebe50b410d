"""How far back a gradient reaches: the chapter's main picture, its sliders, and the formula behind it."""

import math

import numpy as np
import streamlit as st

from explainer.charts.log_scale import format_log10
from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.learning.share import link_to_this_view
from explainer.learning.source_code import show_source
from explainer.shell.headings import header, note
from explainer.shell.steps import fine_print, words
from explainer.shell.steps import picture as beside
from explainer.state import sections, widgets
from explainer.state.address import value
from explainer.state.cells import CELLS
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.gradient_curve_chart import HIGH, LOW, gradient_curve_figure, product_rule
from pages.vanishing_gradient.spectrum_chart import spectrum_html
from pages.vanishing_gradient.state import norms_shown, untrained_gradient_now
from pages.vanishing_gradient.untrained_gradient import UntrainedGradient
from rnncore.diagnostics.jacobian_norms import jacobian_norms

THESIS = "https://people.idsia.ch/~juergen/SeppHochreiter1991ThesisAdvisorSchmidhuber.pdf"
SOURCES = (
    f'<p class="u-note">Found by <a href="{THESIS}">Hochreiter (1991)</a> and by '
    '<a href="https://doi.org/10.1109/72.279181">Bengio, Simard &amp; Frasconi (1994)</a>. The bound, and clipping: '
    '<a href="https://arxiv.org/abs/1211.5063">Pascanu, Mikolov &amp; Bengio (2013)</a>. W_hh begun as the identity, '
    'with ReLU: <a href="https://arxiv.org/abs/1504.00941">Le, Jaitly &amp; Hinton (2015)</a>.</p>')

CLAIM = "A network multiplies by a matrix at every step back"


def section() -> None:
    """The claim and the network's settings, the curve with its sliders, and the formula behind it."""
    with words():
        header(CLAIM,
               "The dots are what W_hh does in the long run: patterns inside the circle shrink, those outside grow. A "
               "dot is an <b>eigenvalue</b>; the farthest one's distance from the middle is the <b>spectral "
               "radius</b>. The ticks below are what one multiplication does, direction by direction: the <b>singular "
               "values</b>.")
        choices()
        gate()
    with beside():
        picture()
        more_sliders()
    with fine_print():
        how_to_read()
        show_source(jacobian_norms)


@sections.section("how_to_read_the_curve")
def how_to_read() -> None:
    """How to read the curve and the spectrum, a link to this view, and the cell's product rule."""
    told, more = st.columns([5, 1], vertical_alignment="top")
    with told:
        note("The curve: how much a small change of the memory, so many steps back, still changes the last one, as the "
             "root mean square over all directions in which it can change (‖J‖_F / √S). Dashed: in the one "
             "direction that lasts longest (the spectral norm). The scale is absolute, and every mark on it is a "
             "hundred times the one below. Dotted: no curve can rise above this. It multiplies, step by step, the "
             "largest singular value of W_hh and the largest slope, as if every step met its worst direction. "
             + spectrum_explained())
    with more:
        link_to_this_view(controls.ALL)
    st.html(product_rule(value(controls.KIND)) + SOURCES)


@sections.section("gradient_curve", first=True, live=True)
def picture() -> None:
    """The curve and the spectrum, with the slider that moves them most."""
    live_slider(controls.RADIUS, places=controls.RADII, mark=1.0)
    now = untrained_gradient_now()
    said = verdict(now)
    curve, spectrum = st.columns([5, 3])
    with curve:
        live_chart(gradient_curve_figure(norms_shown(now), now.settings.steps, now.horizon), key="reach",
                   alt=f"Size of the gradient against steps back, on a log scale. {said}")
    with spectrum:
        st.html(spectrum_html(now.spectrum, spectrum_in_words(now), matrix_of(now.settings.kind)))
    st.html(f'<p class="u-verdict">{said}</p>')


@sections.section("more_sliders")
def more_sliders() -> None:
    """The sliders for inputs, width and steps: apart from the picture, so that it need not carry them along."""
    with widgets.row():
        live_slider(controls.SIGNAL)
        live_slider(controls.WIDTH, log=True)
        live_slider(controls.BACK)


@sections.section("network_choices")
def choices() -> None:
    """The widgets for cell, activation, draw of W_hh and seed."""
    record = CELLS[value(controls.KIND)]
    with widgets.row():
        widgets.choice(controls.KIND)
        widgets.choice(controls.SQUASH, disabled=len(record.activations) == 1)
    with widgets.row():
        widgets.choice(controls.START)
        widgets.number(controls.DRAWN)


@sections.section("gate_bias")
def gate() -> None:
    """The gate bias, for cells that have gates."""
    if CELLS[value(controls.KIND)].is_gated:
        live_slider(controls.GATE, key_suffix="_above")


def spectrum_explained() -> str:
    """How to read the eigenvalues and the singular values of the chosen cell."""
    told = ("A singular value beyond 1 may stretch a memory for a while, even where all eigenvalues lie inside the "
            "circle.")
    record = CELLS[value(controls.KIND)]
    if not record.is_gated:
        return told
    return told + (f" This cell has a W_hh for each gate. You see only that of the candidate, {record.candidate}"
                    "; the gates decide with it how far the curve reaches.")


def matrix_of(cell: str) -> str:
    """The matrix whose spectrum is shown: W_hh, or of a gated cell the block that proposes the new memory."""
    record = CELLS[cell]
    return f"W_hh (candidate {record.candidate})" if record.is_gated else "W_hh"


def verdict(found: UntrainedGradient) -> str:
    """The curve before clipping in one or two sentences, as HTML; the numbers are the curve's own."""
    norms, last = found.norms, int(found.norms.lags[-1])
    steps = f"{last} step{'' if last == 1 else 's'}"
    if norms.overflow is not None:
        return (f"The memory itself grew beyond any number at step {norms.overflow}. The picture shows the "
                f"{steps} before.")
    left = float(norms.norm[-1])
    if found.horizon is not None:
        rest = "nothing at all" if left == -math.inf else f"<b>{format_log10(left)}</b>"
        beyond = " That is below the frame, where the curve leaves it." if left < LOW else ""
        return (f"From <b>{found.horizon}</b> step{'' if found.horizon == 1 else 's'} back on, less than 1 % of the "
                f"gradient is left{longest_lived(found)}. After {steps}: {rest}.{beyond}")
    if left > 0.0:
        beyond = " That is above the frame, where the curve leaves it." if left > HIGH else ""
        return (f"The gradient grows: after {steps} it is <b>{format_log10(left)}</b> times as large as at the last "
                f"one.{beyond}")
    return f"After {steps}, <b>{format_log10(left)}</b> of the gradient is left: more than 1 %."


def longest_lived(found: UntrainedGradient) -> str:
    """From where less than 1 % is left in the direction that lasts longest; empty if that is the same."""
    horizon = found.longest_horizon
    if horizon == found.horizon:
        return ""
    return ", in its longest-lived direction " + (f"from {horizon} on" if horizon is not None else "more to the end")


def spectrum_in_words(found: UntrainedGradient) -> str:
    """How many eigenvalues lie inside the unit circle, and the largest singular value."""
    sizes = np.abs(found.spectrum.eigenvalues)
    return (f"{int((sizes < 1).sum())} of {len(sizes)} eigenvalues of {matrix_of(found.settings.kind)} lie inside the "
            f"unit circle; the largest singular value is {found.spectrum.norm:.2f}.")
