"""Streamlit widgets from the registry: a page names a control and gets its value."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explainer.state.controls import Choice, Number, Text


def row() -> DeltaGenerator:
    """What is drawn in it stands side by side, each as wide as the others; on a telephone two and two.

    Not `st.columns`: on a telephone those stand one below the other, and everywhere each of them is two boxes more for
    the browser to draw at every answer.
    """
    return st.container(horizontal=True, vertical_alignment="bottom")


def slider(control: Number, **options: Any) -> float:
    """A slider between the control's bounds."""
    return st.slider(control.label, control.low, control.high, step=control.step, key=control.key,
                     help=control.help or None, **options)


def number(control: Number, **options: Any) -> float:
    """A field for a number; anything out of bounds is refused by the field itself."""
    if isinstance(control.step, float) and control.step < 0.01:
        options.setdefault("format", "%g")       # the field's own two decimals would show 0.003 as 0.00
    return st.number_input(control.label, control.low, control.high, step=control.step,
                           key=control.key, help=control.help or None, **options)


def choice(control: Choice, **options: Any) -> str:
    """A drop-down of a few options."""
    return st.selectbox(control.label, list(control.options), format_func=control.options.get,
                        key=control.key, help=control.help or None, **options)


def segments(control: Choice, **options: Any) -> str:
    """The options side by side; one is always chosen."""
    return st.segmented_control(control.label, list(control.options), required=True,
                                format_func=control.options.get, key=control.key,
                                help=control.help or None, **options)


def free_text(control: Text, then: Callable[[], None] | None = None, **options: Any) -> str:
    """A field for a text of any length. It is kept to what an address can hold; `then` runs after that.

    No bound on the field itself: a text that is too long gets a sentence, not a deaf field.
    """
    return st.text_input(control.label, key=control.key, help=control.help or None, on_change=_keep,
                         args=(control, then), **options)


def _keep(control: Text, then: Callable[[], None] | None) -> None:
    typed = "".join(sign for sign in st.session_state[control.key] if sign.isprintable())
    st.session_state[control.key] = typed[:control.longest]
    if then is not None:
        then()


def text(control: Text, **options: Any) -> str:
    """A field for a short text."""
    return st.text_input(control.label, max_chars=control.longest, key=control.key,
                         help=control.help or None, **options)
