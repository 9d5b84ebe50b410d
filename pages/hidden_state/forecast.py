"""A time series beside letters: forecasts against what happened, and the memory below them."""

import dataclasses

import numpy as np
import streamlit as st

from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.learning.source_code import show_source
from explainer.models import forecasters
from explainer.models.waiting import or_said
from explainer.shell.headings import header
from explainer.shell.steps import fine_print, picture, words
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from explainer.state.cells import CELLS
from explainer.state.steps import WHOLE
from pages.hidden_state import series_controls as controls
from pages.hidden_state.controls import STEP
from pages.hidden_state.forecast_chart import (
    Times,
    errors_figure,
    forecast_figure,
    free_line,
    memory_figure,
    naive_line,
    one_step_line,
    truth_line,
)
from pages.hidden_state.forecast_words import (
    ABOUT,
    ahead_words,
    one_step_words,
    reads_words,
    rival_words,
    seeds_table,
    seeds_words,
    span_words,
    when,
)
from pages.hidden_state.series_state import ForecastingNetwork, chosen
from pages.hidden_state.state import value_up_to
from rnncore.data.series import FIRST
from rnncore.diagnostics.states import neuron_order
from rnncore.tasks import autoregression, forecasting, series_experiment

Array = np.ndarray
CLAIM = "Fed with numbers, the same cell forecasts"
SEEDS = "One network may be lucky, so look at fifteen"


def section() -> None:
    """A forecasting network: its charts, and what they say in words."""
    with words():
        header(CLAIM,
               "Letters are only one kind of sequence. Here every step brings one number, and the network says the "
               "next. It learned from the beginning of the series. The stretch before the line chose its weights. "
               "<b>Nothing after the line was ever learned from.</b>")
    if value(STEP) == WHOLE:
        which_series()
    with picture():
        _forecasts()                         # it puts the slider right that the words read too
    with words():
        _which_network()
        _told()
    with fine_print():
        _about()
        show_source(forecasting.run_free, forecasting.naive_paths, autoregression.fit)


def by_seed() -> None:
    """Five seeds a cell, against a linear rule."""
    with words():
        header(SEEDS)
    with picture():
        _errors_by_seed()


def which_series() -> None:
    """The choice of series and cell, which every step about shipped series follows."""
    series, cell = st.columns([3, 2])
    with series:
        widgets.segments(controls.SERIES)
    with cell:
        widgets.segments(controls.CELL)


@sections.section("forecast", live=True)
@or_said()
def _forecasts() -> None:
    """The three charts, and where the network runs free."""
    network = chosen()
    series = network.series
    later = dataclasses.replace(controls.LATER, high=series.held_out - 1)
    value_up_to(later, later.high)
    _draw(network, network.free_run())
    where, fed = st.columns(2, vertical_alignment="bottom")
    with where:
        live_slider(later, help="", format="{} steps after the line")
    with fed:
        widgets.segments(controls.FED)


@sections.section("forecast_told", live=True)
@or_said()
def _told() -> None:
    """What the charts say in words."""
    network = chosen()
    series, paths, start = network.series, network.free_run(), network.start
    st.markdown(one_step_words(series, network.forecast, CELLS[network.cell].spoken))
    st.markdown(ahead_words(series, paths, start))


@sections.section("forecast_about")
@or_said()
def _about() -> None:
    """How to read the charts, and where the series is from."""
    network = chosen()
    series = network.series
    st.caption("Above: the series and the forecasts. The solid line is where the held-out end begins, the dashed one "
               "where it begins to run free. In the middle: how far each one-step forecast was off. Below: the "
               "network's memory at each moment, a row per neuron, violet −1 to red +1. Neurons that rise and fall "
               "together stand side by side.")
    source = series_experiment.SHIPPED[network.series_key].source
    st.caption(f"{ABOUT[network.series_key]} {span_words(series, source)} {reads_words(series)}")


@sections.section("forecasting_network")
def _which_network() -> None:
    """Which network it is; a press trains another one."""
    with widgets.row():
        widgets.segments(controls.UNITS)
        widgets.number(controls.SEED)
        st.button("Train another", icon=":material/refresh:", key="series_again", width="stretch",
                  help="The same network from another random start, trained here: a second or two.",
                  on_click=sections.callback(_another_seed))


def _another_seed() -> None:
    """Set the seed to the next one."""
    set_value(controls.SEED, (value(controls.SEED) + 1) % (controls.SEED.high + 1))


def _draw(network: ForecastingNetwork, paths: forecasting.Paths) -> None:
    """Forecasts, errors and memory below each other: a stretch before the line, and all of the held-out end."""
    series, said, start = network.series, network.forecast, network.start
    first, end = max(FIRST, series.split - series.held_out), len(series.values)
    naive = forecasting.naive_one_step(series, series.split)
    best_rule = naive[forecasting.strongest(naive, series.values[series.split:])]
    lines = [truth_line(series.values[first:]), one_step_line(said.one_step[first:]),
             free_line(_from_index(start, paths.values[0], end)[first:]),
             naive_line(_from_index(series.split, best_rule, end)[first:])]
    errors = [line._replace(values=line.values - series.values[first:]) for line in (lines[3], lines[1])]
    times = Times(series.times[first:], [when(series, i) for i in range(first, end)],
                  (series.split - first, start - first))
    states = (np.concatenate([said.states[:start], paths.states[0]]) if value(controls.FED) == "own" else said.states)
    over = f"from {when(series, first)} to {when(series, end - 1)}"
    live_chart(forecast_figure(times, lines, series.unit), key="series_chart", alt=(
        f"{series.title}: what was measured, the forecast one step ahead, running free and by the naive rule, {over}"))
    live_chart(errors_figure(times, errors), key="series_errors", alt=(
        f"How far the network and the naive rule were off, one step ahead, {over}"))
    live_chart(memory_figure(times, states[first:], neuron_order(said.states[FIRST:])), key="series_memory",
               alt=f"The network's memory {over}, a row per neuron")


def _from_index(start: int, values: Array, count: int) -> Array:
    """`values` from `start` on as a series of `count` values, nan before."""
    whole = np.full(count, np.nan)
    whole[start:] = values
    return whole


@sections.section("forecast_seeds")
def _errors_by_seed() -> None:
    """The table of five seeds a cell, against a linear rule."""
    key = value(controls.SERIES)
    rows = [row for row in forecasters.scores() if row.series == key]
    series, rival = forecasters.shipped_series(key), forecasters.linear(key)
    st.html(seeds_table(rows, series, *rival))
    st.markdown(seeds_words(rows, series))
    st.markdown(rival_words(rows, *rival))
