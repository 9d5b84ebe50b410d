"""Kinds of data that come in order: letters, words and numbers, a real example each, read by a network."""

import streamlit as st

from explainer.charts.surprise import surprise_columns
from explainer.components.standing import standing_chart
from explainer.models import forecasters
from explainer.models.shipped import sentence_models, shipped_corpus, shipped_models
from explainer.shell.headings import header, note
from explainer.shell.menu import link_to
from explainer.shell.steps import picture, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.why_recurrence import controls
from pages.why_recurrence.kinds_of_sequence_chart import next_word_bars, series_figure
from rnncore import Corpus, surprise
from rnncore.tasks import series_experiment
from rnncore.tasks.sentences import ranking

CLAIM = "Whatever comes in order"
NAME, NAMES = "josephine", "given_names-gru"
BEGINNINGS = ("I picked up the remote controller on the couch and turned on the", "and turned on the")
WORDS, SERIES, CELL = 6, "sunspots", "gru"


def section() -> None:
    """Choose a kind of data, see an example read."""
    with words():
        header(CLAIM)
        note("Letters, words, measurements: to the network each is a row of numbers that arrives, one step after the "
             "other.")
    with picture():
        _example()


@sections.section("kind_of_sequence")
def _example() -> None:
    widgets.segments(controls.KIND, label_visibility="collapsed")
    {"letters": _letters, "words": _words, "numbers": _numbers}[value(controls.KIND)]()


def _letters() -> None:
    model = shipped_models()[NAMES]
    told = surprise(model, NAME)
    st.html(surprise_columns(model.vocabulary, told.symbols, told.nats, told.probabilities))
    corpus = shipped_corpus("given_names")
    st.markdown(f"A network that learned {len(corpus.train):,} given names reads one, letter by letter. The taller the "
                f"bar, the less it expected the letter. “{NAME.capitalize()}” {_stands(corpus)}.")
    link_to("name-generation", "Let it write names", icon=":material/arrow_forward:")


def _stands(corpus: Corpus) -> str:
    """Whether the network has learned from the name."""
    known = NAME in map(str.lower, corpus.train)
    return "is one of those it learned from" if known else "is not among them"


def _words() -> None:
    net = sentence_models()["next-word"]
    st.html(next_word_bars([(begin, ranking(net, begin, WORDS)) for begin in BEGINNINGS]))
    st.markdown("The last four words are the same. What was picked up before them decides, if the memory still has it.")
    link_to("unrolled-graph", "Follow the words through the network",
            icon=":material/arrow_forward:", query_params={"network": "next-word"})


def _numbers() -> None:
    series, shipped = forecasters.shipped_series(SERIES), series_experiment.SHIPPED[SERIES]
    said = forecasters.forecast_of(SERIES, CELL, shipped.hidden, series_experiment.SEEDS[0])
    split = series.split
    standing_chart(series_figure(series.times[split:], series.values[split:], said.one_step[split:], series.unit),
                   key="kind_series",
                   alt=f"{series.title} at the end of the series, measured and as the network said one step before")
    st.markdown(f"**{series.title}.** Each step brings one number. The network says the next before it sees it; none "
                "of this stretch was learned from.")
    link_to("hidden-state", "See its memory, and let it run free", icon=":material/arrow_forward:")
