"""The lag task: what it is, who solved it in the shipped trials, and what was published in 1997."""

import numpy as np
import streamlit as st

from explainer.components.standing import standing_chart
from explainer.learning.source_code import show_source
from explainer.shell.headings import header, note, subheader
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.vanishing_gradient import lag_controls as controls
from pages.vanishing_gradient import lag_trials
from pages.vanishing_gradient.lag_outcomes import Group, count_in_words, percent
from pages.vanishing_gradient.lag_questions import ask_about_the_second_gate, ask_which_bias, why_the_logarithm
from pages.vanishing_gradient.lag_table_chart import published_table, sequence_strip, success_table
from pages.vanishing_gradient.lag_task_chart import sequences_figure
from rnncore.tasks import lag

CLAIM = "A gate's bias sets how far it remembers"
EXAMPLE = 100                # steps of the sequence that is shown


def section() -> None:
    """The claim, one sequence, the shipped trials and a question about them; below, what they took, and 1997."""
    with words():
        header(CLAIM,
               f"The hardest test is the simplest. Read one of {lag.SYMBOLS} letters. Then read T letters that say "
               "nothing. Then answer: which one was first? Only a memory that lasts T steps can know, and only a "
               "gradient that lasts T steps can teach it.")
    with picture():
        one = lag.LagTask(EXAMPLE).draw(1, np.random.default_rng(0))
        st.html(sequence_strip(one.inputs.tolist()))
        shipped()
    with question():
        ask_which_bias()
    with fine_print():
        sequences_taken()
        ask_about_the_second_gate()
        why_the_logarithm()
        as_published()
        show_source(lag.LagTask, lag.Start, lag.run)


@sections.section("lag_sweep")
def shipped() -> None:
    """The trials that ship, for the chosen kind of bias, as a table."""
    with widgets.row():
        widgets.segments(controls.SWEPT)
        widgets.segments(controls.SWEPT_RATE)
    st.html(success_table(groups_now(), "How many seeds solved it. A dot is a seed: filled, it was solved."))


def groups_now() -> list[Group]:
    """The trials of the chosen kind of bias and learning rate."""
    return lag_trials.groups(value(controls.SWEPT), float(value(controls.SWEPT_RATE)))


@sections.section("lag_sequences")
def sequences_taken() -> None:
    """The sequences that the same trials took, and how they were trained."""
    found = groups_now()
    standing_chart(sequences_figure(found, lag_trials.budget()), key="lag_sequences",
                   alt="Sequences needed per seed, on a log scale. " + groups_in_words(found))
    note(f"Marks as in the table. A bar is the median; where fewer than half of the seeds solved it there is none. "
         f"These networks were trained before you came, with {lag.HIDDEN} "
         f"hidden units, Adam at {value(controls.SWEPT_RATE)}, {lag.BATCH} fresh sequences per update, gradients "
         f"clipped at {lag.CLIP:g} and at most {lag_trials.budget():,} sequences. W_hh starts orthogonal, in every "
         "gate, or for one row uniform from −1/√H to 1/√H, as in PyTorch, and for one as the identity, with ReLU "
         "instead of tanh. "
         f"Solved means {percent(lag.SOLVED)} right on {lag.WATCHED} other sequences. It holds for this start, this "
         "optimiser and this budget.")


def groups_in_words(groups: list[Group]) -> str:
    """How many seeds of each group solved each lag: the chart for those who cannot see it."""
    return " ".join(f"{group.name}: " + ", ".join(f"{count_in_words(outcomes)} at {steps}"
                                                  for steps, outcomes in group.outcomes.items() if outcomes) + "."
                    for group in groups)


def as_published() -> None:
    """The table of 1997, and why the two cannot be laid side by side."""
    subheader("The same question in 1997")
    st.html(published_table())
    note("The same question, not the same task. Theirs: two sequences in all, x or y first and always the same symbols "
         "after it, a prediction asked at every step, one sequence per update, no Adam, no clipping, weights from −0.2 "
         "to 0.2, up to 5 million sequences; no forget gate yet, which is our bias without bound; and the rivals of "
         "LSTM had logistic units, where our plain cell has tanh. "
         f"Ours: {lag.SYMBOLS} symbols, distractors drawn at random, one question at the end, {lag.BATCH} sequences "
         f"per update, at most {lag_trials.budget():,} in all. So neither who succeeds nor after how many sequences "
         "can be compared: the table is where the question comes from.")
