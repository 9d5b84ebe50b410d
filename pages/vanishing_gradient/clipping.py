"""Clipping: what it does to an explosion, and what it cannot do for what has vanished."""

import numpy as np
import streamlit as st

from explainer.charts.log_scale import format_log10
from explainer.components.standing import standing_chart
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.models.waiting import made, or_said
from explainer.shell.headings import header
from explainer.shell.steps import fine_print, picture, words
from explainer.state import sections, widgets
from explainer.state.address import value
from explainer.training.kinds import clipping
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.clipping_chart import losses_figure, norms_figure, run_in_words
from pages.vanishing_gradient.state import reading_now
from rnncore.diagnostics.clipping import Comparison, shares
from rnncore.diagnostics.gradient_terms import gradient_terms
from rnncore.tasks.lag import CHANCE
from rnncore.training.optimisers import clip_by_global_norm

CLAIM = "Clipping tames an explosion, but cannot bring back what vanished"
LARGER, SAME, SMALLER = "A larger share", "The same share", "A smaller share"


def section() -> None:
    """The claim, and two runs that differ in one number."""
    with words():
        header(CLAIM,
               "A gradient that explodes throws the weights far away. <b>Clipping</b> shortens it to a limit and keeps "
               "its direction. Two plain networks, the same start, the same data: they must remember the first symbol. "
               "One is clipped.")
        settings_of_both()
    with picture():
        with_and_without()
    with fine_print():
        show_source(clip_by_global_norm)


def compared(seed: int, lag: int, limit: float, rate: float) -> Comparison:
    """A network trained on the lag task with its gradient clipped to `limit`, and without: about half a second.

    Raises RecipeError where that cannot be done.
    """
    return made(clipping.recipe_of(seed, lag, limit, rate), clipping.comparison_of,
                "Training twice, with and without clipping")


@sections.section("clipping")
@or_said()
def with_and_without() -> None:
    """The limit, gradient norms and losses of both runs, and their ends in words."""
    widgets.number(controls.LIMIT)
    found = compared(value(controls.TRIAL), value(controls.LAG), value(controls.LIMIT), value(controls.PACE))
    norms, losses = st.columns(2)
    with norms:
        standing_chart(norms_figure(found), key="norms",
                       alt=f"Length of the gradient along training. {_runs_in_words(found)}")
    with losses:
        standing_chart(losses_figure(found, -np.log(CHANCE)), key="clip_losses",
                       alt=f"Loss along training. {_runs_in_words(found)}")
    st.html(f'<p class="u-verdict">{_runs_in_words(found)}</p>')


@sections.section("clipping_settings")
def settings_of_both() -> None:
    """What both runs share: learning rate, lag and seed."""
    with widgets.row():
        widgets.number(controls.PACE)
        widgets.number(controls.LAG)
        widgets.number(controls.TRIAL)


def _runs_in_words(found: Comparison) -> str:
    """How each of the two runs ended."""
    return (f"Without clipping: {run_in_words(found.free)}. With a limit of {found.clip_norm:g}: "
            f"{run_in_words(found.clipped)}.")


@sections.section("clipping_question")
def ask_about_the_past() -> None:
    """What does clipping do to the share of the first third of the steps?"""
    now = reading_now("vanilla")
    if now.steps < 3:
        st.caption("Give the network that reads a text three letters or more, and there is a question to answer here.")
        return
    predict("rescue", f"The trained plain network reads “{now.reading.text}”. You clip its gradient to half "
                      "its length. What share of it comes from the first third of the steps then?",
            [LARGER, SAME, SMALLER], past_answer)


def past_answer() -> Answer:
    """The share of dL/dW_hh that comes from the first third of the steps, before clipping to half and after."""
    now = reading_now("vanilla")
    terms = gradient_terms(now.model, now.batch)
    length = shares(terms, np.inf).norm
    if not length:
        return Answer(SAME, "There is no gradient to clip here.")
    found = shares(terms, length / 2)
    third = len(found.lags) // 3
    before, after = float(found.share_before[:third].sum()), float(found.share_after[:third].sum())
    right = SAME if abs(after - before) < 1e-9 else LARGER if after > before else SMALLER
    return Answer(right, f"{_share(before)} before, {_share(after)} after. Clipping multiplied every part "
                         f"by {format_log10(float(np.log10(found.factor)))}, near and far alike. What has vanished "
                         "stays so.")


def _share(part: float) -> str:
    """`12.34 %`."""
    return f"{100 * part:.2f} %"
