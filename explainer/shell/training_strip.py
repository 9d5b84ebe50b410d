"""The strip that follows a training run on every page."""

from html import escape

import streamlit as st

from explainer.models.shelf import shelf
from explainer.training.status import POLL_SECONDS, status_line


def training_strip(is_shown_already: bool) -> None:
    """Ask about the session's runs, which keeps them alive, and show the one in progress unless the page does."""
    job = shelf().ask()
    if job is not None and job.is_active and not is_shown_already:
        st.fragment(_strip, run_every=POLL_SECONDS)()


def _strip() -> None:
    """The run in progress, on every page. Asking about it keeps it alive."""
    job = shelf().ask()
    if job is None or not job.is_active:
        st.rerun()
    title = escape(shelf().own[f"trained-{job.key}"].title)
    st.html(f'<div class="u-job" role="status"><span>Training <b>{title}</b></span>'
            f'<span class="u-track"><i style="width:{100 * job.fraction:.1f}%"></i></span>'
            f"<span>{escape(status_line(job))}</span></div>")
