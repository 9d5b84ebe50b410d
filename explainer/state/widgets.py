"""Streamlit widgets from the registry: a page names a control, and this is its place on the page.

A widget tells when it moves, and then the sections run that read its control (`sections`). So a page asks for the value
where it needs it, with `address.value`, and gets none here: a widget is no read of its control.

`then` is what else is to be set when the visitor moves a widget, before anything is drawn.
"""

import math
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explainer.shell.markdown import as_text
from explainer.state import coming_back, sections
from explainer.state.address import is_as_it_came, value_at
from explainer.state.controls import Choice, Control, Number, Text
from explainer.state.keys import session_key
from explainer.state.ledger import note_shown
from explainer.state.sections import follow, has_shown, watch

Then = Callable[[], None]

_IN_BROWSER = "_in_browser"      # what each widget was told to show there, by its key
_ANYTHING = "anything"           # a widget showed what this session cannot know
_LEFT_OUT = "_left_out"          # by a text's key: the text that is kept, and what is said of the rest


def place(control: Control, then: Then | None = None, suffix: str = "", shown: Any = None) -> dict[str, Any]:
    """The options by which a widget of Streamlit's becomes a place of a control: `st.pills("…", options, **place(X))`.

    A second place of the same control has a `suffix`. `shown` is what it shows, if that is not the control's value as
    it is: the last step for a step that lies beyond the end. What the visitor then chooses is the control's value.
    """
    key, widget = session_key(control), session_key(control, suffix=suffix)
    found = value_at(key, control.default)
    own = note_shown(widget, key, found, control.default)
    if widget not in _in_browser() and widget in coming_back.held() and is_as_it_came(control):
        wanted = found if shown is None else shown
        _in_browser()[widget] = Told(wanted)
        coming_back.leave_standing(widget, coming_back.Stood(wanted, key, then, isinstance(control, Text),
                                                              _unset(control)))
        return _options(key, widget, own, then)
    if shown is not None or suffix:
        st.session_state[widget] = found if shown is None else shown
    elif st.session_state.get(widget) is None or (widget in _in_browser() and _in_browser()[widget].value != found):
        st.session_state[widget] = found     # it was not on screen for a while, or another hand moved it: see there
    _tell(widget, st.session_state[widget])
    return _options(key, widget, own, then)


def _unset(control: Control) -> Any:
    """What a number's widget shows that nobody gave a value: its lower bound; None for other widgets."""
    return control.low if isinstance(control, Number) else None


def _options(key: str, widget: str, own: str, then: Then | None) -> dict[str, Any]:
    return {"key": widget, "on_change": _moved, "args": (key, widget, own, then)}


class Told(NamedTuple):
    """What the browser was told that a widget shows, what it showed before, and when that changed, in seconds."""

    value: Any
    before: Any = None
    since: float = -math.inf


def _tell(widget: str, value: Any) -> None:
    """The browser is told what a widget shows."""
    told = _in_browser().get(widget)
    if told is None and widget not in coming_back.held():
        _in_browser()[widget] = Told(value)
    elif told is None or told.value != value:
        _in_browser()[widget] = Told(value, told.value if told else _ANYTHING, time.monotonic())


def _is_echo(widget: str) -> bool:
    """Whether a widget says what it showed before it was told otherwise, a moment ago: it had not heard of it yet."""
    told = _in_browser().get(widget)
    return (told is not None and told.before in (_ANYTHING, st.session_state[widget])
            and time.monotonic() - told.since < sections.UNSENT)


def _in_browser() -> dict[str, Told]:
    """What each widget shows in the browser.

    Streamlit tells the browser of a value that a callback set, but forgets to where the callback asks for sections by
    their names; and a widget that was not told sends its old value with the next answer. So it is set once more when it
    is drawn, and only then: what the visitor types meanwhile stays.
    """
    return st.session_state.setdefault(_IN_BROWSER, {})


def _moved(key: str, widget: str, own: str, then: Then | None) -> None:
    if _is_echo(widget):
        st.session_state[widget] = _in_browser()[widget].value
        return
    _in_browser()[widget] = Told(st.session_state[widget])
    coming_back.is_heard(widget)
    if widget != key:
        st.session_state[key] = st.session_state[widget]
    has_shown(own, widget, st.session_state[key])
    if then is not None:
        then()
    follow(own)


def row() -> DeltaGenerator:
    """What is drawn in it stands side by side, each as wide as the others; on a telephone two and two.

    Not `st.columns`: on a telephone those stand one below the other, and everywhere each of them is two boxes more for
    the browser to draw at every answer.
    """
    return st.container(horizontal=True, vertical_alignment="bottom")


def slider(control: Number, then: Then | None = None, **options: Any) -> None:
    """A slider between the control's bounds."""
    st.slider(control.label, control.low, control.high, step=control.step, help=control.help or None,
              **place(control, then) | options)


def number(control: Number, then: Then | None = None, **options: Any) -> None:
    """A field for a number; anything out of bounds is refused by the field itself."""
    if isinstance(control.step, float) and control.step < 0.01:
        options.setdefault("format", "%g")       # the field's own two decimals would show 0.003 as 0.00
    st.number_input(control.label, control.low, control.high, step=control.step, help=control.help or None,
                    **place(control, then) | options)


def choice(control: Choice, then: Then | None = None, **options: Any) -> None:
    """A drop-down of a few options."""
    st.selectbox(control.label, list(control.options), format_func=control.options.get,
                 help=control.help or None, **place(control, then) | options)


def segments(control: Choice, then: Then | None = None, **options: Any) -> None:
    """The options side by side; one is always chosen."""
    st.segmented_control(control.label, list(control.options), required=True, format_func=control.options.get,
                         help=control.help or None, **place(control, then) | options)


def text(control: Text, then: Then | None = None, **options: Any) -> None:
    """A field for a text. What is typed or pasted is taken as far as an address can hold it, and what is left out is
    said below the field; `then` runs after that.

    No bound on the field itself: it would ignore a longer text whole, without a word.
    """
    def keep() -> None:
        key = session_key(control)
        st.session_state[key], said = control.fit(st.session_state[key])
        st.session_state.setdefault(_LEFT_OUT, {})[key] = st.session_state[key], said
        if then is not None:
            then()
    st.text_input(control.label, help=control.help or None, **place(control, keep) | options)
    if said := watch(_left_out, session_key(control)):
        st.warning(as_text(said), icon=":material/content_cut:")


def _left_out(key: str) -> str:
    """What is to be said of the text that a field holds; "" once it holds another one."""
    kept, said = st.session_state.get(_LEFT_OUT, {}).get(key, ("", ""))
    return said if st.session_state.get(key) == kept else ""
