"""What a prediction rests on, and what attention does differently: a part of the gated cells page."""

import numpy as np
import streamlit as st

from explainer.models.shipped import shipped_models
from explainer.state import widgets
from explainer.state.address import value
from pages.gated_cells import controls
from pages.gated_cells.attribution_chart import rests_on
from pages.gated_cells.one_step import letter
from pages.gated_cells.state import Gated
from rnncore.diagnostics.attribution import Attribution, attribute

SAYS = {"taken_out": "+0.69 says: without this letter its probability would be half of what it is.",
        "gradient": "The slope at this place, followed all the way to no letter at all: an estimate."}
KINDS = {"taken_out": "occlusion", "gradient": "gradient_times_input"}


@st.cache_data(show_spinner=False, max_entries=64)
def _attribution(cell: str, text: str) -> Attribution:
    return attribute(shipped_models()[f"given_names-{cell}"], text)


def attribution(now: Gated) -> Attribution:
    """For the text as the picture reads it."""
    return _attribution(now.cell, now.reading.text[:now.passage.steps - 1])


def parts(found: Attribution, step: int, kind: str) -> np.ndarray:
    """Nats of every symbol read up to `step` (from 1)."""
    return getattr(found, KINDS[kind])[step - 1, :step]


def picture(now: Gated) -> None:
    """The letters so far, and what each adds to the next one."""
    widgets.segments(controls.LOOKS)
    found = attribution(now)
    target = now.model.vocabulary.sign(int(found.targets[now.step - 1]))
    probability = float(np.exp(found.log_probabilities[now.step - 1]))
    st.html(rests_on(now.letters[:now.step], parts(found, now.step, value(controls.LOOKS)), target, probability))


def caption(now: Gated) -> str:
    """What the picture says, in words."""
    what = "the end ∎" if int(attribution(now).targets[now.step - 1]) == 0 else "the letter on the right"
    return (f"After {letter(now, now.step)} at step {now.step}: how much each letter so far speaks for {what}, which "
            f"comes next in your text (upwards), or against it (downwards), in nats. {SAYS[value(controls.LOOKS)]}")
