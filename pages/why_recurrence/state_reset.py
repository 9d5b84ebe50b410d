"""A review read twice by one network: with its memory kept, and with its hidden state reset at every word."""

import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.learning.share import link_to_this_view
from explainer.learning.source_code import show_source
from explainer.shell.headings import note
from explainer.shell.markdown import as_text
from explainer.shell.steps import fine_print, picture, question
from explainer.state import sections, widgets
from explainer.state.address import set_value
from pages.why_recurrence import controls
from pages.why_recurrence.state import MOST_WORDS, Review, review, review_network
from pages.why_recurrence.state_reset_chart import score_columns
from rnncore.data.letters import listed
from rnncore.data.words import form
from rnncore.tasks.sentences import answers

REVIEWS = {
    "the story was not good but the music was wonderful": "not good … but wonderful",
    "the story was good but the music was not wonderful": "good … but not wonderful",
    "not bad": "not bad",
    "I thought the film would be boring but I loved it": "boring … but loved",
    "the plot was weak and the ending was awful": "no turn",
}
TRY = "fish_try"         # the key of the reviews on offer
MOVED = "the story was good but the music was not wonderful", "the story was not good but the music was wonderful"
ALIKE = 0.005            # verdicts that differ by less are the same percentage
BOTH, KEPT, WIPED, NEITHER = "Both", "The one with memory", "The wiped one", "Neither"


def section() -> None:
    """The score after every word, the review it is of, and the question about word order."""
    with picture():
        _picture()
    with question():
        _ask_about_order()
    with fine_print():
        show_source(answers)


@sections.section("review", first=True)
def _picture() -> None:
    """The score after every word, and the field and the buttons that the review is chosen with."""
    shown = review()
    if shown.left_out:
        st.warning(f"Your review is too long for the picture, which shows the first {MOST_WORDS} words: type a shorter "
                   "one to see it whole.", icon=":material/keyboard:")
    if shown.text:
        _scores(shown)
    _choose()
    if not shown.text:
        st.warning("There is no word to read yet: type a review, or choose one above.", icon=":material/keyboard:")


def _choose() -> None:
    typed, more = st.columns([5, 1], vertical_alignment="bottom")
    with typed:
        widgets.text(controls.SENTENCE, _typed, placeholder=controls.SENTENCE.default)
    with more:
        link_to_this_view(controls.ALL)
    st.pills("Try", list(REVIEWS), format_func=REVIEWS.get, key=TRY, label_visibility="collapsed",
             on_change=sections.callback(_take))


def _scores(shown: Review) -> None:
    """The picture, and what it says."""
    kept, wiped = answers(review_network(), shown.text), answers(review_network(), shown.text, wipe=True)
    unknown = [form(word) in {form(lost) for lost in kept.unknown} for word in kept.words]
    st.html(score_columns(kept.words, kept.shares, wiped.shares, unknown))
    last, alone = float(kept.shares[-1]), float(wiped.shares[-1])
    st.markdown(f"How much does the review like it? After the last word, with memory: **{last:.0%}**. With its "
                f"memory wiped at every word: **{alone:.0%}**, for all it knows is “{as_text(kept.words[-1])}”.")
    if kept.unknown:
        told = listed([as_text(word) for word in kept.unknown])
        st.caption(f"Words it has never seen: {told}. Each is read as “unknown” and has a dashed border.")
    note("The same network, the same words. Only its memory, the hidden state, is set back before each word.")


@sections.section("review_question")
def _ask_about_order() -> None:
    predict("fish_order", f"“{MOVED[0]}”, “{MOVED[1]}”: the same ten words, only “not” has moved. Whose last verdict "
            "tells the two apart?", [BOTH, KEPT, WIPED, NEITHER], _same_words_moved)


def _same_words_moved() -> Answer:
    """Both reviews read with memory and without: the last verdicts."""
    net = review_network()
    kept, wiped = ([float(answers(net, text, wipe=wipe).shares[-1]) for text in MOVED] for wipe in (False, True))
    tells = [abs(two[1] - two[0]) >= ALIKE for two in (kept, wiped)]
    right = {(True, True): BOTH, (True, False): KEPT, (False, True): WIPED, (False, False): NEITHER}[tuple(tells)]
    return Answer(right, f"With memory {kept[0]:.0%} and {kept[1]:.0%}: order decides. Without, {wiped[0]:.0%} and "
                         f"{wiped[1]:.0%}: all it knows at the end is “wonderful”.")


def _take() -> None:
    """Put the review that was chosen into the field."""
    if st.session_state[TRY]:
        set_value(controls.SENTENCE, st.session_state[TRY])


def _typed() -> None:
    """Something else is in the field now than what was chosen."""
    st.session_state[TRY] = None
