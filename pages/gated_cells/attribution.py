"""What a prediction rests on, letter by letter, and what attention does differently."""

from contextlib import nullcontext

import numpy as np
import streamlit as st

from explainer.learning.prediction import Answer, predict, until_answered
from explainer.learning.source_code import show_source
from explainer.models.shipped import shipped_models
from explainer.shell.headings import header, note
from explainer.shell.markdown import as_text
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.gated_cells import controls
from pages.gated_cells.attribution_chart import attribution_columns
from pages.gated_cells.cell_and_text import cell_here, text_here
from pages.gated_cells.state import LIST, State, state
from pages.gated_cells.step_slider import step_slider
from rnncore.diagnostics.attribution import Attribution, attribute

FEWEST = 3               # signs read: with fewer there is nothing to guess
LAST, EARLIER = "The letter just read", "An earlier one"
METHODS = {"taken_out": "replaced", "gradient": "gradient_times_change"}
CAPTIONS = {"taken_out": "+0.69 says: with another letter there, drawn as the network would have, half as likely.",
            "gradient": "The slope at this place, followed to the letters the network would have drawn: an estimate."}


CLAIM = "What came after: looking back instead of carrying along"


def section() -> None:
    """The letters so far with what each adds to the next one, not drawn until the question about it is answered."""
    with words():
        header(CLAIM,
               "This network has no attention; what its answer rests on is measured from outside. Everything had to "
               "pass through the memory, and the gates had to decide what to keep <b>before</b> anybody knew what "
               "would be asked. <b>Attention</b> keeps every step's vector and decides at the moment of asking.")
        cell_here()
        text_here()
    with question():
        _ask_what_it_rests_on()
    with picture():
        _letters_and_columns()
    with fine_print():
        st.markdown(
            "**Attention** ([Bahdanau, Cho & Bengio 2015](https://arxiv.org/abs/1409.0473)) compares a query with all "
            "steps' vectors, turns the matches into weights that add up to 1, and takes the weighted sum. Gates make "
            "such a sum too, but their weights are products along the way; an attention weight is computed directly, "
            "so within the window step 1 is as near as step 1,000, for the answer and for the gradient. The "
            "transformer ([Vaswani et al. 2017](https://arxiv.org/abs/1706.03762)) does without the loop altogether "
            "and trains on all steps at once. The price: it must keep all steps, and each new one costs more than the "
            "last. A gated cell pays the same for every step and keeps a memory of one size; it always did. What "
            "brought recurrence back is one that is **linear in its state**, with gates that see the input alone: a "
            "scan then trains it on all steps at once ([Martin & Cundy 2018](https://arxiv.org/abs/1709.04057); "
            "[Katharopoulos et al. 2020](https://arxiv.org/abs/2006.16236); "
            "[Gu & Dao 2023](https://arxiv.org/abs/2312.00752)).")
        show_source(attribute)


@sections.section("rests_question")
def _ask_what_it_rests_on() -> None:
    now = state()
    if now.step >= FEWEST:
        predict("rests", f"The network has read {now.step} signs, up to {now.letter(now.step)}. Which one does its "
                         "next prediction rest on most?", [LAST, EARLIER], lambda: _rests_on_most(now))


@sections.section("attribution")
def _letters_and_columns() -> None:
    """The step, and the letters with what they add."""
    now = state()
    step_slider(now, "_rests", "in the prediction")
    widgets.segments(controls.LOOKS)
    with until_answered("rests") if now.step >= FEWEST else nullcontext():
        _columns(now)


def _columns(now: State) -> None:
    """A column per letter, and what it says in words."""
    method = value(controls.LOOKS)
    found = _attribution(now)
    target = int(found.targets[now.step - 1])
    probability = float(np.exp(found.log_probabilities[now.step - 1]))
    nats = _nats(found, now.step, method)
    st.html(attribution_columns(now.letters[:now.step], nats, now.model.vocabulary.sign(target), probability))
    what = "the end ∎" if target == 0 else "the letter on the right"
    note(f"After {now.letter(now.step)} at step {now.step}: how much each letter so far speaks for {what}, which "
         f"comes next in your text (upwards), or against it (downwards), in nats. {CAPTIONS[method]}")


def _attribution(now: State) -> Attribution:
    """Of every prediction along the text as the picture reads it."""
    return _attributed(now.cell, now.reading.text[:now.passage.steps - 1])


@st.cache_data(show_spinner=False, max_entries=64)
def _attributed(cell: str, text: str) -> Attribution:
    return attribute(shipped_models()[f"{LIST}-{cell}"], text)


def _nats(found: Attribution, step: int, method: str) -> np.ndarray:
    """What every symbol read up to `step` (from 1) adds to the next one's log-probability, in nats: [step]."""
    return getattr(found, METHODS[method])[step - 1, :step]


def _rests_on_most(now: State) -> Answer:
    """Replace each letter and compare."""
    nats = _nats(_attribution(now), now.step, "taken_out")
    most = int(np.argmax(np.abs(nats)))
    right = LAST if most == now.step - 1 else EARLIER
    return Answer(right, f"With another letter for {as_text(now.letter(most + 1))} at step {most + 1}, drawn as the "
                         f"network would have, ln p of what comes next changes by {abs(nats[most]):.2f} nats, more "
                         "than for any other.")
