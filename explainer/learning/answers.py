"""What a visitor has answered: kept in the session, and in the visitor's own browser for the next one.

Nothing of it stands in an address, so a link that is passed on gives nothing away. What the browser kept is not
trusted: what is no answer to a question of the app is left out.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from explainer.components.kept_answers import kept_answers
from explainer.state import sections
from explainer.state.keys import open_chapter
from explainer.state.steps import DRAWN, steps_of

LONGEST = 200            # signs of a guess
MOST = 200               # answers that a browser may bring
_ANSWERS, _ASKED_IN, _RECALLED, _FORGET = "_answers", "_asked_in", "_recalled_guesses", "_forget_answers"


class Kept(NamedTuple):
    """One answer: to which question of which chapter, on which step, what was guessed last, and whether the first
    guess was right (None: nobody knows yet)."""

    place: str
    key: str
    step: str
    guess: str
    is_right: bool | None

    @property
    def name(self) -> str:
        """What it is called in the browser."""
        return f"{self.place}/{self.key}"

    def as_json(self) -> dict[str, Any]:
        """As the browser keeps it, under its name."""
        return {"step": self.step, "guess": self.guess, "right": self.is_right}


def guess_key(key: str) -> str:
    """The key of a question's widget."""
    return f"guess_{key}"


def begin_question(key: str, options: list[str]) -> None:
    """Before the widget of a question is drawn: what was recalled is set there, and its step is noted.

    Only a run of the whole page knows which step is being drawn.
    """
    if step := DRAWN.get():
        st.session_state.setdefault(_ASKED_IN, {})[key] = step
    recalled = st.session_state.get(_RECALLED, set())
    if key in recalled:
        recalled.discard(key)
        guess = st.session_state.get(guess_key(key))
        st.session_state[guess_key(key)] = guess if guess in options else None


def note_answer(key: str, guess: str, is_right: bool | None) -> None:
    """A question of the open chapter was answered; the first verdict stays. Kept in the browser, too."""
    made = Kept(open_chapter(), key, st.session_state.get(_ASKED_IN, {}).get(key, ""), guess, is_right)
    _take(made)
    kept = _answers()[made.name]
    kept_answers.keep({kept.name: kept.as_json()}, key)


def all_answers() -> tuple[Kept, ...]:
    """Every answer that this session knows. The section that asks runs again when that changes."""
    return sections.watch(_standing)


@sections.section("kept_answers")
def recall_answers() -> None:
    """Ask the browser for the answers of earlier visits: what waited for one follows. Once on a page."""
    kept_answers.ask_for_answers(sections.callback(_hear), st.session_state.get(_FORGET, ""))


def forget_answers() -> None:
    """Every question is unanswered, here and in the browser. For callbacks, where `recall_answers` stands."""
    for kept in _answers().values():
        st.session_state[guess_key(kept.key)] = None
    _answers().clear()
    st.session_state[_FORGET] = secrets.token_hex(4)


def answers_in(text: str) -> list[Kept]:
    """The answers in what a browser kept: JSON, by their names. What is none is left out."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    pairs = list(found.items())[:MOST] if isinstance(found, dict) else []
    return [kept for name, told in pairs if (kept := _answer_of(name, told)) is not None]


def _answer_of(name: str, told: Any) -> Kept | None:
    place, _, key = name.partition("/")
    control = steps_of(place)
    if control is None or not key.isidentifier() or not isinstance(told, Mapping):
        return None
    step, guess, right = (told.get(field) for field in ("step", "guess", "right"))
    if step not in control.names or not isinstance(guess, str) or not 0 < len(guess) <= LONGEST:
        return None
    return Kept(place, key, step, guess, right if isinstance(right, bool) else None)


def _hear() -> None:
    for kept in answers_in(kept_answers.news()):
        _take(kept, is_older=True)
        if st.session_state.get(guess_key(kept.key)) is None:
            st.session_state[guess_key(kept.key)] = kept.guess
            st.session_state.setdefault(_RECALLED, set()).add(kept.key)


def _take(kept: Kept, is_older: bool = False) -> None:
    """Know an answer. Of two verdicts the older one counts, of two guesses the newer one."""
    known = _answers().get(kept.name)
    if known is not None:
        older, newer = (kept, known) if is_older else (known, kept)
        right = newer.is_right if older.is_right is None else older.is_right
        kept = newer._replace(is_right=right, step=newer.step or older.step)
    _answers()[kept.name] = kept


def _answers() -> dict[str, Kept]:
    return st.session_state.setdefault(_ANSWERS, {})


def _standing() -> tuple[Kept, ...]:
    return tuple(_answers().values())
