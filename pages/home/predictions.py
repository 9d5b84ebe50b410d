"""What the visitor predicted in the chapters, and how it came out."""

from collections.abc import Sequence

import streamlit as st

from explainer.learning.answers import Kept, all_answers, forget_answers, recall_answers
from explainer.shell.headings import header, note
from explainer.shell.menu import link_to
from explainer.state import sections
from explainer.state.steps import steps_of
from pages.home.doors import DOORS

# By whether the first guess was right: the icon and what the link says of it.
VERDICTS = {True: ("check_circle", ""), False: ("lightbulb", ", not at first"), None: ("schedule", ", not yet known")}


@sections.section("predictions")
def section() -> None:
    """A line for each chapter in which something was answered, with a link to each step; nothing if nothing was."""
    recall_answers()
    answers = all_answers()
    if not answers:
        return
    header("What you have predicted")
    for place, label, _ in DOORS:
        if mine := in_order([kept for kept in answers if kept.place == place]):
            _chapter(label, mine)
    words, forget = st.columns([3, 1], vertical_alignment="center")
    with words:
        note("Your answers are kept in this browser, without your name, and are in no link that you pass on.")
    forget.button("Forget them all", icon=":material/delete:", key="forget_answers", width="stretch",
                  on_click=sections.callback(forget_answers))


def in_order(answers: Sequence[Kept]) -> list[Kept]:
    """The answers of one chapter, in the order of its steps."""
    return sorted(answers, key=lambda kept: steps_of(kept.place).names.index(kept.step))


def summary(answers: Sequence[Kept]) -> str:
    """How many of them were right at first go."""
    right = sum(kept.is_right is True for kept in answers)
    return f"{right} of {len(answers)} prediction{'' if len(answers) == 1 else 's'} right at first go"


def _chapter(label: str, answers: Sequence[Kept]) -> None:
    told, links = st.columns([1, 2], vertical_alignment="center")
    told.markdown(f"**{label}**  \n{summary(answers)}")
    with links.container(horizontal=True):
        for kept in answers:
            icon, verdict = VERDICTS[kept.is_right]
            link_to(kept.place, f"{steps_of(kept.place).options[kept.step]}{verdict}", icon=f":material/{icon}:",
                    query_params={"step": kept.step})
