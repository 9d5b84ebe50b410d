"""Truncated backprop through time: what networks learned whose gradient stops at a cut, and whose memory goes on."""

import streamlit as st

from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.models.shipped import baselines, shipped_corpus, truncation_rows
from explainer.shell.headings import header, note
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections
from explainer.state.address import value
from explainer.state.cells import CELLS
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.truncated_bptt_chart import Trained, cut_cards, cut_figure, found_in_words
from rnncore import network
from rnncore.training import equal_budget
from rnncore.training.truncated_bptt import TruncatedBPTT
from rnncore.training.truncation_sweep import STEPS, SYMBOLS

CLAIM = "Truncated backprop through time: the memory crosses the cut, the gradient stops there"
NO_MORE, MORE = "No more than counting pairs of letters", "Clearly more"
CLEARLY = 0.05               # nats per letter


def section() -> None:
    """The claim, the slider with the picture, and the question."""
    with words():
        header(CLAIM,
               "A text without end has no last step to go back from. So BPTT is <b>truncated</b>. The memory goes on "
               "from piece to piece; the gradient goes back to the cut and no further. What does a network learn that "
               "never sees further back? Drag the cut: each place is a network of its own, with nothing else changed.")
    with picture():
        cuts()
    with question():
        ask_about_one_step()
    with fine_print():
        how_they_were_trained()
        show_source(network.carried_loss_and_gradients, TruncatedBPTT)


@sections.section("truncated_bptt", live=True)
def cuts() -> None:
    """The slider, the horizons at every cut, and loss and horizon of each cell at the chosen one."""
    live_slider(controls.CUT, places=controls.CUTS, format="{} steps", one="1 step")
    found, cut = trained(), nearest(value(controls.CUT))
    live_chart(cut_figure(found, cut), key="cuts", alt=f"Memory horizon against the cut. {found_in_words(found, cut)}")
    st.html(cut_cards(found, cut))


def how_they_were_trained() -> None:
    """On what, with what budget, and what loss and horizon mean here."""
    seeds = len({row.seed for row in truncation_rows()})
    note(f"Given names joined by ∎, {STEPS:,} updates of about {SYMBOLS:,} letters, about {equal_budget.WEIGHTS:,} "
         f"weights, {'one seed' if seeds == 1 else f'the mean of {seeds} seeds'}. Loss: nats per letter on streams of "
         "held-out names: they ask for little from far back, so a longer cut hardly lowers it. Horizon: as in the "
         "step before; the memory crosses the cut, so it may reach further than the gradient ever went.")


def trained() -> list[Trained]:
    """What was measured at every cut, by cell: means over the seeds."""
    rows = truncation_rows()
    found = []
    for cell in CELLS:
        mine = [row for row in rows if row.cell == cell]
        for cut in sorted({row.cut for row in mine}):
            these = [row for row in mine if row.cut == cut]
            found.append(Trained(cell, cut, sum(row.test_loss for row in these) / len(these),
                                 sum(row.horizon for row in these) / len(these)))
    return found


def nearest(cut: float) -> int:
    """The measured cut that is nearest by ratio: an address may hold any number."""
    return min(controls.CUTS, key=lambda known: max(known / cut, cut / known))


@sections.section("cut_question")
def ask_about_one_step() -> None:
    """With a cut at every step: does the memory help at all?"""
    predict("truncated", "Cut after every single step: no error is ever carried from one letter to the one before. On "
                         "names it has not seen, what does such a network know?", [NO_MORE, MORE], one_step_answer)


def one_step_answer() -> Answer:
    """The losses of the networks with the shortest cut, beside counting pairs and a cut that no name is as long as."""
    pairs = baselines(shipped_corpus("given_names")).bigram
    short, long = ({one.cell: one.loss for one in trained() if one.cut == cut} for cut in (1, controls.CUT.default))
    right = MORE if pairs - max(short.values()) > CLEARLY else NO_MORE
    told = ", ".join(f"{CELLS[cell].label} {loss:.3f} (cut at {controls.CUT.default}: {long[cell]:.3f})"
                     for cell, loss in short.items())
    return Answer(right, f"Loss: {told}. Counting pairs has {pairs:.3f}. The memory crosses the cut, so older letters "
                         "are in it, mixed as the weights happen to mix them, and what is there can be used. What no "
                         "gradient teaches is to keep something for later. (Elman trained his networks so in 1990.)")
