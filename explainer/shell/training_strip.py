"""What a visitor has in training, on every page: how each run is doing, and its Stop."""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape

import streamlit as st

from explainer.models.own_runs import OwnRun, active_runs
from explainer.training.status import POLL_SECONDS


def training_strip(place: str = "", is_shown_already: bool = False) -> None:
    """Ask about the visitor's runs, which keeps them alive, and list them unless the page does.

    A run that the chapter at `place` follows by itself is not listed.
    """
    if active_runs(but=place) and not is_shown_already:
        st.fragment(_strip, run_every=POLL_SECONDS)(place)


def list_of_runs(runs: Sequence[OwnRun], stopping: Callable[[OwnRun], Callable[[], None]]) -> None:
    """A line for each run; `stopping` makes what its Stop calls."""
    for run in runs:
        words, stop = st.columns([6, 1], vertical_alignment="center")
        words.html(f'<div class="u-job" role="status"><span>Training <b>{escape(run.title)}</b></span>'
                   f'<span class="u-track"><i style="width:{100 * run.fraction:.1f}%"></i></span>'
                   f"<span>{escape(run.line)}</span></div>")
        stop.button("Stop", icon=":material/stop:", key=f"stop_{run.key}", on_click=stopping(run), width="stretch",
                    help="What was trained is kept.")


def _strip(place: str) -> None:
    runs = active_runs(but=place)
    if not runs:
        st.rerun()
    list_of_runs(runs, lambda run: partial(_stop, run))


def _stop(run: OwnRun) -> None:
    """Stop it; the whole page runs, for the strip stands outside all sections."""
    run.stop()
    st.rerun()
