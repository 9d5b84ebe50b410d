"""The code shown is the code that ran: read from the running module."""

import inspect
from collections.abc import Callable

import streamlit as st


def show_source(*functions: Callable, label: str = "The code that ran") -> None:
    """A folded section with the source of each function, as Python itself has it."""
    with st.expander(label, icon=":material/code:"):
        for function in functions:
            st.caption(f"`{function.__module__}.{function.__qualname__}`")
            st.code(inspect.getsource(function), language="python")
