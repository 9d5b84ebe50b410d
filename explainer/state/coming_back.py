"""A page that stands in a browser, and a session that knows nothing of it.

A server that was started again, another replica, a connection that was away for too long: the browser connects, gets a
new session, and sends with its first run what all its widgets show. Its address is as old as the last answer, and the
visitor may have moved something since. So what a widget shows counts more than the address: the widget is left as it
is, and if it shows something else than the address says, that is taken as the move that nobody heard.

The browser must ask for the whole page as soon as it is connected, or a move would name a section that the new session
does not know, and be dropped without a word. Streamlit's does so wherever a section runs by the clock, and therefore
every page has one (`be_asked_for`). What is moved before that run has come to its end is dropped still; the clock ticks
once more soon after, and every tick brings all values.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

DAY = 86_400.0           # seconds between two ticks of a clock that is only there to be there
SOON = 1.0               # seconds until the browser is asked once more
_KNOWN, _STOOD, _DUE = "_is_known", "_stood_in_the_browser", "_asked_again"


class Stood(NamedTuple):
    """A widget that stood in the browser already: what it should show, its control's key, what else a move does."""

    wanted: Any
    key: str
    then: Callable[[], None] | None


def held() -> frozenset[str]:
    """The keys of the widgets that the browser shows and this session does not know; none once a page has run whole."""
    context = get_script_run_ctx()
    if context is None or st.session_state.get(_KNOWN):
        return frozenset()
    sent = context.session_state.get_widget_states()
    return frozenset(key for state in sent if (key := user_key_from_element_id(state.id)) is not None)


def leave_standing(widget: str, wanted: Any, key: str, then: Callable[[], None] | None) -> None:
    """This widget is not set: the browser shows it. `wanted` is what it should show."""
    _stood()[widget] = Stood(wanted, key, then)


def is_heard(widget: str) -> None:
    """This widget told by itself that it was moved."""
    _stood().pop(widget, None)


def hear() -> None:
    """Before a page is drawn: do what the widgets do that were moved while nobody listened."""
    for widget, (_, key, then) in _moved().items():
        st.session_state[key] = st.session_state[widget]
        if then is not None:
            then()
    if st.session_state.get(_KNOWN):
        _stood().clear()


def was_moved() -> bool:
    """After the whole page was drawn: whether a widget shows something else than it should."""
    st.session_state[_KNOWN] = True
    return bool(_moved())


def be_asked_for(soon: bool) -> None:
    """Set the clock by which a browser asks for the page when it is connected again; `soon`: it ticks in a moment."""
    st.session_state[_DUE] = False
    st.fragment(_tick, key="coming_back", run_every=SOON if soon else DAY)()
    st.session_state[_DUE] = soon


def _tick() -> None:
    if st.session_state.get(_DUE):
        st.session_state[_DUE] = False
        st.rerun()


def _moved() -> dict[str, Stood]:
    return {widget: stood for widget, stood in _stood().items()
            if st.session_state.get(widget, stood.wanted) not in (None, stood.wanted)}


def _stood() -> dict[str, Stood]:
    return st.session_state.setdefault(_STOOD, {})
