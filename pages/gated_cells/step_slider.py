"""A slider for the step looked at, for sections from which the wiring is out of sight."""

import streamlit as st

from explainer.state import widgets
from pages.gated_cells import controls
from pages.gated_cells.state import State


def step_slider(now: State, suffix: str, where: str) -> None:
    """Another slider of the same step; its key ends in `suffix`, its name in `where`. None for a single step."""
    if now.passage.steps < 2:
        return
    st.slider(f"{controls.AT.label}, {where}", 1, now.passage.steps, help="One step is looked at in the whole chapter.",
              **widgets.place(controls.AT, suffix=suffix, shown=now.step))
