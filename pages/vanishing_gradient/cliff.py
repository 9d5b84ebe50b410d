"""The cliff: the loss of one neuron over its weight and bias, and why clipping helps there."""

import math

import numpy as np
import streamlit as st

from explainer.components.live_slider.live_slider import live_slider
from explainer.components.standing import standing_chart
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.cliff_chart import BIASES, WEIGHTS, cliff_figure, ground, leaves
from rnncore.diagnostics.cliff import STEPS, Descent, descend, slope_at

CLAIM = "Where a gradient explodes, the loss has a cliff"
UPDATES = 200
ARRIVED = 0.01               # a loss below which a descent has arrived
STARTS = 21, 11              # weights times biases, evenly over the picture
THROWN, STOPS, SLIDES = "It is thrown far away", "It stops at the wall", "It slides along the wall into the valley"
PASCANU = ('After <a href="https://arxiv.org/abs/1211.5063">Pascanu, Mikolov &amp; Bengio (2013)</a>, figure 6; their '
           'neuron is a sigmoid, this one is the tanh of the first steps of this chapter.')


def section() -> None:
    """The claim, the loss with two descents, and the question what the one without a limit does."""
    with words():
        header(CLAIM,
               f"The neuron that reads itself, once more: now it has a weight and a bias, and after {STEPS} steps its "
               "memory should be 0.4. The stronger the colour, the larger the loss. Along one line it jumps. On either "
               "side the ground is nearly flat, <b>at the wall the gradient is enormous</b>, and one update throws the "
               "weights away. Clipping keeps the direction and shortens the step.")
        _start()
    with picture():
        _limit()
        _descents()
    with question():
        _ask()
    with fine_print():
        st.html(f'<p class="u-note">{PASCANU}</p>')
        show_source(slope_at, descend)


@sections.section("wall_start")
def _start() -> None:
    """Where both descents begin, and how large their steps are."""
    with widgets.row():
        widgets.number(controls.WALL_WEIGHT)
        widgets.number(controls.WALL_BIAS)
        widgets.number(controls.WALL_RATE)


@sections.section("wall_limit")
def _limit() -> None:
    live_slider(controls.WALL_LIMIT, log=True, alone=True)


@sections.section("wall")
def _descents() -> None:
    """The loss, both ways over it, how they ended, and how all starts of the picture fare."""
    free, clipped = one_descent(math.inf), one_descent(value(controls.WALL_LIMIT))
    weights, biases = ground()
    losses = slope_at(weights, biases[:, None]).loss
    said = f"{_ended('Without clipping', free)} {_ended('With it', clipped)}"
    standing_chart(cliff_figure(losses, clipped, free), key="cliff",
                   alt=f"The loss over weight and bias, with a wall across it, and two descents. {said}")
    st.html(f'<p class="u-verdict">{said} {_of_all_starts()}</p>')


def one_descent(limit: float) -> Descent:
    """From the visitor's start, with a limit."""
    return descend(float(value(controls.WALL_WEIGHT)), float(value(controls.WALL_BIAS)),
                   learning_rate=value(controls.WALL_RATE), limit=limit, updates=UPDATES)


@st.cache_data(max_entries=100, show_spinner=False)
def fates(learning_rate: float, limit: float) -> tuple[int, int]:
    """Of all starts: how many arrive, and how many are ever outside of the picture."""
    weights, biases = np.linspace(*WEIGHTS, STARTS[0]), np.linspace(*BIASES, STARTS[1])
    found = descend(weights, biases[:, None], learning_rate=learning_rate, limit=limit, updates=UPDATES)
    return int((found.losses[-1] < ARRIVED).sum()), int(leaves(found).sum())


def _of_all_starts() -> str:
    """How many starts arrive and how many are thrown out, with and without the limit."""
    rate, limit = value(controls.WALL_RATE), value(controls.WALL_LIMIT)
    (arrive, leave), (arrive_clipped, leave_clipped) = fates(rate, math.inf), fates(rate, limit)
    return (f"Of {STARTS[0] * STARTS[1]} starts all over the picture, {arrive} arrive without clipping and {leave} "
            f"leave the picture on the way; with a limit of {limit:g}, {arrive_clipped} and {leave_clipped}.")


def _ended(who: str, way: Descent) -> str:
    """One descent in a sentence."""
    longest = float(np.nanmax(way.norms))
    where = "out of the picture" if leaves(way) else "in the valley" if way.losses[-1] < ARRIVED else "on the way"
    return f"{who}, the longest gradient is {longest:,.3g}; after {UPDATES} updates it is {where}, {_loss(way)}."


def _loss(way: Descent) -> str:
    """The loss at the end, in words."""
    last = float(way.losses[-1])
    return "with a loss below 0.001" if last < 0.001 else f"with a loss of {last:.3f}"


@sections.section("wall_question")
def _ask() -> None:
    """What the descent without a limit does at the wall."""
    predict("cliff", "Follow the way without clipping from your start. What happens when it meets the wall?",
            [SLIDES, STOPS, THROWN], fate_of_the_free)


def fate_of_the_free() -> Answer:
    """What it does: from the visitor's start and rate."""
    way = one_descent(math.inf)
    moved = np.hypot(np.diff(way.weights), np.diff(way.biases))
    at, most = int(np.argmax(moved)), float(np.max(moved))
    right = THROWN if leaves(way) else SLIDES if way.losses[-1] < ARRIVED else STOPS
    return Answer(right, f"Its longest move is {most:,.3g}, at update {at + 1}, where the gradient has a length of "
                         f"{way.norms[at]:,.3g}. It ends {_loss(way)}.")
