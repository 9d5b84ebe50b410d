"""The memory horizon: one number per network, before training and along it."""

import streamlit as st

from explainer.components.standing import standing_chart
from explainer.learning.prediction import Answer, answered, predict, until_answered
from explainer.learning.source_code import show_source
from explainer.models.shipped import DATA, measured_horizons, shipped_corpus
from explainer.shell.headings import header, note
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections
from explainer.state.cells import count_in_words, labels, shipped_cells
from pages.vanishing_gradient.memory_horizon_chart import horizon_cards, horizon_figure, horizon_in_words
from rnncore.diagnostics.activation_slope import mean_activation_slope
from rnncore.diagnostics.horizon import Along, memory_horizon, streams_of_test_names
from rnncore.files.checkpoint import load_history
from rnncore.training import equal_budget
from rnncore.training.truncation_sweep import SHIPPED_CUT

CLAIM = "One number: how far a memory reaches"
LONGER, SAME, SHORTER = "Longer", "About the same", "Shorter"
CLOSE = 0.15                 # up to this relative change two horizons are about the same


def section() -> None:
    """The claim, the question what training does to the number, and three networks' numbers."""
    with words():
        header(CLAIM,
               "The <b>memory horizon</b> is the number of steps after which less than 1 % of the gradient is left. "
               f"{count_in_words(shipped_cells()).capitalize()} networks learned the same names, joined by ∎ to a text "
               "without end, so that their memory is never emptied. Their horizons were measured along the way.")
    with question():
        ask_about_training()
    with picture():
        horizons()
    with fine_print():
        how_they_were_measured()
        show_source(memory_horizon)


@sections.section("memory_horizon")
def horizons() -> None:
    """The three numbers and how they came about: covered until somebody has guessed, for they give the answer away."""
    with until_answered("horizon"):
        _cards_and_chart()


def _cards_and_chart() -> None:
    along, names = measured_horizons(), labels(shipped_cells())
    st.html(horizon_cards(along, names))
    ends = ", ".join(f"{names[cell]} {horizon_in_words(run.horizons[0])} before and "
                     f"{horizon_in_words(run.horizons[-1])} after training" for cell, run in along.items())
    standing_chart(horizon_figure(along, names), key="horizon",
                   alt=f"Memory horizon along training: {ends if answered('horizon') else 'drawn once you guess'}.")


def how_they_were_measured() -> None:
    """On which texts, how far back, and what that holds for."""
    along, names = measured_horizons(), labels(shipped_cells())
    first = next(iter(along.values())).horizons[0]
    texts, limit = len(first.per_text), first.limit
    note(f"The median over {texts} streams of held-out names, of the whole state (for the LSTM h and c), measured back "
         f"to {limit} steps. Loss: nats per letter on streams of those names. All {count_in_words(names)} have about "
         f"{equal_budget.WEIGHTS:,} weights and learned with the same seed, by backprop through time cut every "
         f"{SHIPPED_CUT} steps. It holds for this start, this optimiser and this budget: other settings give other "
         "numbers.")


@sections.section("horizon_question")
def ask_about_training() -> None:
    """What does training do to the plain network's horizon?"""
    run = measured_horizons()["vanilla"]
    predict("horizon", f"Before training, the plain network's horizon is {horizon_in_words(run.horizons[0])} steps. "
                       f"What is it after {run.steps[-1]:,} training steps?", [LONGER, SAME, SHORTER],
            lambda: training_answer(run))


def training_answer(run: Along) -> Answer:
    """The horizon at the first checkpoint of a run and at the last, and the mean slope of tanh at both."""
    before, after = run.horizons[0].median, run.horizons[-1].median
    right = SAME if abs(after / before - 1) <= CLOSE else LONGER if after > before else SHORTER
    early, late = slopes_before_and_after()
    return Answer(right, f"{horizon_in_words(run.horizons[0])} before, {horizon_in_words(run.horizons[-1])} after. "
                         f"The mean slope of tanh over the same texts went from {early:.2f} to {late:.2f}: where "
                         "tanh is flat, a gradient shrinks. That fits, but it is one run with one seed, and no "
                         "proof of the cause. A name is over after a few letters: nothing asked it to remember longer.")


@st.cache_resource(show_spinner=False)
def slopes_before_and_after() -> tuple[float, float]:
    """The mean of tanh's slope 1 − h² over neurons, steps and texts: at the first checkpoint and at the last."""
    _, models = load_history(DATA / "streams" / "history-vanilla.npz")
    streams = streams_of_test_names(shipped_corpus("given_names"))
    return mean_activation_slope(models[0], streams), mean_activation_slope(models[-1], streams)
