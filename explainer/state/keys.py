"""What things are called in a visitor's session: `chapter.control`, so that two chapters may use one short name.

The address needs no such care, for it names its chapter already: there a control goes by its `key` alone.
"""

import re

import streamlit as st

from explainer.state.controls import Control

PAGE_OPEN = "_page"      # the chapter that is open


def open_chapter() -> str:
    """The chapter that is open, by its place in the address; "" before any was opened, and on the first page."""
    return st.session_state.get(PAGE_OPEN, "")


def session_key(control: Control, prefix: str = "", suffix: str = "") -> str:
    """Where the open chapter keeps a control in the session; `prefix` and `suffix` tell its widgets apart."""
    return qualified("" if control.is_everywhere else open_chapter(), f"{prefix}{control.key}{suffix}")


def qualified(chapter: str, name: str) -> str:
    """`name` as the session has it for a chapter: `gates.unit`. The first page has no place, so nothing before it."""
    return f"{chapter}.{name}" if chapter else name


def css_class(chapter: str, name: str) -> str:
    """The class that Streamlit gives the element of this key, for style sheets and tests: `st-key-gates-unit`."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", qualified(chapter, name).strip())
