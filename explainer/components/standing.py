"""A chart that stands still: Plotly's, without its bar of buttons. One that follows a slider is a `live_chart`."""

import plotly.graph_objects as go
import streamlit as st


def standing_chart(figure: go.Figure, *, key: str, alt: str) -> None:
    """Draw a figure as wide as its place. `alt` says what is to be seen; `key` tells charts apart."""
    st.plotly_chart(figure, width="stretch", key=key, config={"displayModeBar": False}, alt=alt)
