"""A page that stands in a browser, and a session that knows nothing of it.

A server that was started again, another replica, a connection that was away for too long: the browser connects, gets a
new session, and sends with its first run what all its widgets show. Its address is as old as the last answer, and the
visitor may have moved something since. So what a widget shows counts more than the address: the widget is left as it
is, and if it shows something else than the address says, that is taken as the move that nobody heard. What such a move
sets besides, before the other widgets are drawn, counts more than what those show.

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
    """A widget that stood in the browser already: what it should show, its control's key, what else a move does.

    `is_typed`: a visitor may be writing in it what was not sent yet. `unset` is what the widget shows
    where it was given nothing: that is no move.
    """

    wanted: Any
    key: str
    then: Callable[[], None] | None
    is_typed: bool
    unset: Any


def held() -> frozenset[str]:
    """The keys of the widgets that the browser shows and this session does not know; none once a page has run whole."""
    context = get_script_run_ctx()
    if context is None or st.session_state.get(_KNOWN):
        return frozenset()
    sent = context.session_state.get_widget_states()
    return frozenset(key for state in sent if (key := user_key_from_element_id(state.id)) is not None)


def leave_standing(widget: str, stood: Stood) -> None:
    """This widget is not set: the browser shows it."""
    _stood()[widget] = stood


def is_heard(widget: str) -> None:
    """This widget told by itself that it was moved."""
    _stood().pop(widget, None)


def hear() -> None:
    """Before a page is drawn for the second time: do what the widgets do that were moved while nobody listened.

    Every widget is set to what it showed when it was found, for the browser may have made it anew since. Not a field
    that is written in: what is not sent yet would be lost.
    """
    if not st.session_state.get(_KNOWN):
        return
    moved = _moved()
    for widget, stood in _stood().items():
        if not stood.is_typed and st.session_state.get(widget) is not None:
            st.session_state[widget] = st.session_state[widget] if widget in moved else stood.wanted
    for widget, stood in moved.items():
        st.session_state[stood.key] = st.session_state[widget]
        if stood.then is not None:
            stood.then()
    _stood().clear()


def is_found() -> bool:
    """After the whole page was drawn: whether it stood in the browser before, and must be drawn once more."""
    st.session_state[_KNOWN] = True
    return bool(_stood())


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
            if st.session_state.get(widget, stood.wanted) not in (None, stood.wanted, stood.unset)}


def _stood() -> dict[str, Stood]:
    return st.session_state.setdefault(_STOOD, {})
