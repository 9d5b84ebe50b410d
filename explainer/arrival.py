"""A link that asks for a trained model: found in the runner, or trained again."""

import streamlit as st

from explainer import controls, library
from explainer.address import value
from explainer.recipes import recipe_from_controls
from explainer.shelf import shelf


def model_from_address() -> None:
    """If the model asked for is a trained one this session does not have, get it by its recipe."""
    wanted = value(controls.MODEL)
    is_known = not wanted.startswith("trained-") or wanted in shelf().own
    if is_known or value(controls.LIST) not in controls.LISTS:
        return
    try:
        corpus = library.shipped_corpus(value(controls.LIST))
        job = library.runner().submit(shelf().session, corpus, recipe_from_controls(corpus))
    except ValueError:
        return
    st.session_state["model"] = shelf().add_job(job).key
    if job.is_active:
        st.info("This link holds a network that was trained elsewhere. It is being trained again, from its recipe.",
                icon=":material/model_training:")
