"""A time series of the visitor's own: brought, shown beside its rivals' forecasts, and learned by a network."""

from functools import partial

import numpy as np
import streamlit as st

from explainer.components.live_chart.live_chart import live_chart
from explainer.learning.source_code import show_source
from explainer.shell.headings import header, note
from explainer.shell.markdown import as_text
from explainer.shell.run_progress import run_progress
from explainer.shell.steps import fine_print, picture, words
from explainer.state import sections, widgets
from explainer.state.cells import CELLS
from explainer.state.choices import CELL_LABELS, MAX_SEED
from explainer.training.status import POLL_SECONDS
from pages.hidden_state import series_controls as controls
from pages.hidden_state.forecast_chart import errors_figure, forecast_figure, memory_figure
from pages.hidden_state.own_series_chart import errors_table, lines_of, off_by, stretch, times_of
from pages.hidden_state.own_series_reading import how_it_was_read
from pages.hidden_state.own_series_state import (
    Learnable,
    another,
    is_training,
    let_go_of_the_file,
    own,
    shown,
    standing,
    take,
    train,
)
from rnncore.data.series import FIRST
from rnncore.diagnostics.states import neuron_order
from rnncore.tasks import brought_series, series_proposal
from rnncore.tasks.series_told import compared

CLAIM = "Bring a series of your own"
ONE_STEP, FREE = "one step ahead", "running free"
_CELL, _UNITS, _SEED, _VIEW = "own_series_cell", "own_series_units", "own_series_seed", "own_series_view"


def section() -> None:
    """Where it is brought, its picture, how it was read, the training, and how everyone did."""
    with words():
        header(CLAIM, "Dates and numbers, or numbers alone. The last sixth is held out: nothing learns from it.")
    with picture():
        _bring()
        _picture()
    with words():
        how_it_was_read()
    with fine_print():
        _training()
        _results()
        show_source(brought_series.start, brought_series.rivals_say, series_proposal.propose)


@sections.section("own_series_bring")
def _bring() -> None:
    """A file, a pasted text or a shipped series; and what became of it, in one sentence."""
    sections.watch(standing)
    which, brought = st.columns(2, vertical_alignment="bottom")
    with which:
        widgets.choice(controls.READ, another)
    with brought, st.popover("Bring your own series", icon=":material/upload_file:", width="stretch"):
        # Any ending: what is no text is refused here, in our words, and takes the place of what was said before.
        st.file_uploader("A table (CSV) with times and numbers, or a text file with a number per line",
                         key="own_series_file", on_change=sections.callback(_take_file))
        st.text_area("Or paste it here", key="own_series_pasted", height=120, persist_state="session")
        st.button("Use what is pasted", on_click=sections.callback(_take_pasted), key="own_series_use_pasted")
        st.caption("Your series stays in this session. Others never see it, and a link cannot carry it. This server "
                   "forgets it, and what learned from it, within a day.")
    if (message := own().message) is not None:
        # Words come from a stranger's file: shown as text, whatever they hold.
        (st.error if message[0] == "error" else st.success)(as_text(message[1]))
    elif shown() is None:
        st.info("You have brought no series in this session: bring one, or choose one that ships.")


def _take_file() -> None:
    upload = st.session_state.get("own_series_file")
    if upload is None:
        let_go_of_the_file()
        return
    take(upload.getvalue(), upload.name.rsplit(".", 1)[0])


def _take_pasted() -> None:
    take(st.session_state.get("own_series_pasted", "").encode(), "Pasted numbers")


@sections.section("own_series_picture")
def _picture() -> None:
    """The series, what each forecaster says of its held-out end, and the memory of the network."""
    sections.watch(standing)
    if (learnable := shown()) is None:
        return
    _draw(learnable, st.session_state.get(_VIEW) == FREE)
    st.segmented_control("Forecasts shown", [ONE_STEP, FREE], default=ONE_STEP, required=True, key=_VIEW,
                         persist_state="session")


def _draw(learnable: Learnable, is_free: bool) -> None:
    series, drawn = learnable.series, stretch(len(learnable.series.values), learnable.series.split)
    said = learnable.said.free if is_free else learnable.said.one_step
    naive = brought_series.strongest_naive(learnable.errors, is_free).name
    lines = lines_of(series.values, learnable.brought.whole.filled, said, naive, drawn)
    times = times_of(series.labels, drawn)
    how = FREE if is_free else ONE_STEP
    over = f"from {series.labels[drawn.first]} to {series.labels[-1]}"
    network = "the network, " if learnable.found else ""
    live_chart(forecast_figure(times, lines, "value"), key="own_series_chart",
               alt=f"What was measured {over}, and the forecasts {how} of {network}the autoregression and a naive rule")
    live_chart(errors_figure(times, off_by(lines[1:], series.values, drawn)), key="own_series_errors",
               alt=f"How far each forecast was off in the held-out end, {how}")
    if learnable.found:
        found = learnable.found[1]
        states = found.states
        if is_free:
            states = np.concatenate([found.states[:series.split], found.free_states[series.split:]])
        live_chart(memory_figure(times, states[drawn.first:].round(3), neuron_order(found.states[FIRST:])),
                   key="own_series_memory", alt=f"The network's memory {over}, a row per neuron")
    below = "In the middle: how far each forecast was off there. Below: the network's memory." if learnable.found else (
        "Below: how far each forecast was off there.")
    st.caption(f"{as_text(series.title)}. Above: the series and the forecasts; the held-out end begins at the line. "
               f"{below}")


@sections.section("own_series_training")
def _training() -> None:
    """Which network is to learn it, the button, and the run, whose clock the button starts."""
    sections.watch(standing)
    if (learnable := shown()) is None:
        return
    with widgets.row():
        st.segmented_control("Cell", list(CELL_LABELS), default="gru", required=True, format_func=CELL_LABELS.get,
                             key=_CELL, persist_state="session")
        st.segmented_control("Hidden units", [4, 8, 16, 32], default=16, required=True, key=_UNITS,
                             persist_state="session")
        st.number_input("Seed", 0, MAX_SEED, 0, key=_SEED, persist_state="session")
        st.button("Train a network on it", type="primary", icon=":material/play_arrow:", key="own_series_train",
                  on_click=sections.callback(_train), width="stretch")
    if learnable.run is not None:
        _run()


def _train() -> None:
    train(st.session_state[_CELL], st.session_state[_UNITS], st.session_state[_SEED])


def _seconds_to_the_next_look() -> float | None:
    return POLL_SECONDS if is_training() else None


@sections.section("own_series_run", every=_seconds_to_the_next_look)
def _run() -> None:
    run = shown().run
    run.look()
    run_progress(run, "own_series")


@sections.section("own_series_results")
def _results() -> None:
    """Everyone's errors, what they say in words, and the forecasts as a file."""
    sections.watch(standing)
    if (learnable := shown()) is None:
        return
    errors = learnable.errors
    cell = CELLS[learnable.run.recipe["cell"]].spoken if learnable.found else ""
    measured = int((~learnable.brought.whole.filled[learnable.series.split:]).sum())
    st.html(errors_table(errors, measured, f"your {cell}"))
    if not learnable.found:
        note("Rules without a network come first. Train one, and it joins them.")
        return
    st.markdown(" ".join(map(as_text, compared(errors))))
    made = partial(brought_series.forecasts_csv, learnable.found[0], learnable.series, learnable.brought)
    st.download_button("Forecasts (CSV)", made, "forecasts.csv", "text/csv", key="own_series_csv", on_click="ignore",
                       icon=":material/download:")
