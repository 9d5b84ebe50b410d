"""tanh applied again and again: the curve, its slope, and the product behind the slope."""

import numpy as np
import streamlit as st

from explainer.charts.labels import minus
from explainer.charts.log_scale import format_log10
from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header, prose
from explainer.shell.steps import fine_print, is_alone, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.tanh_chain_chart import MOST_TIMES, chain_figure, factor_columns, law_figure
from rnncore.diagnostics.tanh_chain import tanh_chain

Array = np.ndarray

LAWS = "At weight 1 the slope falls slowly, at any other exponentially"
GRID = np.linspace(controls.POINT.low, controls.POINT.high, 241)
HALF, TENTH, LESS = "More than a half", "Between a tenth and a half", "Less than a tenth"


def section() -> None:
    """The curve and its slope as a product, and the question about a point beside zero."""
    with words():
        prose("One neuron reads itself through a weight w: tanh of w times tanh of w times … The slope of the whole is "
              "the product of all slopes, and no slope of tanh is above 1. <b>Multiply often enough, and nothing is "
              "left</b>: the vanishing gradient. Below each bar: the product so far.")
    with picture():
        repeated_tanh()
    with question():
        ask_about_the_middle()
    with fine_print():
        show_source(tanh_chain)


def laws_section() -> None:
    """How fast the slope falls with the number of tanh, for a weight that one can move."""
    with words():
        header(LAWS,
               "The same product again, now against how many slopes are multiplied. With weight 1 the memory comes "
               "ever nearer to 0, where tanh is straight. Move w away from 1, and every step takes its share.")
    with picture():
        laws()


@sections.section("tanh_chain")
def repeated_tanh() -> None:
    """The curve, its slope at one point as a product, and the sliders that move them."""
    with widgets.row():
        live_slider(controls.TIMES, format="{} times", one="once")
        live_slider(controls.POINT)
        live_slider(controls.CHAIN_WEIGHT, mark=1.0)
    n, x, w = value(controls.TIMES), value(controls.POINT), float(value(controls.CHAIN_WEIGHT))
    curve, here = tanh_chain(GRID, n, weight=w), tanh_chain(x, n, weight=w)
    slope = float(here.slopes[-1])
    live_chart(
        chain_figure(GRID, curve.values[-1], curve.slopes[-1], (x, float(here.values[-1]), slope)), key="chain",
        alt=f"tanh applied {'once' if n == 1 else f'{n} times'} with weight {w:g}, and its slope. "
            f"At x = {minus(x)} the slope is {format_log10(float(here.log10_slopes[-1]))}.")
    st.html(factor_columns(here.factors, float(here.log10_slopes[-1])))


@sections.section("chain_laws", live=True)
def laws() -> None:
    """How the slope falls with the number of tanh at the chosen weight, and at weight 1; with the sliders of the step
    before, where that is not on the page."""
    if is_alone():
        with widgets.row():
            live_slider(controls.CHAIN_WEIGHT, mark=1.0)
            live_slider(controls.POINT)
    x, w = value(controls.POINT), float(value(controls.CHAIN_WEIGHT))
    own, plain = (tanh_chain(x, MOST_TIMES, weight=weight).log10_slopes for weight in (w, 1.0))
    said = law_in_words(own, plain, x, w)
    live_chart(law_figure(own, plain, w), key="chain_law", alt=f"The slope against the number of tanh. {said}")
    st.html(f'<p class="u-note">{said}</p>')


def law_in_words(own: Array, plain: Array, x: float, w: float) -> str:
    """By what the slope shrinks from `MOST_TIMES` / 10 to `MOST_TIMES` tanh, for w and for weight 1, as HTML."""
    few = MOST_TIMES // 10
    one, other = (format_log10(float(log10[few] - log10[-1])) for log10 in (plain, own))
    at = f"At x = {minus(x)}, from {few} to {MOST_TIMES:,} times"
    if x == 0:
        return "At x = 0 no tanh bends anything: the slope is wⁿ, and exactly 1 for w = 1. Move x away from 0."
    law = (f"{at}, the slope with w = 1 shrinks {one}-fold: a power law, n<sup>−1.5</sup>, for every step the memory "
           "comes nearer to 0, where tanh is straight.")
    if w == 1:
        return law + " It is the only weight that does so: move w, and the fall is exponential."
    return law + f" With w = {w:g} it shrinks {other}-fold: exponentially, as the gradient does in a recurrent network."


@sections.section("chain_question")
def ask_about_the_middle() -> None:
    """At zero every slope is 1. What is the slope of the whole at x = 0.5?"""
    n = value(controls.TIMES)
    asked = "one" if n == 1 else f"{n} in a row"
    predict("chain", "With weight 1 the slope at x = 0 is exactly 1, and as many tanh as you like keep it. Now "
                     f"x = 0.5. What is the slope of {asked}?", [HALF, TENTH, LESS], lambda: middle_answer(n))


def middle_answer(n: int) -> Answer:
    """The slope of `n` tanh in a row at x = 0.5, and the range it falls into."""
    slope = float(tanh_chain(0.5, n).slopes[-1])
    right = HALF if slope > 0.5 else TENTH if slope >= 0.1 else LESS
    return Answer(right, f"It is {format_log10(float(np.log10(slope)))}. Every factor is below 1, "
                         f"and there {'is one' if n == 1 else f'are {n}'}.")
