"""What a chapter has shown: the plain sentences that it ends with, each with a way to the step that showed it."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import streamlit as st

from explainer.shell.headings import subheader
from explainer.state import sections
from explainer.state.address import set_value
from explainer.state.steps import Steps


class Sentence(NamedTuple):
    """One thing that was seen: the step that showed it, by its name in the address, and plain words."""

    step: str
    words: str


def draw_summary(control: Steps, sentences: Sequence[Sentence]) -> None:
    """The sentences below one another, beside each a button that opens its step."""
    subheader("What you have seen")
    with st.container(key="u-sentences"):
        for i, (step, words) in enumerate(sentences):
            st.html(f"<p>{escape(words)}</p>")
            st.button(control.options[step], icon=":material/arrow_forward:", key=f"summary_{i}", type="tertiary",
                      on_click=sections.callback(set_value, control, step))
