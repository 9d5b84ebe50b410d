"""Streamlit widgets from the registry: a page names a control and gets its value."""

from typing import Any

import streamlit as st

from explainer.controls import Choice, Number, Text


def slider(control: Number, **options: Any) -> float:
    """A slider between the control's bounds."""
    return st.slider(control.label, control.low, control.high, step=control.step, key=control.key,
                     help=control.help or None, **options)


def number(control: Number, **options: Any) -> float:
    """A field for a number; anything out of bounds is refused by the field itself."""
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


def text(control: Text, **options: Any) -> str:
    """A field for a short text."""
    return st.text_input(control.label, max_chars=control.longest, key=control.key,
                         help=control.help or None, **options)
