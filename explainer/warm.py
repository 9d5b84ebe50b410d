"""What the first visitor of a page would wait for, made ready while nobody does."""

from threading import Timer

import streamlit as st

from rnncore.sentences import TASKS

WAIT_SECONDS = 5.0           # whoever came first has their page by then


@st.cache_resource(show_spinner=False)
def warm_up() -> None:
    """Once per server, and out of the way: the sentences of the year task, a second's work."""
    later = Timer(WAIT_SECONDS, TASKS["year"].data)
    later.daemon = True
    later.start()
