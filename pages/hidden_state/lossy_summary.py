"""The lossy summary: what a linear probe still finds in the memory, per network, and in the visitor's own text."""

from itertools import pairwise
from typing import NamedTuple

import streamlit as st

from explainer.components.standing import standing_chart
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.models import shipped
from explainer.models.reading import read_name
from explainer.models.shelf import SHIPPED
from explainer.shell.headings import header, note
from explainer.shell.markdown import as_text
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from explainer.state.cells import CELLS, count_in_words, labels, shipped_cells
from pages.hidden_state import controls, probe_cache
from pages.hidden_state.lossy_summary_chart import (
    ProbeAccuracy,
    TextReadBack,
    accuracy_curves,
    lag_bars,
    read_back_table,
)
from pages.hidden_state.state import Network, NetworkAndText, network, network_and_text
from rnncore import Model
from rnncore.diagnostics import probe
from rnncore.diagnostics.probe import FEWEST, LAGS, Summary
from rnncore.numerics import softmax_regression
from rnncore.sampling import trace_of

ASKED_LAG = 3             # letters back, in the question
NEAR = 0.05               # of all places: closer than this, one network each is no verdict


CLAIM = "The column is a summary, and a lossy one"
BACK = "Your text, read back from one column"


class Probed(NamedTuple):
    """A network and what its probes find."""

    name: str
    model: Model
    summary: Summary


def section() -> None:
    """ProbeAccuracy against lag, one lag in bars and on the text, and the question which cell keeps most."""
    with words():
        header(CLAIM,
               "How much of the past is still in there? A <b>linear probe</b> "
               '(<a href="https://arxiv.org/abs/1610.01644">Alain &amp; Bengio 2016</a>) is a simple reader that sees '
               "only the column, of an LSTM only h, and names the letter <i>k</i> steps back. The plain cell has no "
               "gates; GRU and LSTM have some, which decide what to keep.",
               "Letters predict each other. So the same reader also tries without the column, from the letters that "
               "came after the one it is asked for: what it reads beyond that was kept.")
    with picture():
        _curves()
    with question():
        _ask_who_keeps_most()
    with fine_print():
        note("The probe is softmax regression, a weighted sum per letter. What it does not find may be gone, or stored "
             "in a way that this reader cannot read.")
        show_source(probe.fit_and_measure, probe._measured, softmax_regression.classifiers)


def read_back_from_it() -> None:
    """One lag in bars, and what the probes say that the visitor's own text was."""
    with words():
        header(BACK,
               "What is still in there? A <b>probe</b> is a simple reader that sees one column and names the letter "
               "<i>k</i> steps back. Below, probes read your text from its <b>last column alone</b>. GRU and LSTM are "
               "cells with gates, which decide what to keep.")
    with picture():
        widgets.slider(controls.LAG)
        _bars()
        _read_from_last_column()


def shipped_networks() -> list[Probed]:
    """The shipped networks of given names, one a cell."""
    keys, models = {record.label: record.shipped_key() for record in shipped_cells().values()}, shipped.shipped_models()
    return [Probed(label, models[key], probe_cache.shipped_summary(key)) for label, key in keys.items()]


def probed_networks(shown: Network) -> list[Probed]:
    """The shipped networks, and the visitor's own if it is another one with a list here."""
    networks = shipped_networks()
    if shown.entry.key in {record.shipped_key() for record in shipped_cells().values()} or shown.corpus is None:
        return networks
    model = shown.entry.model
    summary = (probe_cache.shipped_summary(shown.entry.key) if shown.entry.origin == SHIPPED else
               probe_cache.summary_of(shown.fingerprint, model, shown.corpus))
    return [*networks, Probed(shown.entry.title, model, summary)]


@sections.section("summary")
def _curves() -> None:
    """ProbeAccuracy against lag, a line per network."""
    networks = probed_networks(network())
    found = accuracies(networks)
    standing_chart(accuracy_curves(found, probe_cache.letters_after("given_names")), key="summary",
                   alt="How often a probe reads the letter k steps back, for each network, against guessing")
    fewest = int(min(one.counts[one.counts >= FEWEST].min() for one in found))
    st.caption(f"On names that neither network nor probe ever learned from. Each point rests on {fewest:,} places or "
               f"more; beyond, too few names are long enough. One network per cell: another seed moves the lines. "
               + _who_keeps_more(networks))


def _who_keeps_more(networks: list[Probed]) -> str:
    """That the cell without gates keeps most, and why that is no contradiction; nothing where it is not so."""
    shares = {one.model.cell: float(one.summary.accuracy[ASKED_LAG]) for one in networks[:len(shipped_cells())]}
    plain = next(cell for cell, record in shipped_cells().items() if not record.is_gated)
    gated = [shares[cell] for cell, record in shipped_cells().items() if record.is_gated]
    if shares[plain] <= max(gated):
        return ""
    losses = {cell: shipped.shipped_models()[record.shipped_key()].provenance.scores["test_loss"]
              for cell, record in shipped_cells().items()}
    better = min(losses, key=losses.get)
    return (f"Are gates not there to keep? {ASKED_LAG} back the plain cell has {shares[plain]:.0%} and the best of the "
            f"gated {max(gated):.0%}. The next letter of a short name rests on the last few: the gates have learned to "
            f"let go of the rest, and the {CELLS[better].label} predicts best with it ({losses[better]:.3f} nats; "
            f"plain {losses[plain]:.3f}). Where something must be held for long they keep it: a task in the next "
            "chapter asks for that.")


@sections.section("bars", first=True)
def _bars() -> None:
    """How often each probe is right, so far back. Drawn before the text below, which takes longer."""
    st.html(lag_bars(accuracies(probed_networks(network())), probe_cache.letters_after("given_names"),
                     value(controls.LAG)))


@sections.section("last_column")
def _read_from_last_column() -> None:
    """What the probes read of the text, letter by letter, from the last state alone."""
    shown, lag = network_and_text(), value(controls.LAG)
    for record in shipped_cells().values():
        if not record.has_cell_state:
            continue
        cell_state = probe_cache.shipped_summary(record.shipped_key(), "c")
        if cell_state.counts[lag] >= FEWEST:
            st.caption(f"{record.label}: the probe reads h. From the cell state c it reads "
                       f"{cell_state.accuracy[lag]:.0%}.")
    letters = shown.reading.inputs[1:]
    if not len(letters):
        st.caption("Type a text, and you will see here what the probes read of it.")
        return
    st.markdown(f"From the **last column alone**, what do the probes say “{as_text(shown.text)}” was?")
    rows = read_back(shown, probed_networks(shown.network))
    st.html(read_back_table(rows, letters[-LAGS:], shown.network.model.vocabulary, lag))
    if len(letters) > LAGS:
        st.caption(f"Only the last {LAGS} letters: there is no probe for what lies further back.")


def read_back(shown: NetworkAndText, networks: list[Probed]) -> list[TextReadBack]:
    """The guesses of each network's probes for the last letters of the text, for networks with the same letters."""
    rows = []
    for name, model, summary in networks:
        inputs = read_name(model, shown.text, controls.AT.high).inputs
        if len(inputs) != shown.steps or model.vocabulary.symbols != shown.network.model.vocabulary.symbols:
            continue                                             # its list has other letters
        guesses = probe.read_back_text(summary, trace_of(model, inputs).h[-1, 0], len(inputs) - 1)
        rows.append(TextReadBack(name, guesses, model.vocabulary))
    return rows


def accuracies(networks: list[Probed]) -> list[ProbeAccuracy]:
    """The probes' accuracy, as the charts want it."""
    return [ProbeAccuracy(name, summary.accuracy, summary.chance, summary.counts) for name, _, summary in networks]


@sections.section("summary_question")
def _ask_who_keeps_most() -> None:
    cells = shipped_cells()
    predict("keeps", f"Which of these {count_in_words(cells)} networks gives back the letter three steps ago most "
                     "often?", list(labels(cells).values()), who_keeps_most)


def who_keeps_most() -> Answer:
    """The cell whose memory gives back the letter `ASKED_LAG` steps ago most often; ties within `NEAR` count."""
    lag, networks = ASKED_LAG, shipped_networks()
    shares = {name: float(summary.accuracy[lag]) for name, _, summary in networks}
    told = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
    chance = float(networks[0].summary.chance[lag])
    ranked = sorted(shares, key=shares.get, reverse=True)
    near = [f"{a} and {b}" for a, b in pairwise(ranked) if shares[a] - shares[b] <= NEAR]
    level = (f"{'; '.join(near)} are so near each other that another seed could turn them round. " if near else "")
    return Answer(ranked[0], f"Read correctly {lag} letters back by these {count_in_words(networks)} networks: {told}; "
                  f"guessing {chance:.0%}. {level}A gate can throw away what the next letter does not need. "
                  "To keep more is not to predict better.",
                  tuple(n for n in ranked[1:] if shares[ranked[0]] - shares[n] <= NEAR))
