"""Capacity: how much of the past networks of 4 to 256 neurons hold, before and after training."""

import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.models import shipped
from explainer.shell.headings import header
from explainer.shell.steps import picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from explainer.state.cells import CELLS
from explainer.state.steps import WHOLE
from pages.hidden_state import controls, probe_cache
from pages.hidden_state.capacity_chart import size_table
from rnncore.diagnostics.capacity import Measured
from rnncore.diagnostics.probe import LAGS, lags_above

MORE, LESS = "Twice as far", "Less than that"
EASIER, HARDER = "Yes, easier before", "No, easier after"
CLAIM = "A larger memory keeps more"
TRAINING = "From these starts, training lets the far past go"


def section() -> None:
    """The table by size of network, and a question about twice the size."""
    with words():
        header(CLAIM, "The same measure for networks of 4 to 256 neurons. One network, one random start for each size.")
    with picture():
        _sizes()
    with question():
        _ask_how_much_more()


def before_training() -> None:
    """The same table to compare with untrained networks, and the question. Where all steps stand, it is there once."""
    with words():
        header(TRAINING, "The same networks before they learned anything. <b>Switch between untrained and trained.</b>")
    if value(controls.STEP) != WHOLE:
        with picture():
            _sizes()
    with question():
        _ask_before_or_after()


@sections.section("sizes")
def _sizes() -> None:
    """The choice of cell and of trained or not, and the table of what was measured."""
    with widgets.row():
        widgets.segments(controls.SIZED_CELL)
        widgets.segments(controls.TRAINED)
    trained = value(controls.TRAINED) == "after"
    rows = [one for one in shipped.capacities()
            if one.cell == value(controls.SIZED_CELL) and (one.steps > 0) == trained]
    st.html(size_table([(f"{one.hidden} neurons", one.accuracy, one.counts) for one in rows], LAGS))
    steps = max(one.steps for one in shipped.capacities())
    losses = ", ".join(f"{one.hidden}: {one.test_loss:.2f}" for one in rows)
    st.caption(f"Percent of letters read correctly, k letters back. Guessing the commonest letter has "
               f"{rows[0].chance[3]:.0%} at 3 back. Given names, "
               + (f"{steps:,} training steps each, best snapshot" if trained else "weights as they were born")
               + f", one seed per size. Nats per letter on names kept out of training: {losses}."
               + (_other_networks(rows) if trained else ""))


def _other_networks(rows: list[Measured], lag: int = 3) -> str:
    """Why the table does not say what the chart of the section above says."""
    cell = rows[0].cell
    here = {one.hidden: float(one.accuracy[lag]) for one in rows}
    hidden = shipped.shipped_models()[CELLS[cell].shipped_key()].config.hidden_size
    there = float(probe_cache.shipped_summary(CELLS[cell].shipped_key()).accuracy[lag])
    return (f" These networks were trained for this table. They are not those of the step “What it keeps”: with "
            f"{hidden} neurons, {lag} back, {here[hidden]:.0%} here, {there:.0%} there.") if hidden in here else ""


@sections.section("larger_question")
def _ask_how_much_more() -> None:
    predict("larger", "A trained GRU with 64 neurons instead of 32: does its memory reach twice as far back?",
            [MORE, LESS], how_much_more)


def how_much_more() -> Answer:
    """Whether half of the letters can be read twice as far back from a trained GRU of twice the size."""
    rows = {one.hidden: one for one in shipped.capacities() if one.cell == "gru" and one.steps > 0}
    small, large = (lags_above(rows[hidden].accuracy, rows[hidden].counts) for hidden in (32, 64))
    return Answer(MORE if large >= 2 * small else LESS,
                  f"With 32 neurons a GRU's memory gives back half of the letters up to {small:.1f} steps "
                  f"back, with 64 up to {large:.1f}.")


@sections.section("untrained_question")
def _ask_before_or_after() -> None:
    predict("untrained", "A network with random weights has learned nothing. Is the letter five steps back easier to "
            "read from its memory than after training?", [EASIER, HARDER], before_or_after)


def before_or_after(lag: int = 5) -> Answer:
    """Whether more can be read from a memory of 64 neurons that has learned nothing, for most of the cells."""
    pairs = {}
    for one in shipped.capacities():
        if one.hidden == 64:
            pairs.setdefault(one.cell, {})[one.steps > 0] = float(one.accuracy[lag])
    told = "; ".join(f"{CELLS[cell].label} {shares[False]:.0%} before and {shares[True]:.0%} after"
                     for cell, shares in pairs.items())
    easier = sum(shares[False] > shares[True] for shares in pairs.values())
    return Answer(EASIER if 2 * easier > len(pairs) else HARDER,
                  f"With 64 neurons, read correctly {lag} letters back: {told}. Training keeps what helps with the "
                  "next letter, and lets the rest go. How much random weights hold depends on how they are drawn. Here "
                  "W_hh begins as a rotation: it shrinks nothing (tanh still does), and this is what keeps the "
                  f"{CELLS['vanilla'].spoken}'s past. {_other_start(lag)} Gates that nothing has taught yet let "
                  "go of much, in spite of the rotation. One seed.")


def _other_start(lag: int) -> str:
    """What the same untrained vanilla cell gives back with smaller random weights."""
    small = probe_cache.untrained_accuracy("vanilla", 64, "uniform", 0, lag)
    return (f"Drawn smaller, evenly between −1/√64 and 1/√64, the untrained {CELLS['vanilla'].spoken} gives back "
            f"only {small:.0%}.")
