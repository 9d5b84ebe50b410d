"""What a visitor will understand in ten minutes."""

import streamlit as st

from explainer.shell.headings import header

PROMISES = """
- why a loop in a network becomes a plain chain once you **unroll** it over time;
- what the **memory** is: a row of numbers, made anew at every step from the input and the old memory;
- why a plain network **forgets**, and what the gates of an LSTM do about it;
- why a longer text needs **no more weights**: the same matrices are used at every step;
- how a network that only ever guesses the next letter can **write**.
"""


def section() -> None:
    """A list of promises."""
    header("In ten minutes you will understand")
    st.markdown(PROMISES)
