"""A chart that stands still: drawn by Plotly, which has more kinds of marks than the live chart, and loaded with it."""

from typing import Any

import streamlit as st


def standing_chart(figure: Any, *, key: str, alt: str) -> None:
    """Draw a Plotly figure as wide as its place. `alt` says what is to be seen; `key` tells charts apart."""
    st.plotly_chart(figure, width="stretch", key=key, config={"displayModeBar": False}, alt=alt)
