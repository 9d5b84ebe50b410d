"""Parts of a page that run again by themselves.

A widget inside a part reruns that part alone. Where its value is shown elsewhere, too, the control names the parts
that show it: `on_change=run_parts, args=([NAMES, SUMMARY],)`. Such a control stands in a part of its own, or it
would cut short a page that is still being made.
"""

import time
from collections.abc import Callable, Sequence
from functools import wraps

import streamlit as st

from explainer.state.address import settle

Section = Callable[..., None]

MOMENT = 0.05            # seconds: so long a browser takes to draw a picture
_AHEAD = "_parts_ahead"


def part(name: str | None = None) -> Callable[[Section], Section]:
    """Make a section of a page a part that keeps the address in step; `name` is for those who ask for it."""
    def made(section: Section) -> Section:
        @wraps(section)
        def run(*given, **named) -> None:
            section(*given, **named)
            settle()
        return st.fragment(run, key=name)
    return made


def run_parts(names: Sequence[str]) -> None:
    """Run these parts, in this order: for a control's `on_change`. The picture is the first of them."""
    st.session_state[_AHEAD] = True
    st.rerun(list(names))


def let_the_picture_be_drawn() -> None:
    """Call where the second part begins: after `run_parts`, the browser gets a moment before more keeps it busy."""
    if st.session_state.pop(_AHEAD, False):
        time.sleep(MOMENT)
