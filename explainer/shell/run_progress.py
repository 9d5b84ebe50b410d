"""A run of a recipe while it is followed: how far it is, its Stop, and why it did not go on."""

import streamlit as st

from explainer.shell.markdown import as_text
from explainer.state import sections
from explainer.training.followed_run import FollowedRun
from explainer.training.job import FAILED
from explainer.training.status import headline


def run_progress(run: FollowedRun, key: str) -> None:
    """A bar with words, and the button that stops the run or lets it go on; `key` tells a page's runs apart."""
    if not run.has_ended:
        st.progress(run.share, text=headline(run))
    if run.is_active:
        st.button("Stop", icon=":material/stop:", key=f"{key}_stop", on_click=sections.callback(run.stop),
                  help="What was trained is kept.")
    elif not run.has_ended:
        st.button("Go on", icon=":material/play_arrow:", key=f"{key}_go_on", on_click=sections.callback(_go_on, run))
    if run.message:
        (st.error if run.status == FAILED else st.info)(as_text(run.message))


def _go_on(run: FollowedRun) -> None:
    run.go_on()
