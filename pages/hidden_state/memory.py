"""The picture first: the memory as one column of numbers per letter, over the text and over training."""

import numpy as np
import streamlit as st

from explainer.components.graph.graph import FROM_BROWSER, signature_graph
from explainer.learning.prediction import Answer, predict
from explainer.learning.share import link_to_this_view
from explainer.learning.source_code import show_source
from explainer.models.recipe_links import what_a_link_cannot_carry
from explainer.models.shelf import SHIPPED
from explainer.shell.headings import note, prose
from explainer.shell.markdown import as_text
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import registry, sections, widgets
from explainer.state.address import set_value, value
from explainer.state.cells import CELLS
from pages.hidden_state import controls, state_cache
from pages.hidden_state.state import CHANNEL, Network, NetworkAndText, network_and_text
from rnncore import sequence
from rnncore.diagnostics import states
from rnncore.sampling import trace_of

PICTURE = "memory_picture"
THIRDS = ("One in the first third", "One in the middle third", "One in the last third")
LEVEL = 0.05              # closer than this share to the largest: no clear winner


def section() -> None:
    """The picture, and the question which letter changes it most."""
    with picture():
        _picture()
    with words():
        prose("Each column <i>is</i> the hidden state after one letter: all that the network has kept.")
        _in_words()
    with question():
        _ask_what_moves_it()
    with fine_print():
        _blocks()
        show_source(sequence.unroll, states.neuron_order)


@sections.section("memory", first=True)
def _picture() -> None:
    """Neurons against time, with the letters below and the predictions above; training as a second time."""
    shown = network_and_text()
    signature_graph(shown.picture(), key=PICTURE, view=value(controls.SHOWN_AS), step=shown.step,
                    views=("unrolled", "memory"), report=True, frames=shown.frames(), frame=shown.frame,
                    channel=CHANNEL, then=sections.callback(take_selection))


@sections.section("memory_in_words")
def _in_words() -> None:
    """How to read it, the order of its rows, and a link."""
    shown = network_and_text()
    note(in_words(shown.network))
    order, more = st.columns([3, 2], vertical_alignment="bottom")
    with order:
        widgets.segments(controls.ORDER)
    with more:
        link_to_this_view(registry.PAGES["hidden-state"], _link_note(shown.network))


def in_words(shown: Network) -> str:
    """How to read the picture, in sentences that fit this network and its training."""
    units, has_cell_state = shown.model.config.hidden_size, CELLS[shown.model.cell].has_cell_state
    order = (f"Rows that move together over {state_cache.ORDER_NAMES:,} names stand side by side."
             if value(controls.ORDER) == "alike" else "Rows stand as the neurons are numbered.")
    training = ("The second slider goes back to the random start of its training; the nats beside it are its mean "
                "surprise per letter." if len(shown.checkpoints) > 1 else
                "Of its training nothing was kept, so there is one slider.")
    sees = ("from h alone. What c holds can only speak through h, now or in a later step."
            if has_cell_state else "from nothing but this column.")
    return (f"It has {units} numbers, violet below zero, red above"
            + (", and below them as many of its cell state c (the belt)" if has_cell_state else "")
            + f". Above it, what the network expects next, {sees} {order} {training}")


@sections.section("memory_blocks")
def _blocks() -> None:
    """How wide a gated cell's matrices are; nothing for a plain cell."""
    model = network_and_text().network.model
    if (count := model.cell_module.GATE_COUNT) > 1:
        record = CELLS[model.cell]
        note(f"The cell is {record.article} {record.label}: each of its matrices holds {count} blocks side by side, "
             "which the page Gated cells takes apart.")


def _link_note(shown: Network) -> str | None:
    """What somebody who opens the link gets of a network that is not shipped; None for one that is."""
    if shown.entry.origin == SHIPPED:
        return None
    return (what_a_link_cannot_carry(shown.entry) or
            "This network was trained here: whoever opens the link trains it again, from its recipe.")


@sections.section("memory_question")
def _ask_what_moves_it() -> None:
    shown = network_and_text()
    if shown.steps >= 4:
        predict("moved", "Which letter of the text changes the memory most?", list(THIRDS), lambda: most_moved(shown))


def take_selection() -> None:
    """Put the step, checkpoint and view chosen in the picture into the controls: for its callback."""
    news = FROM_BROWSER.news(PICTURE)
    step, frame = news.get("step"), news.get("frame")
    if step is not None and 1 <= step <= controls.AT.high:
        set_value(controls.AT, step if step < network_and_text().steps else 0)
    if "frame" in news and (frame is None or 0 <= frame < controls.CHECKPOINT.high):
        set_value(controls.CHECKPOINT, 0 if frame is None else frame + 1)
    if news.get("view") in controls.SHOWN_AS.options:
        set_value(controls.SHOWN_AS, news["view"])


def most_moved(shown: NetworkAndText) -> Answer:
    """The third of the text whose letter moved h furthest, and all distances; ties within `LEVEL` count."""
    h = trace_of(shown.network.model, shown.reading.inputs).h[:, 0]
    moved = np.linalg.norm(np.diff(h, axis=0), axis=1)             # ∎ left out: it only begins
    signs, many = shown.signs[1:], len(moved)
    best, *level = (int(i) for i in np.argsort(-moved, kind="stable") if moved[i] >= (1 - LEVEL) * moved.max())
    thirds = [THIRDS[3 * (2 * i + 1) // (2 * many)] for i in (best, *level)]      # by the middle of each letter
    named = [f"{as_text(signs[i])}, letter {i + 1} of {many}" for i in (best, *level)]
    told = as_text(", ".join(f"{sign} {size:.2f}" for sign, size in zip(signs, moved, strict=True)))
    most = (f"It is {named[0]}." if not level else
            f"It is {named[0]}, but {'; '.join(named[1:])}, {'is' if len(level) == 1 else 'are'} as good as level.")
    return Answer(thirds[0], f"{most} How far the memory moved with each letter: {told}. Every letter rewrites a part "
                             "of it, and the column never gets longer.",
                  tuple(dict.fromkeys(third for third in thirds if third != thirds[0])))
