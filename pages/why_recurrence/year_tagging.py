"""Three networks mark the years in a sentence: one with the same weights at every place, one with its own for each."""

import numpy as np
import streamlit as st

from explainer.components.standing import standing_chart
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.models import shipped
from explainer.shell.headings import header, note, prose
from explainer.shell.markdown import as_text
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.why_recurrence import controls
from pages.why_recurrence.state import year_networks, year_scores, year_sentence
from pages.why_recurrence.year_tagging_chart import places_figure, scores_table, tagged, tagged_table
from rnncore.data.letters import listed
from rnncore.data.words import YEAR_LIKE
from rnncore.tasks.sentences import answers
from rnncore.tasks.sentences import year as year_task
from rnncore.tasks.sentences.scores import tagging, tagging_by_place
from rnncore.tasks.windows import place_weights

NETWORKS = {"gru": "Recurrent network", "fixed": "Feedforward, fixed window", "sliding": "Sliding window"}
TEST_SETS = {"seen": "seen places and lengths", "unseen": "other places, longer sentences",
             "far": "the clue is far before", "after": "the clue comes after"}
LATER = "They say that in 1986, the Mets won their second World Series."
CLAIM = "What was learned at one place holds at every place"
BY_PLACE = "A feedforward net learns each place for itself"
FAILS = "Each of the three fails somewhere else"
BOTH, NEITHER = "Both", "Neither"
ONLY_RECURRENT, ONLY_FEEDFORWARD = "Only the recurrent one", "Only the feedforward one"


def section() -> None:
    """One sentence marked by three networks, and a question about a new place."""
    with words():
        header(CLAIM,
               "Mark the year in a sentence. A feedforward net looks at the whole sentence through a window, with "
               "weights of its own for every place. A recurrent network reads it word by word with the same few "
               "matrices. And there is a fair rival: a window that slides along, with the same weights wherever it is.")
    with picture():
        _one_sentence()
    with question():
        _ask_who_finds_it()


def where_each_fails() -> None:
    """F1 of the three networks on four kinds of sentences."""
    with words():
        header(FAILS, "F1 on sentences from frames that no network learned from: 1 means every year found and nothing "
                      "else called one.")
    with picture():
        _all_test_sets()
    with fine_print():
        show_source(tagging)


def by_place_of_the_number() -> None:
    """F1 by the place of the number, and what the feedforward net has learned for each place."""
    with words():
        header(BY_PLACE)
        seen = ", ".join(map(str, sorted(year_task.SEEN)))
        prose(f"In training, four-digit numbers stood at places {seen} only. Below the curves you see where the "
              "feedforward net has learned anything about them: nothing where there is no bar. It has to learn every "
              "word once for each place, and the words that give a year away, too. The other two have one set of "
              "weights for all places.")
    with picture():
        _by_place_of_the_number()
    with fine_print():
        show_source(place_weights)


@sections.section("year_sentence")
def _one_sentence() -> None:
    """The sentence that is chosen, as each network marks it."""
    widgets.segments(controls.YEAR_SENTENCE, label_visibility="collapsed")
    if value(controls.YEAR_SENTENCE) == "own":
        widgets.text(controls.YEAR_TEXT, placeholder="My grandmother moved to Paris in 1931.")
    text = year_sentence()
    if not text:
        st.warning("There is no sentence yet: type one with a number in it.", icon=":material/keyboard:")
        return
    nets = year_networks()
    reading = nets["gru"].vocabulary.read(text)
    is_number = [any(sign.isdecimal() for sign in word) for word in reading.words]
    rows = [tagged(NETWORKS[key], reading.words, answers(net, text).shares, is_number) for key, net in nets.items()]
    st.html(tagged_table(rows))
    if reading.unknown:
        told = listed([as_text(word) for word in reading.unknown])
        st.caption(f"Words they have never seen are read as “unknown”: {told}.")
    beyond = len(reading.words) - nets["fixed"].config.places
    if beyond > 0:
        st.caption(f"The last {beyond} words lie beyond the fixed window of {nets['fixed'].config.places}: it cannot "
                   "see them and says no.")
    note("A framed word was called a year. A number is shown to the networks by its shape only: all of 1986, 1431 and "
         "2024 are “a number of four digits”. So nobody can learn years by heart; the words around it must tell.")


def _all_test_sets() -> None:
    """F1 of each network on the four test sets."""
    st.html(scores_table(TEST_SETS, NETWORKS, year_scores()))
    seeds = len(next(iter(year_scores().values())))
    note(f"Mean of {seeds} seeds (random starts), with the least and the most. All three had the same sentences, "
         "optimiser and number of steps. Where the clue comes after the number, the recurrent network has to answer "
         "before it has read the clue, and loses.")


def _by_place_of_the_number() -> None:
    scores, looks = by_place()
    standing_chart(places_figure(scores, looks, 400), key="places",
                   alt="F1 by the place of the number for three networks, and the feedforward net's weights by place")


@st.cache_data(show_spinner=False)
def by_place() -> tuple[dict[str, tuple[str, np.ndarray]], np.ndarray]:
    """F1 by the place of the number for each network, with its name; and the feedforward net's weights by place."""
    nets, parts = year_networks(), shipped.sentence_data("year").parts
    sentences = parts["seen"] + parts["unseen"]
    scores = {}
    for key, net in nets.items():
        tags = tagging_by_place(net, sentences, year_task.LIMIT)
        scores[key] = NETWORKS[key], np.array([t.f1 if t.right + t.missed else np.nan for t in tags])
    return scores, place_weights(nets["fixed"], YEAR_LIKE)


@sections.section("year_question")
def _ask_who_finds_it() -> None:
    predict("later", "The recurrent network and the feedforward net both found the year in “In 1986, …”. Who finds it "
                     f"in “{LATER}”?",
            [BOTH, ONLY_RECURRENT, ONLY_FEEDFORWARD, NEITHER], _who_finds_it)


def _who_finds_it() -> Answer:
    """Let both read the sentence whose number stands at a later place."""
    nets = year_networks()
    place = nets["gru"].vocabulary.read(LATER).words.index("1986")
    shares = {key: float(answers(nets[key], LATER).shares[place]) for key in ("gru", "fixed")}
    found = {key for key, share in shares.items() if share > 0.5}
    right = {frozenset(): NEITHER, frozenset(shares): BOTH, frozenset({"gru"}): ONLY_RECURRENT,
             frozenset({"fixed"}): ONLY_FEEDFORWARD}[frozenset(found)]
    seen = "had" if place + 1 in year_task.SEEN else "never had"
    return Answer(right, f"Here 1986 is word {place + 1}. The recurrent network says {shares['gru']:.0%} year, the "
                         f"feedforward net {shares['fixed']:.0%}. In training, place {place + 1} {seen} a number of "
                         "four digits.")
