"""What a probe still finds in the memory: per cell, on the visitor's text, and by size of the network."""

from itertools import pairwise

import numpy as np
import streamlit as st

from explainer.learning.prediction import Answer
from explainer.models import shipped as library
from explainer.models.reading import read_name
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import value
from explainer.state.choices import CELLS
from explainer.state.sections import let_the_picture_be_drawn, part, run_parts
from pages.hidden_state import controls, state_cache
from pages.hidden_state.lossy_summary_chart import FEWEST, Probed, at_lag, read_back_table, size_table, summary_curves
from pages.hidden_state.memory import answering
from pages.hidden_state.state import Reader
from rnncore import Model
from rnncore.diagnostics.capacity import Measured
from rnncore.diagnostics.probe import Summary, read_back
from rnncore.sampling import trace_of

BARS, LAST_COLUMN = "bars", "last_column"        # parts of the page that show the lag
LAGS = controls.MOST_LAGS + 1
Found = list[tuple[str, Model, Summary]]


def found(reader: Reader) -> Found:
    """The three shipped networks of given names, and the visitor's own if it is another one."""
    shipped = [(CELLS[cell], library.shipped_models()[f"given_names-{cell}"], state_cache.shipped_summary(cell))
               for cell in controls.PROBED_CELLS]
    if reader.entry.key in {f"given_names-{cell}" for cell in CELLS} or reader.corpus is None:
        return shipped
    model = reader.entry.model
    return [*shipped, (reader.entry.title, model, state_cache.summary_of(reader.key, model, reader.corpus))]


def curves(found: Found) -> None:
    """Accuracy against lag, a line per network."""
    st.plotly_chart(summary_curves(probed(found)), key="summary", width="stretch", config={"displayModeBar": False},
                    alt="How often a probe reads the letter k steps back, for each network, against guessing")
    fewest = int(min(one.counts[one.counts >= FEWEST].min() for one in probed(found)))
    st.caption(f"On names that neither network nor probe ever learned from. Each point rests on {fewest:,} places or "
               f"more; beyond, too few names are long enough. One network per cell: another seed moves the lines.")


def one_lag(reader: Reader, found: Found) -> None:
    """One lag in bars, and what the probes read out of the last column for this text."""
    choose_lag()
    bars(found)
    read_from_last_column(reader, found)


@part()
def choose_lag() -> None:
    """How far back."""
    widgets.slider(controls.LAG, on_change=run_parts, args=([BARS, LAST_COLUMN],))


@part(BARS)
def bars(found: Found) -> None:
    """How often each probe is right, so far back."""
    st.html(at_lag(probed(found), value(controls.LAG)))


@part(LAST_COLUMN)
def read_from_last_column(reader: Reader, found: Found) -> None:
    """The same for the text that is read: letter by letter."""
    let_the_picture_be_drawn()
    lag = value(controls.LAG)
    belt = state_cache.shipped_summary("lstm", "c")
    if belt.counts[lag] >= FEWEST:
        st.caption(f"{CELLS['lstm']}: the probe reads h. From the cell state c it reads {belt.accuracy[lag]:.0%}.")
    text = reader.reading.inputs[1:]
    if not len(text):
        st.caption("Type a text above, and you will see here what the probes read of it.")
        return
    st.markdown(f"From the **last column alone**, what do the probes say “{as_text(reader.text)}” was?")
    st.html(read_back_table(readings(reader, found), text[-LAGS:], reader.model.vocabulary, lag))
    if len(text) > LAGS:
        st.caption(f"Only the last {LAGS} letters: there is no probe for what lies further back.")


def readings(reader: Reader, found: Found) -> list:
    """Per network: its name, the probe's guess for each letter of the text, its vocabulary."""
    rows = []
    for name, model, summary in found:
        inputs = read_name(model, reader.text, controls.AT.high).inputs
        if len(inputs) != reader.steps or model.vocabulary.symbols != reader.model.vocabulary.symbols:
            continue                                             # its list has other letters
        guesses = read_back(summary, trace_of(model, inputs).h[-1])[:, 0]
        rows.append((name, guesses[:len(inputs) - 1][::-1], model.vocabulary))
    return rows


def probed(found: Found) -> list[Probed]:
    """The summaries as the figures want them."""
    return [Probed(name, summary.accuracy, summary.chance, summary.counts) for name, _, summary in found]


def who_keeps_most(found: Found) -> Answer:
    """Which cell's memory gives back the letter three steps ago most often."""
    lag = 3
    shares = {name: float(summary.accuracy[lag]) for name, _, summary in found[:len(CELLS)]}
    told = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
    chance = float(found[0][2].chance[lag])
    ranked = sorted(shares, key=shares.get, reverse=True)
    near = [f"{a} and {b}" for a, b in pairwise(ranked) if shares[a] - shares[b] <= NEAR]
    level = (f"{'; '.join(near)} are so near each other that another seed could turn them round. " if near else "")
    return Answer(ranked[0], f"Read correctly {lag} letters back by these three networks: {told}; guessing "
                  f"{chance:.0%}. {level}A gate can throw away what the next letter does not need. To keep more is not "
                  "to predict better.", tuple(n for n in ranked[1:] if shares[ranked[0]] - shares[n] <= NEAR))


NEAR = 0.05               # of all places: closer than this, one network each is no verdict


@answering
def sizes() -> None:
    """The lossy summary by size of the network."""
    with widgets.row():
        widgets.segments(controls.SIZED_CELL)
        widgets.segments(controls.TRAINED)
    wanted = value(controls.TRAINED) == "after"
    rows = [one for one in library.capacities() if one.cell == value(controls.SIZED_CELL) and (one.steps > 0) == wanted]
    st.html(size_table([(f"{one.hidden} neurons", one.accuracy, one.counts) for one in rows], LAGS))
    steps = max(one.steps for one in library.capacities())
    held = ", ".join(f"{one.hidden}: {one.heldout:.2f}" for one in rows)
    st.caption(f"Percent of letters read correctly, k letters back. Guessing the commonest letter has "
               f"{rows[0].chance[3]:.0%} at 3 back. Given names, "
               + (f"{steps:,} training steps each, best snapshot" if wanted else "weights as they were born")
               + f", one seed per size. Held-out nats per character: {held}."
               + (_other_networks(rows) if wanted else ""))


def _other_networks(rows: list[Measured], lag: int = 3) -> str:
    """Why the table does not say what the chart above says."""
    cell = rows[0].cell
    here = {one.hidden: float(one.accuracy[lag]) for one in rows}
    hidden = library.shipped_models()[f"given_names-{cell}"].config.hidden_size
    there = float(state_cache.shipped_summary(cell).accuracy[lag])
    return (f" These networks were trained for this table. They are not those of the chart above: with {hidden} "
            f"neurons, {lag} back, {here[hidden]:.0%} here, {there:.0%} there.") if hidden in here else ""


def how_much_more() -> Answer:
    """Does twice the memory reach twice as far?"""
    rows = {one.hidden: one for one in library.capacities() if one.cell == "gru" and one.steps > 0}
    small, large = rows[32], rows[64]
    reach = [reach_of(one.accuracy, one.counts) for one in (small, large)]
    right = MORE if reach[1] >= 2 * reach[0] else LESS
    return Answer(right, f"With 32 neurons a GRU's memory gives back half of the letters up to {reach[0]:.1f} steps "
                         f"back, with 64 up to {reach[1]:.1f}.")


MORE, LESS = "Twice as far", "Less than that"
EASIER, HARDER = "Yes, easier before", "No, easier after"


def before_or_after(lag: int = 5) -> Answer:
    """Can more be read from a memory that has learned nothing?"""
    pairs = {}
    for one in library.capacities():
        if one.hidden == 64:
            pairs.setdefault(one.cell, {})[one.steps > 0] = float(one.accuracy[lag])
    told = "; ".join(f"{CELLS[cell]} {shares[False]:.0%} before and {shares[True]:.0%} after"
                     for cell, shares in pairs.items())
    easier = sum(shares[False] > shares[True] for shares in pairs.values())
    return Answer(EASIER if 2 * easier > len(pairs) else HARDER,
                  f"With 64 neurons, read correctly {lag} letters back: {told}. Training keeps what helps with the "
                  "next letter, and lets the rest go. How much random weights hold depends on how they are drawn. Here "
                  "W_hh begins as a rotation: it shrinks nothing (tanh still does), and this is what keeps the "
                  f"{CELLS['vanilla']} cell's past. {_other_start(lag)} Gates that nothing has taught yet let go of "
                  "much, in spite of the rotation. One seed.")


def _other_start(lag: int) -> str:
    """The same untrained vanilla cell with smaller random weights."""
    small = state_cache.untrained_accuracy("vanilla", 64, "uniform", 0, lag)
    return (f"Drawn smaller, evenly between −1/√64 and 1/√64, the untrained {CELLS['vanilla']} cell gives back only "
            f"{small:.0%}.")


def reach_of(accuracy: np.ndarray, counts: np.ndarray, share: float = 0.5) -> float:
    """How many letters back the accuracy falls to `share`, between the lags in a straight line."""
    known = accuracy[counts >= FEWEST]
    below = np.flatnonzero(known < share)
    if not len(below):
        return float(len(known) - 1)
    k = int(below[0])
    if k == 0:
        return 0.0
    return float(k - 1 + (known[k - 1] - share) / (known[k - 1] - known[k]))
