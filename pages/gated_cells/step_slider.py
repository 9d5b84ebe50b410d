"""A slider for the step looked at, for sections from which the wiring is out of sight."""

import streamlit as st

from pages.gated_cells import controls
from pages.gated_cells.state import State


def step_slider(now: State, key: str, where: str) -> None:
    """Another slider of the same step under a key of its own; `where` sets its name apart. None for a single step."""
    if now.passage.steps < 2:
        return
    st.session_state[key] = now.step
    st.slider(f"{controls.AT.label}, {where}", 1, now.passage.steps, key=key, on_change=_take, args=(key,),
              help="The same step as in the picture at the top.")


def _take(key: str) -> None:
    st.session_state[controls.AT.key] = st.session_state[key]
