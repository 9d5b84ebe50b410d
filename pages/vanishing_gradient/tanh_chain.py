"""tanh applied again and again: the curve, its slope, and the product behind the slope."""

import numpy as np
import streamlit as st

from explainer.charts.labels import minus
from explainer.charts.log_scale import format_log10
from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.tanh_chain_chart import chain_figure, factor_columns
from rnncore.diagnostics.tanh_chain import tanh_chain

GRID = np.linspace(controls.POINT.low, controls.POINT.high, 241)
HALF, TENTH, LESS = "More than a half", "Between a tenth and a half", "Less than a tenth"


def section() -> None:
    """The claim, the curve and its slope as a product, and the question about a point beside zero."""
    header("Multiply often enough, and nothing is left",
           "Start with one number and one function: tanh of tanh of tanh. The slope of the whole is the product of "
           "the slopes on the way, and no slope of tanh is above 1. Below each bar: the product so far.")
    repeated_tanh()
    ask_about_the_middle()
    show_source(tanh_chain)


@sections.section("tanh_chain")
def repeated_tanh() -> None:
    """The curve, its slope at one point as a product, and the two sliders that move them."""
    with widgets.row():
        live_slider(controls.TIMES, format="{} times", one="once")
        live_slider(controls.POINT)
    n, x = value(controls.TIMES), value(controls.POINT)
    curve, here = tanh_chain(GRID, n), tanh_chain(x, n)
    slope = float(here.slopes[-1])
    live_chart(
        chain_figure(GRID, curve.values[-1], curve.slopes[-1], (x, float(here.values[-1]), slope)), key="chain",
        alt=f"tanh applied {'once' if n == 1 else f'{n} times'}, and its slope. "
            f"At x = {minus(x)} the slope is {format_log10(float(here.log10_slopes[-1]))}.")
    st.html(factor_columns(here.factors, float(here.log10_slopes[-1])))


@sections.section("chain_question")
def ask_about_the_middle() -> None:
    """At zero every slope is 1. What is the slope of the whole at x = 0.5?"""
    n = value(controls.TIMES)
    asked = "one" if n == 1 else f"{n} in a row"
    predict("chain", "At x = 0 the slope of tanh is exactly 1, and as many as you like in a row keep it at 1. Now x = "
                     f"0.5. What is the slope of {asked}?", [HALF, TENTH, LESS], lambda: middle_answer(n))


def middle_answer(n: int) -> Answer:
    """The slope of `n` tanh in a row at x = 0.5, and the range it falls into."""
    slope = float(tanh_chain(0.5, n).slopes[-1])
    right = HALF if slope > 0.5 else TENTH if slope >= 0.1 else LESS
    return Answer(right, f"It is {format_log10(float(np.log10(slope)))}. Every factor is below 1, "
                         f"and there {'is one' if n == 1 else f'are {n}'}.")
