"""What the browser tells Python: the one way for every component.

A component says something by setting one value, `{number, moved, …fields}`: the number grows by one each time, and
`moved` names the fields that the visitor changed since Python was known to have heard everything, so that nothing is
lost if only the last of two quick moves arrives. Python sends back the last number it took, and the browser ignores
answers that are older than what it has said since (`js/channel.js`).

A session that finds something said when it begins cannot know whether the one before it heard that. It says so, and
the browser says once more what nobody may have heard.

Nothing that comes from a browser is trusted: a field that is not of its kind counts as None.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import streamlit as st

from explainer.state import coming_back

STATE = "selection"          # the component's value that carries it; in `js/channel.js`
Fields = dict[str, Any]


def is_whole(value: Any) -> bool:
    """Whether something is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Whether something is a finite number."""
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:        # whole, and beyond every float
        return False


def is_switch(value: Any) -> bool:
    """Whether something is true or false, and nothing else."""
    return isinstance(value, bool)


def is_text(value: Any) -> bool:
    """Whether something is a text."""
    return isinstance(value, str)


class Known(NamedTuple):
    """What a session knows of a component: the number it was told last, and the one it tells that it has heard."""

    number: int
    heard: int


@dataclass(frozen=True)
class Channel:
    """What one kind of component may say: each field with the test of its kind."""

    kinds: Mapping[str, Callable[[Any], bool]]

    def checked(self, sent: Any) -> Fields:
        """What was sent, field by field; None for what is missing or of another kind."""
        sent = sent if isinstance(sent, Mapping) else {}
        return {name: value if is_kind(value := sent.get(name)) else None for name, is_kind in self.kinds.items()}

    def said(self, key: str) -> Fields:
        """What the component of this key said last; None for every field if it said nothing."""
        return self.checked(_sent(key))

    def news(self, key: str) -> Fields:
        """What the visitor changed since this was last asked: fields with their values, all if it is not said which.

        Empty if nothing was said since. Ask in one place only, before the component is drawn again: in its callback,
        or where its section begins.
        """
        sent = _sent(key)
        number, known = number_of(sent), _known(key)
        if number == known.number:
            return {}
        st.session_state[_note(key)] = Known(number, number)
        moved = sent.get("moved")
        moved = moved if isinstance(moved, list) else []
        return {name: value for name, value in self.checked(sent).items() if name in moved or not moved}

    def heard(self, key: str) -> int:
        """The number of what `news` gave last, to be sent to the component; 0 if it said nothing yet.

        What a session finds said when it first looks is no news, and not heard either: it is negative then.
        """
        return _known(key).heard


def number_of(sent: Any) -> int:
    """The number of what was sent; 0 if it has none."""
    number = sent.get("number") if isinstance(sent, Mapping) else None
    return number if is_whole(number) and number > 0 else 0


def nothing() -> None:
    """For a component's callback where nothing is to be done: it keeps only values that have one."""


def _sent(key: str) -> Any:
    """What the browser sent last for a component, as it came."""
    return getattr(st.session_state.get(key), STATE, None)


def _known(key: str) -> Known:
    """What the session knows of a component; a component that has said nothing, or went away, begins at 0.

    Before a component is drawn for the first time nobody can read what it said, only that it said something.
    """
    number = number_of(_sent(key))
    if not number or _note(key) not in st.session_state:
        heard = -max(number, key in coming_back.held())
        st.session_state[_note(key)] = Known(number, heard)
    return st.session_state[_note(key)]


def _note(key: str) -> str:
    """Where the session keeps what it knows of a component."""
    return f"_{key}_heard"
