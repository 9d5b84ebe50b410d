"""The code shown is the code that ran: read from the running module."""

import inspect
from collections.abc import Callable

import streamlit as st


@st.fragment
def show_source(*functions: Callable, label: str = "The code that ran") -> None:
    """A folded section with the source of each function, as Python itself has it.

    It is sent once the section is opened: nobody waits for code, and for what colours it, before that.
    """
    names = [f"{function.__module__}.{function.__qualname__}" for function in functions]
    folded = st.expander(label, icon=":material/code:", key=f"source {' '.join(names)}", on_change="rerun")
    if folded.open:
        for function, name in zip(functions, names, strict=True):
            folded.caption(f"`{name}`")
            folded.code(inspect.getsource(function), language="python")
