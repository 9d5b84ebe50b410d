"""The one training runner of the server."""

import streamlit as st

from explainer.training.runner import Runner


@st.cache_resource(show_spinner=False)
def runner() -> Runner:
    """The server's one training runner."""
    return Runner()
