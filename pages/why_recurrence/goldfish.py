"""A goldfish reads a review: the same network with its memory kept and with it wiped at every word."""

import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.learning.share import link_to_this_view
from explainer.learning.source_code import show_source
from explainer.models import shipped
from explainer.models.reading import listed
from explainer.shell.headings import note
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import value
from pages.why_recurrence import controls
from pages.why_recurrence.goldfish_chart import goldfish_columns
from rnncore import Model
from rnncore.data.words import form
from rnncore.tasks.sentences import answers

MOST_WORDS = 40
REVIEWS = {
    "the music was wonderful but the story was not good": "wonderful … but not good",
    "not bad": "not bad",
    "I thought the film would be boring but I loved it": "boring … but loved",
    "the plot was weak and the ending was awful": "no turn",
}


def goldfish_section() -> None:
    """The picture, the text it reads, and what the picture says."""
    text, left_out = _read()
    if left_out:
        st.warning(f"Your review is too long for the picture, which shows the first {MOST_WORDS} words: type a shorter "
                   "one to see it whole.", icon=":material/keyboard:")
    if text:
        _picture(text)
    typed, more = st.columns([5, 1], vertical_alignment="bottom")
    with typed:
        widgets.free_text(controls.SENTENCE, _own_words, placeholder=controls.SENTENCE.default)
    with more:
        link_to_this_view(controls.ALL)
    st.pills("Try", list(REVIEWS), format_func=REVIEWS.get, key="fish_try", on_change=_take,
             label_visibility="collapsed")
    if not text:
        st.warning("There is no word to read yet: type a review, or choose one above.", icon=":material/keyboard:")


def ask_about_order() -> None:
    """What is lost with the memory: order."""
    predict("fish_order", "Reverse the sentence. For how many of its words does the wiped network's percentage change?",
            ["For none", "For some", "For all"], _turned_around)
    show_source(answers)


def _net() -> Model:
    return shipped.sentence_models()["sentiment"]


def _read() -> tuple[str, int]:
    """As much of the visitor's text as is shown, and how many words are not."""
    words = _net().vocabulary.read(value(controls.SENTENCE)).words
    return " ".join(words[:MOST_WORDS]), max(0, len(words) - MOST_WORDS)


def _picture(text: str) -> None:
    net = _net()
    kept, wiped = answers(net, text), answers(net, text, wipe=True)
    unknown = [form(word) in {form(lost) for lost in kept.unknown} for word in kept.words]
    st.html(goldfish_columns(kept.words, kept.shares, wiped.shares, unknown))
    last, alone = float(kept.shares[-1]), float(wiped.shares[-1])
    st.markdown("How much does the review like it, from 0 % to 100 %? After the last word, with memory: "
                f"**{last:.0%}**. The same network with its memory wiped at every word: **{alone:.0%}**, for all it "
                f"knows is “{as_text(kept.words[-1])}”.")
    if kept.unknown:
        told = listed([as_text(word) for word in kept.unknown])
        st.caption(f"Words it has never seen: {told}. Each is read as “unknown” and has a dashed border.")
    note("Nothing else differs: the same weights, the same words. Only the hidden state is set back before each word, "
         "to what it is at the beginning of a text.")


def _turned_around() -> Answer:
    net = _net()
    words = net.vocabulary.read(_read()[0] or controls.SENTENCE.default).words
    there, back = (answers(net, " ".join(order), wipe=True).shares for order in (words, words[::-1]))
    kept, turned = (answers(net, " ".join(order)).shares for order in (words, words[::-1]))
    changed = int((abs(there - back[::-1]) > 1e-6).sum())
    moved = abs(kept - turned[::-1])
    right = "For none" if changed == 0 else "For all" if changed == len(words) else "For some"
    return Answer(right, f"It is {changed} of {len(words)}: without memory a word means the same wherever it stands. "
                         f"With memory {int((moved > 1e-6).sum())} of {len(words)} change, by up to "
                         f"{100 * moved.max():.0f} points. The verdict on the whole was {kept[-1]:.0%} and is "
                         f"{turned[-1]:.0%} then.")


def _take() -> None:
    if st.session_state["fish_try"]:
        st.session_state[controls.SENTENCE.key] = st.session_state["fish_try"]


def _own_words() -> None:
    st.session_state["fish_try"] = None
