"""What home begins with: its style sheet and its title, in one piece.

Streamlit fetches and starts a sanitizer before it shows any `st.html`. The picture below is a component anyway: with
title and style brought by another, nothing has to wait for the sanitizer.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from explainer.shell.frame import frame_style
from explainer.shell.headings import title_html


def title_with_style(claim: str, lead: str) -> None:
    """The claim of the whole app, and one sentence about it. Once, on home; `headings.arrive` at its end."""
    _component(claim, lead)(key="front")


@cache
def _component(claim: str, lead: str) -> Callable[..., Any]:
    return st.components.v2.component("front", css=frame_style(), isolate_styles=False,
                                      html=f'<div class="stHtml">{title_html(claim, lead)}</div>')
