"""Verdicts: what a network that reads sentences says, word by word, and a question about it."""

import re
from contextlib import nullcontext
from html import escape

import numpy as np
import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.models.shipped import sentence_results
from explainer.shell import steps
from explainer.shell.headings import header, note, subheader
from explainer.shell.markdown import as_text
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from pages.unrolled_graph import controls, graph
from pages.unrolled_graph.graph_input import change_network, fit_length
from pages.unrolled_graph.reading_networks import chosen_network
from pages.unrolled_graph.sentence_reading import NEXT_WORD, SENTIMENT, YEAR
from pages.unrolled_graph.state import GraphState, graph_state, text_read
from pages.unrolled_graph.verdicts_chart import rankings, shares_of_words
from rnncore.data.words import UNKNOWN, YEAR_LIKE, form
from rnncore.tasks.sentences import answers, probability, ranking
from rnncore.tasks.sentences.results import mean_score

SHOWN = 6            # words in a ranking
TOLD = 16            # words of a text in a heading
LAST = 3             # words that are left for the question about the start
UP, DOWN = "Above one half", "Below one half"
NOT_AT_ALL, SOMEWHAT = "Not at all", "It changes"
HALF, ALIKE = "Less than half as likely", "About as likely as before"

CLAIM = "Fed with words, it answers after each"
NETWORKS = {SENTIMENT: "Does the review like it?", NEXT_WORD: "Which word comes next?", YEAR: "Which word is a year?"}
CHOSEN = "sentence_network"          # the key of the switch between them


def section() -> None:
    """The graph of a network that reads sentences, what it says word by word, and a question about it."""
    with steps.words():
        header(CLAIM)
        _said()
    with steps.picture():
        _choose()
        graph.again()
    with steps.question():
        _ask()
    with steps.fine_print():
        _score()


@sections.section("sentence_network")
def _choose() -> None:
    """One of the networks that read sentences; none is marked while one that reads letters is shown."""
    now = value(controls.NETWORK)
    st.session_state[CHOSEN] = now if now in NETWORKS else None
    can_cut = now == NEXT_WORD and len(chosen_network().load().vocabulary.read(value(controls.TEXT)).words) > 1
    with widgets.row() if can_cut else nullcontext():
        st.segmented_control("Network that reads sentences", list(NETWORKS), format_func=NETWORKS.get, key=CHOSEN,
                             label_visibility="collapsed", on_change=sections.callback(_take))
        if can_cut:
            widgets.slider(controls.CUT, fit_length)


def _take() -> None:
    """Show the network that was chosen, with a sentence that fits."""
    if st.session_state[CHOSEN]:
        set_value(controls.NETWORK, st.session_state[CHOSEN])
        change_network()


@sections.section("verdicts")
def _said() -> None:
    """What the network that is chosen says."""
    state = graph_state()
    own = {SENTIMENT: _sentiment, NEXT_WORD: _next_word, YEAR: _year}.get(state.network.key)
    if own:
        own(state)
    else:
        st.markdown("Nothing but the list of symbols need change: a step reads a word instead of a letter. The network "
                    "in the picture reads letters. Choose one that reads sentences.")


@sections.section("verdict_score")
def _score() -> None:
    """How good that network is, measured on sentences that it never learned from."""
    words = {SENTIMENT: _sentiment_score, NEXT_WORD: _next_word_score, YEAR: _year_score}
    if value(controls.NETWORK) in words:
        note(words[value(controls.NETWORK)]())


@sections.section("verdict_question")
def _ask() -> None:
    state = graph_state()
    own = {SENTIMENT: _ask_sentiment, NEXT_WORD: _ask_next_word, YEAR: _ask_year}.get(state.network.key)
    if own:
        own(state)


def _sentiment(state: GraphState) -> None:
    subheader("After every word, a verdict",
              "A number from 0 (not liked at all) to 1 (liked a lot): how positive it expects the <i>whole</i> review "
              "to be, from what it has read so far; the dashed line is one half. Try a “not”, and a “but”.")
    _columns(state, "How positive")


def _sentiment_score() -> str:
    score = mean_score(sentence_results(), SENTIMENT, "gru", "test")
    return (f"Reviews in frames it never learned from: it ends on the right side of one half in {score:.1%} of them "
            "(mean of five seeds). It knows the words of a small, made-up world of reviews, and no others.")


def _ask_sentiment(state: GraphState) -> None:
    words = _words(state)
    if "but" in words[1:-1]:
        at = words.index("but", 1)
        changed = [*(word for word in words[at + 1:] if word[0].isalpha()), "but", *words[:at]]
        asked = "The two sides of “but” change places. Where does its verdict end?"
    elif any(word[0].isalpha() for word in words):
        at = max(i for i, word in enumerate(words) if word[0].isalpha())
        changed = [*words[:at], "not", *words[at:]]
        asked = f"You put “not” before “{words[at]}”. Where does its verdict end?"
    else:
        st.caption("Type a review, and there is a question to answer here.")
        return
    predict("verdict", asked, [UP, DOWN], lambda: _side(state, " ".join(changed)))


def _side(state: GraphState, text: str) -> Answer:
    before, after = (float(answers(state.model, t).last[0]) for t in (_text(state), text))
    return Answer(UP if after > 0.5 else DOWN, f"It ended at {before:.2f}. After the change it ends at {after:.2f}.")


def _year(state: GraphState) -> None:
    subheader("A tag for every word",
              "How sure is it that the word it has <i>just read</i> is a year? The dashed line is one half. It reads a "
              f"number by its shape alone: 1986 and 1431 are both {escape(YEAR_LIKE)} to it. So the words before must "
              "tell.")
    _columns(state, "How surely a year")


def _year_score() -> str:
    rows = sentence_results()
    seen, far, after = (mean_score(rows, YEAR, "gru", part) for part in ("unseen", "far", "after"))
    return ("How good is it? F1 is one number for two kinds of mistake, years missed and words wrongly called years: 1 "
            "is no mistake at all. On sentences longer than any it learned from, in new frames, with the year at new "
            f"places: F1 {seen:.3f}. Two other test sets are harder. Where the clue stands six words back or more: "
            f"{far:.2f}. Where it comes only after the number (“1986 people came”): {after:.2f}, for it has not read "
            "that yet. All are means of five seeds.")


def _ask_year(state: GraphState) -> None:
    words = _words(state)
    if not any(form(word) == YEAR_LIKE for word in words):
        st.caption("Type a sentence with a year, and there is a question to answer here.")
        return
    other = " ".join(re.sub(r"\d+", "1431", w) if form(w) == YEAR_LIKE else w for w in words)
    predict("verdict", "You write 1431 in place of the number. How do its answers change?", [NOT_AT_ALL, SOMEWHAT],
            lambda: _moved(state, other))


def _moved(state: GraphState, text: str) -> Answer:
    before, after = (answers(state.model, t).values for t in (_text(state), text))
    moved = float(np.abs(before - after).max())
    return Answer(SOMEWHAT if moved else NOT_AT_ALL,
                  f"The largest change of any share is {moved:g}. Both numbers reach it as {as_text(YEAR_LIKE)}.")


def _next_word(state: GraphState) -> None:
    subheader("The start decides the end",
              "The last words fit many things. Cut off the start, and see what the network can still know.")
    whole = value(controls.TEXT)
    words = list(state.original.vocabulary.read(whole).words)
    cut = _text(state)
    shown = [(_told(words), ranking(state.model, whole, SHOWN))]
    if value(controls.CUT) and cut != " ".join(words):
        shown.append((f"… {_told(cut.split())}", ranking(state.model, cut, SHOWN)))
    st.html(rankings(shown))


def _next_word_score() -> str:
    score = mean_score(sentence_results(), NEXT_WORD, "gru", "test")
    return (f"In frames it never learned from, with the clue eight words back or more, its likeliest word is the right "
            f"one in {score:.1%} of sentences (mean of five seeds). Its world is small, and it knows no other.")


def _ask_next_word(state: GraphState) -> None:
    whole = value(controls.TEXT)
    words = list(state.original.vocabulary.read(whole).words)
    if len(words) <= LAST:
        st.caption("Type a longer sentence, and there is a question to answer here.")
        return
    best, before = ranking(state.model, whole, 1)[0]
    rest = " ".join(words[-LAST:])
    predict("verdict", f"Only “{rest}” is left of your sentence. How likely is “{best}” then?",
            [ALIKE, HALF], lambda: _after_cut(state, rest, best, before))


def _after_cut(state: GraphState, rest: str, best: str, before: float) -> Answer:
    after = probability(state.model, rest, best)
    named = " and ".join(as_text(word) for word, _ in ranking(state.model, rest, 2))
    return Answer(HALF if after < before / 2 else ALIKE,
                  f"“{as_text(best)}” had {before:.0%} and has {after:.0%} now; likeliest are {named}.")


def _columns(state: GraphState, meaning: str) -> None:
    read = answers(state.model, _text(state))
    if not read.words:
        st.caption(f"Before any word it says {float(read.last[0]):.2f}.")
        return
    unknown = [state.model.vocabulary.number(word) == UNKNOWN for word in read.words]
    st.html(shares_of_words(read.words, read.shares, unknown, meaning))


def _words(state: GraphState) -> list[str]:
    return list(state.original.vocabulary.read(_text(state)).words)


def _text(state: GraphState) -> str:
    """All that is read, whatever fits in the graph."""
    return text_read(state.network, state.original, value(controls.TEXT))


def _told(words: list[str]) -> str:
    """What was read, as a heading; of a long text its end."""
    return " ".join(["…", *words[-TOLD:]] if len(words) > TOLD else words or ["∎"]) + " …"
