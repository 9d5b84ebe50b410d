"""What the network of a sentence task says, word by word, and a question about it. Nothing for other tasks."""

import re
from html import escape

import numpy as np
import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.models.shipped import sentence_results
from explainer.shell.headings import header, note
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import value
from pages.unrolled_graph import controls
from pages.unrolled_graph.graph import fit_length
from pages.unrolled_graph.sentence_networks import NEXT_WORD, SENTIMENT, YEAR
from pages.unrolled_graph.state import Scene, words_of
from pages.unrolled_graph.verdicts_chart import rankings, shares_of_words
from rnncore.commands.train_sentences import mean_score
from rnncore.data.words import UNKNOWN, YEAR_LIKE, form
from rnncore.tasks.sentences import answers, probability, ranking

SHOWN = 6            # words in a ranking
TOLD = 16            # words of a text in a heading
LAST = 3             # words that are left for the question about the start
UP, DOWN = "Above one half", "Below one half"
NOT_AT_ALL, SOMEWHAT = "Not at all", "It changes"
HALF, ALIKE = "Less than half as likely", "About as likely as before"


def what_it_says(scene: Scene) -> None:
    """The section of the task that is chosen."""
    section = {SENTIMENT: _sentiment, NEXT_WORD: _next_word, YEAR: _year}.get(scene.task.key)
    if section:
        section(scene)


def _sentiment(scene: Scene) -> None:
    header("After every word, a verdict",
           "A number from 0 (not liked at all) to 1 (liked a lot): how positive it expects the <i>whole</i> review "
           "to be, from what it has read so far. Try a “not”, and a “but”.")
    _columns(scene, "How positive")
    score = mean_score(sentence_results(), SENTIMENT, "gru", "test")
    note(f"Reviews in frames it never learned from: it ends on the right side of one half in {score:.1%} of them "
         "(mean of five seeds). It knows the words of a small, made-up world of reviews, and no others.")
    words = _words(scene)
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
    predict("verdict", asked, [UP, DOWN], lambda: _side(scene, " ".join(changed)))


def _side(scene: Scene, text: str) -> Answer:
    before, after = (float(answers(scene.model, t).last[0]) for t in (_text(scene), text))
    return Answer(UP if after > 0.5 else DOWN, f"It ended at {before:.2f}. After the change it ends at {after:.2f}.")


def _year(scene: Scene) -> None:
    header("A tag for every word",
           "How sure is it that the word it has <i>just read</i> is a year? It reads a number by its shape alone: 1986 "
           f"and 1431 are both {escape(YEAR_LIKE)} to it. So the words before must tell.")
    _columns(scene, "How surely a year")
    rows = sentence_results()
    seen, far, after = (mean_score(rows, YEAR, "gru", part) for part in ("unseen", "far", "after"))
    note("How good is it? F1 is one number for two kinds of mistake, years missed and words wrongly called years: 1 is "
         "no mistake at all. On sentences longer than any it learned from, in new frames, with the year at new "
         f"places: F1 {seen:.3f}. Two other test sets are harder. Where the clue stands six words back or more: "
         f"{far:.2f}. Where it comes only after the number (“1986 people came”): {after:.2f}, for it has not read that "
         "yet. All are means of five seeds.")
    words = _words(scene)
    if not any(form(word) == YEAR_LIKE for word in words):
        st.caption("Type a sentence with a year, and there is a question to answer here.")
        return
    other = " ".join(re.sub(r"\d+", "1431", w) if form(w) == YEAR_LIKE else w for w in words)
    predict("verdict", "You write 1431 in place of the number. How do its answers change?", [NOT_AT_ALL, SOMEWHAT],
            lambda: _moved(scene, other))


def _moved(scene: Scene, text: str) -> Answer:
    before, after = (answers(scene.model, t).values for t in (_text(scene), text))
    moved = float(np.abs(before - after).max())
    return Answer(SOMEWHAT if moved else NOT_AT_ALL,
                  f"The largest change of any share is {moved:g}. Both numbers reach it as {as_text(YEAR_LIKE)}.")


def _next_word(scene: Scene) -> None:
    header("The start decides the end",
           "What comes next? The last words fit many things. Cut off the start, and see what the network can still "
           "know.")
    whole = value(controls.TEXT)
    words = list(scene.original.vocabulary.read(whole).words)
    if len(words) > 1:
        widgets.slider(controls.CUT, on_change=fit_length)
    cut = _text(scene)
    shown = [(_told(words), ranking(scene.model, whole, SHOWN))]
    if value(controls.CUT) and cut != " ".join(words):
        shown.append((f"… {_told(cut.split())}", ranking(scene.model, cut, SHOWN)))
    st.html(rankings(shown))
    score = mean_score(sentence_results(), NEXT_WORD, "gru", "test")
    note(f"In frames it never learned from, with the clue eight words back or more, its likeliest word is the right "
         f"one in {score:.1%} of sentences (mean of five seeds). Its world is small, and it knows no other.")
    if len(words) <= LAST:
        st.caption("Type a longer sentence, and there is a question to answer here.")
        return
    best, before = ranking(scene.model, whole, 1)[0]
    rest = " ".join(words[-LAST:])
    predict("verdict", f"Only “{rest}” is left of your sentence. How likely is “{best}” then?",
            [ALIKE, HALF], lambda: _after_cut(scene, rest, best, before))


def _after_cut(scene: Scene, rest: str, best: str, before: float) -> Answer:
    after = probability(scene.model, rest, best)
    named = " and ".join(as_text(word) for word, _ in ranking(scene.model, rest, 2))
    return Answer(HALF if after < before / 2 else ALIKE,
                  f"“{as_text(best)}” had {before:.0%} and has {after:.0%} now; likeliest are {named}.")


def _columns(scene: Scene, meaning: str) -> None:
    read = answers(scene.model, _text(scene))
    if not read.words:
        st.caption(f"Before any word it says {float(read.last[0]):.2f}.")
        return
    unknown = [scene.model.vocabulary.number(word) == UNKNOWN for word in read.words]
    st.html(shares_of_words(read.words, read.shares, unknown, meaning))


def _words(scene: Scene) -> list[str]:
    return list(scene.original.vocabulary.read(_text(scene)).words)


def _text(scene: Scene) -> str:
    """All that is read, whatever fits in the graph."""
    return words_of(scene.task, scene.original, value(controls.TEXT))


def _told(words: list[str]) -> str:
    """What was read, as a heading; of a long text its end."""
    return " ".join(["…", *words[-TOLD:]] if len(words) > TOLD else words or ["∎"]) + " …"
