"""What every page shares: the style sheet, the strip that follows a training run, and the picture first."""

import time
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from explainer.jobs import Job
from explainer.library import runner
from explainer.palette import css_variables
from explainer.shelf import shelf

POLL_SECONDS = 1.0
FIRST_SECONDS = 0.8
_STANDS = "_first_picture"
_STYLES = Path(__file__).parent / "styles"


def open_app(url_path: str) -> None:
    """Call once per run, before the page: styles, and the training strip if something trains.

    Home brings its style with its title (front.py). The page that shows the run itself needs no strip.
    """
    if url_path:
        st.html(f"<style>{style_of(url_path)}</style>")
    job = shelf().ask()
    if job is not None and job.is_active and url_path != "name-generation":
        st.fragment(_strip, run_every=POLL_SECONDS)()


def style_of(url_path: str) -> str:
    """A page's style sheet. Home is made of nothing but the frame; whoever comes first waits for no more than that."""
    return css_variables() + _sheets("frame") + (_sheets("") if url_path else "")


@cache
def _sheets(folder: str) -> str:
    return "".join(path.read_text() for path in sorted((_STYLES / folder).glob("*.css")))


def picture_first() -> None:
    """Call below the first picture of a page: on arrival, the browser gets a moment to draw it.

    What lies below makes it fetch chart libraries and draw for a second, and the picture would have to wait.
    """
    page = st.session_state.get("_page")
    if st.session_state.get(_STANDS) != page:
        time.sleep(FIRST_SECONDS)
    st.session_state[_STANDS] = page


def note(text: str) -> None:
    """A quiet remark."""
    st.html(f'<p class="u-note">{escape(text)}</p>')


def status_line(job: Job) -> str:
    """How a job is doing, in words."""
    place = runner().place(job)
    if place:
        return f"Waiting for a free core: number {place} in the queue"
    if job.latest is None:
        return "Starting: counting letters for the baselines"
    step, total = job.latest.step, job.training.run_start_step + job.training.config.steps
    line = f"Step {step:,} of {total:,}"
    left = job.seconds_left
    return f"{line}, about {_duration(left)} left" if job.is_active and left is not None else line


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"


def _strip() -> None:
    """The run in progress, on every page. Asking about it keeps it alive."""
    job = shelf().ask()
    if job is None or not job.is_active:
        st.rerun()
    share = job.latest.fraction if job.latest else 0.0
    title = escape(shelf().own[f"trained-{job.key}"].title)
    st.html(f'<div class="u-job" role="status"><span>Training <b>{title}</b></span>'
            f'<span class="u-track"><i style="width:{100 * share:.1f}%"></i></span>'
            f"<span>{escape(status_line(job))}</span></div>")
