"""A time series beside letters: forecasts against what happened, and the memory below them."""

import dataclasses
from typing import NamedTuple

import numpy as np
import streamlit as st

from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.learning.prediction import Answer, answered, predict
from explainer.learning.source_code import show_source
from explainer.models import forecasters
from explainer.shell.headings import header, subheader
from explainer.state import widgets
from explainer.state.address import value
from explainer.state.choices import CELLS
from pages.hidden_state import series_controls as controls
from pages.hidden_state.forecast_chart import (
    Times,
    errors_figure,
    forecast_figure,
    free_line,
    horizon_figure,
    memory_figure,
    naive_line,
    number,
    one_step_line,
    truth_line,
)
from pages.hidden_state.forecast_words import (
    ABOUT,
    ahead_words,
    one_step_words,
    reads_words,
    rival_words,
    rule_words,
    seeds_table,
    seeds_words,
    span_words,
    when,
)
from pages.hidden_state.memory import answering
from rnncore.data.series import FIRST, Series
from rnncore.diagnostics.states import neuron_order
from rnncore.tasks import autoregression, forecasting, series_experiment

Array = np.ndarray


class Chosen(NamedTuple):
    """The network that is shown, as its settings, and what it was trained on."""

    key: str
    cell: str
    hidden: int
    seed: int

    @property
    def series(self) -> Series:
        """The series it learned."""
        return series_experiment.shipped(self.key)


def forecast_section() -> None:
    """The whole section, header included."""
    header("Fed with numbers, the same cell forecasts",
           "Letters are only one kind of sequence. Here every step brings one number, and the network says the next. "
           "It learned from the beginning of the series. The stretch before the line chose its weights. <b>Nothing "
           "after the line was ever learned from.</b>")
    _follow()
    show_source(forecasting.run_free, forecasting.naive_paths, autoregression.fit)


def chosen() -> Chosen:
    """What the controls ask for."""
    return Chosen(value(controls.SERIES), value(controls.CELL), int(value(controls.UNITS)), value(controls.SEED))


@answering
def _follow() -> None:
    """Everything that follows the controls."""
    series, cell = st.columns([3, 2])
    with series:
        widgets.segments(controls.SERIES)
    with cell:
        widgets.segments(controls.CELL)
    now = chosen()
    _chart(now)
    _how_far(now)
    _seeds(now)


def _chart(now: Chosen) -> None:
    """The chart, what else can be set, and what it says in words."""
    said, series = forecasters.forecast_of(*now), now.series
    start = series.split + min(value(controls.LATER), series.held_out - 1)
    paths = _free(now, said, start)
    _draw(now, said, paths, start)
    _below(series)
    st.markdown(one_step_words(series, said, CELLS[now.cell]))
    st.markdown(ahead_words(series, paths, start))
    st.caption(f"{ABOUT[now.key]} {span_words(series, series_experiment.SHIPPED[now.key].source)} {reads_words(series)}")


def _below(series: Series) -> None:
    """Where it runs free, whose memory is shown, and which network it is; a press trains another one."""
    later = dataclasses.replace(controls.LATER, high=series.held_out - 1)
    st.session_state[later.key] = min(value(later), later.high)
    where, fed = st.columns([3, 2], vertical_alignment="bottom")
    with where:
        live_slider(later, help="", format="{} steps after the line")
    with fed:
        widgets.segments(controls.FED)
    with widgets.row():
        widgets.segments(controls.UNITS)
        widgets.number(controls.SEED)
        st.button("Train another", icon=":material/refresh:", key="series_again", on_click=_another_seed,
                  width="stretch", help="The same network from another random start, trained here: a second or two.")


def _another_seed() -> None:
    st.session_state[controls.SEED.key] = (value(controls.SEED) + 1) % (controls.SEED.high + 1)


def _free(now: Chosen, said: forecasting.Forecast, start: int) -> forecasting.Paths:
    """Its free run from `start` on: [1, steps]."""
    series = now.series
    if start == series.split:
        return forecasting.Paths(said.free_running[None, start:], said.free_states[None, start:])
    return forecasting.run_free(forecasters.forecaster(*now), series, np.array([start - 1]),
                                len(series.values) - start, said.trace)


def _draw(now: Chosen, said: forecasting.Forecast, paths: forecasting.Paths, start: int) -> None:
    """A stretch before the line, and all of the held-out end: forecasts, errors and memory below each other."""
    series = now.series
    first, end = max(FIRST, series.split - series.held_out), len(series.values)
    free, states = np.full(len(series.values), np.nan), said.states
    free[start:] = paths.values[0]
    if value(controls.FED) == "own":
        states = np.concatenate([said.states[:start], paths.states[0]])
    naive = forecasting.naive_one_step(series, series.split)
    rule = forecasting.strongest(naive, series.values[series.split:])
    plain = np.full(len(series.values), np.nan)
    plain[series.split:] = naive[rule]
    lines = [truth_line(series.values[first:]), one_step_line(said.one_step[first:]), free_line(free[first:]),
             naive_line(plain[first:])]
    errors = [line._replace(values=line.values - series.values[first:]) for line in (lines[3], lines[1])]
    times = Times(series.times[first:], [when(series, i) for i in range(first, end)],
                  (series.split - first, start - first))
    over = f"from {when(series, first)} to {when(series, end - 1)}"
    live_chart(forecast_figure(times, lines, series.unit), key="series_chart", alt=(
        f"{series.title}: what was measured, the forecast one step ahead, running free and by the naive rule, {over}"))
    live_chart(errors_figure(times, errors), key="series_errors", alt=(
        f"How far the network and the naive rule were off, one step ahead, {over}"))
    live_chart(memory_figure(times, states[first:], neuron_order(said.states[FIRST:])), key="series_memory",
               alt=f"The network's memory {over}, a row per neuron")
    begins = "" if start == series.split else " The dashed line is where it begins to run free."
    st.caption(f"Above: the series and the forecasts. The solid line is where the held-out end begins.{begins} In the "
               "middle: how far each one-step forecast was off. Below: the network's memory at each moment, a row per "
               "neuron, violet −1 to red +1. Neurons that rise and fall together stand side by side.")


def _how_far(now: Chosen) -> None:
    """Error against distance: a question, then the chart."""
    series, errors = now.series, forecasters.horizon_of(*now)
    step = "year" if series.per_year == 1 else "month"
    subheader("The further ahead, the less it knows",
              "Running free, the network reads its own guess as if it had happened. Each error goes in and comes out "
              "again.")
    options = [NOT_ONE, f"Up to {series.period} {step}s", f"More than {series.period} {step}s"]
    predict(f"ahead_{now.key}", "Running free, how far ahead does it stay closer to the truth than every naive rule?",
            options, lambda: how_far(errors, series, options))
    with st.expander("Error against distance", icon=":material/show_chart:",
                     expanded=answered(f"ahead_{now.key}")):
        names = {"free": f"{CELLS[now.cell]}, running free",
                 **{rule: rule_words(rule, series) for rule in ("last", "season", "steps")}}
        live_chart(horizon_figure(errors, names, series.unit, step), key="series_horizon",
                   alt=f"Error against {step}s ahead, for the network running free and for three naive rules")
        origins = series.held_out - len(errors["free"]) + 1
        st.caption(f"Root mean square over {origins} starts in the held-out end, the same for every distance. The "
                   "fourth rule, the last step again and again, is measured but not drawn.")


NOT_ONE = "Not even one step"


def how_far(errors: dict[str, Array], series: Series, options: list[str]) -> Answer:
    """Up to which distance the free run beats all four rules."""
    best = np.min([error for rule, error in errors.items() if rule != "free"], axis=0)
    lost = np.flatnonzero(errors["free"] >= best)
    reach = int(lost[0]) if len(lost) else len(best)
    right = options[0] if reach == 0 else options[1] if reach <= series.period else options[2]
    step = "year" if series.per_year == 1 else "month"
    told = (f"It stays ahead over all {reach} {step}s that were measured." if not len(lost) else
            f"At {reach + 1} {step}{'s' if reach else ''} ahead a rule is as close or closer: "
            f"{number(best[reach])} against {number(errors['free'][reach])} {series.unit}.")
    starts = series.held_out - len(best) + 1
    return Answer(right, f"Over {starts} starts in the held-out end, the same for every distance: one {step} ahead its "
                         f"error is {number(errors['free'][0])}, that of the best rule {number(best[0])}. (The numbers "
                         f"above are over all {series.held_out} held-out values.) {told}")


def _seeds(now: Chosen) -> None:
    """The table of five seeds."""
    rows = [row for row in forecasters.scores() if row.series == now.key]
    subheader("One network may be lucky, so look at fifteen")
    rival = forecasters.linear(now.key)
    st.markdown(seeds_words(rows, now.series))
    st.markdown(rival_words(rows, *rival))
    st.html(seeds_table(rows, now.series, *rival))
