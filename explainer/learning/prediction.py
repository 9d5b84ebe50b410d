"""Predict, then see: a question whose answer the live model gives."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import escape
from typing import NamedTuple

import streamlit as st

from explainer.learning.answers import begin_question, guess_key, note_answer
from explainer.shell.markdown import as_label
from explainer.state import sections
from explainer.state.ledger import PAGE, running


class Answer(NamedTuple):
    """What the model says: which option is right, the sentence with the numbers, and ties if there are any."""

    right: str
    because: str
    also: tuple[str, ...] = ()      # options that are as good as right: a tie


def answered(key: str) -> bool:
    """Whether the visitor has guessed: what gives the answer away stays folded or covered until then.

    The section that asks runs again when that changes.
    """
    return sections.watch(_is_answered, key)


def until_answered(key: str) -> AbstractContextManager:
    """A place for the picture that answers a question: its axes stand there, the rest is drawn once it is guessed."""
    return st.container(key=f"{'told' if answered(key) else 'covered'}_{key}")


def _is_answered(key: str) -> bool:
    return st.session_state.get(guess_key(key)) is not None


def _noted() -> None:
    """A guess sets nothing; what waited for it follows."""


def predict(key: str, question: str, options: list[str], answer: Callable[[], Answer | None]) -> None:
    """Ask, wait for a guess, then compute the answer and say whether the guess was right.

    `answer` runs only after a guess, on the model as it is then. It gives None while there is nothing to measure yet.
    What was guessed, and whether that was right at first go, is kept for the next visit (`answers`). The question is
    plain text, the answer Markdown. `key` is the question's own in the whole app.
    """
    with st.container(border=True):
        answered(key)
        begin_question(key, options)
        in_section = (record := running()) is not None and record.name != PAGE
        guess = st.segmented_control(as_label(question), options, key=guess_key(key), persist_state="session",
                                     on_change=sections.callback(_noted) if in_section else None)
        if guess is None:
            return
        found = answer()
        if found is None:
            note_answer(key, guess, None)
            st.caption("Noted. You will see when the training is done.")
            return
        right, because, also = found
        note_answer(key, guess, guess in (right, *also))
        verdict = "Yes." if guess in (right, *also) else f"Not this time: {' or '.join((right, *also))}."
        icon = ":material/check_circle:" if guess == right else ":material/lightbulb:"
        st.markdown(f"{icon} **{verdict}** {because}")
        said = re.sub(r"\\(.)|\*", lambda sign: sign[1] or "", f"{verdict} {because}")         # as it shows
        st.html(f'<p class="u-unseen" role="status">{escape(said)}</p>')
