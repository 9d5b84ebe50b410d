"""What the first visitor of a page would wait for, made ready while nobody does."""

from threading import Timer

import streamlit as st

from explainer.names_at_work import write_ahead
from rnncore.sentences import TASKS

WAIT_SECONDS = 5.0           # whoever came first has their page by then


@st.cache_resource(show_spinner=False)
def warm_up() -> None:
    """Once per server, and out of the way."""
    later = Timer(WAIT_SECONDS, _get_ready)
    later.daemon = True
    later.start()


def _get_ready() -> None:
    write_ahead()                     # home: 0.4 seconds
    TASKS["year"].data()              # why recurrence: a second
