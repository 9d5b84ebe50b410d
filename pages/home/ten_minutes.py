"""What a visitor will understand in ten minutes, and the path that leads there."""

from html import escape

import streamlit as st

from explainer.shell.headings import header
from explainer.shell.path import link_to_the_start, stops

PROMISES = """
- why a loop in a network becomes a plain chain once you **unroll** it over time;
- what the **memory** is: a row of numbers, made anew at every step from the input and the old memory;
- why a plain network **forgets**, and what the gates of an LSTM do about it;
- why a longer text needs **no more weights**: the same matrices are used at every step;
- how a network that only ever guesses the next letter can **write**.
"""


def section() -> None:
    """The promises, the way to the path's first step, and the names of all of them."""
    header("In ten minutes you will understand")
    st.markdown(PROMISES)
    link_to_the_start(f"**The ten-minute path**, {len(stops())} steps across the chapters")
    st.html(f'<p class="u-note">{" → ".join(escape(stop.label) for stop in stops())}</p>')
