"""The memory horizon: one number per network, before training and along it."""

import numpy as np
import streamlit as st

from explainer.learning.prediction import Answer, answered, predict
from explainer.models import shipped
from explainer.models.shipped import measured_horizons
from explainer.shell.headings import note
from explainer.state.choices import CELLS
from pages.vanishing_gradient.memory_horizon_chart import horizon_cards, horizon_figure, told
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.horizon import Along, streams_of_test_names
from rnncore.files.checkpoint import load_history

LONGER, SAME, SHORTER = "Longer", "About the same", "Shorter"
CLOSE = 0.15


def memory_horizon() -> None:
    """The three numbers, and how they came about: folded, for they give the answer away."""
    with st.expander("The three horizons, before and after", icon=":material/show_chart:",
                     expanded=answered("horizon")):
        _three_horizons()


def _three_horizons() -> None:
    along = measured_horizons()
    st.html(horizon_cards(along, CELLS))
    ends = ", ".join(f"{CELLS[cell]} {told(run.horizons[0])} before and {told(run.horizons[-1])} after training"
                     for cell, run in along.items())
    st.plotly_chart(horizon_figure(along, CELLS), width="stretch", key="horizon", config={"displayModeBar": False},
                    alt=f"Memory horizon along training: {ends}.")
    texts, limit = len(along["vanilla"].horizons[0].per_text), along["vanilla"].horizons[0].limit
    note(f"The median over {texts} streams of held-out names, of the whole state (for the LSTM h and c), measured back "
         f"to {limit} steps. All three learned the same names, with the same seed. It holds for this start, this "
         "optimiser and this budget: other settings give other numbers.")


def ask_about_training() -> None:
    """What does training do to the plain network's horizon?"""
    run = measured_horizons()["vanilla"]
    predict("horizon", f"Before training, the vanilla network's horizon is {told(run.horizons[0])} steps. What is it "
                       f"after {run.steps[-1]:,} training steps?", [LONGER, SAME, SHORTER],
            lambda: training_answer(run))


def training_answer(run: Along) -> Answer:
    """Compare the first checkpoint with the last."""
    before, after = run.horizons[0].median, run.horizons[-1].median
    right = SAME if abs(after / before - 1) <= CLOSE else LONGER if after > before else SHORTER
    early, late = slopes_before_and_after()
    return Answer(right, f"{told(run.horizons[0])} before, {told(run.horizons[-1])} after. The mean slope of tanh over "
                         f"the same texts went from {early:.2f} to {late:.2f}: where tanh is flat, "
                         "a gradient shrinks. That fits, but it is one run with one seed, and no proof of the cause. "
                         "A name is over after a few letters: nothing asked it to remember longer.")


@st.cache_resource(show_spinner=False)
def slopes_before_and_after() -> tuple[float, float]:
    """The mean of tanh's slope 1 − h² over neurons, steps and texts: at the first checkpoint and at the last."""
    _, models = load_history(shipped.DATA / "models" / "history-given_names-vanilla.npz")
    streams = streams_of_test_names(shipped.shipped_corpus("given_names"))
    early, late = (float(np.mean([1 - float64_trace(model, text).trace.h ** 2 for text in streams]))
                   for model in (models[0], models[-1]))
    return early, late
