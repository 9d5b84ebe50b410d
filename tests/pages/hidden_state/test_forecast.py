"""The time series on the hidden-state page: the drawn forecasts are the network's own, at every setting."""

import numpy as np
import pytest

from explainer.models import forecasters
from explainer.models.forecasters import shipped_series
from explainer.state import registry
from pages.hidden_state import series_controls as controls
from pages.hidden_state.forecast_chart import number
from rnncore.data.series import FIRST
from rnncore.diagnostics.states import neuron_order
from rnncore.tasks import series_experiment
from rnncore.tasks.forecasting import horizon_errors, naive_one_step, rmse, run_free, strongest
from tests.pages.hidden_state.opening import labelled
from tests.pages.hidden_state.opening import visit as opened
from tests.visitor import Visitor, numbers


def traces(visitor: Visitor) -> list[dict]:
    """What is drawn in three charts below each other: four lines, two errors, the memory."""
    charts = visitor.charts()
    return [trace for key in ("series_chart", "series_errors", "series_memory") for trace in charts[key]["data"]]


def drawn(trace: dict, place: str = "y") -> np.ndarray:
    return np.array([np.nan if x is None else x for x in numbers(trace[place]).ravel()], dtype=float)


def assert_is(visitor: Visitor, key="sunspots", cell="gru", hidden=16, seed=0, later=0, own=False) -> None:
    """What is on screen is what `rnncore` says of this network."""
    series, model = shipped_series(key), forecasters.forecaster(key, cell, hidden, seed)
    said = forecasters.forecast_of(key, cell, hidden, seed)
    spec = traces(visitor)
    first, start = max(FIRST, series.split - series.held_out), series.split + later
    path = run_free(model, series, [start - 1], len(series.values) - start)
    free = np.full(len(series.values), np.nan)
    free[start:] = path.values[0]
    naive = naive_one_step(series, series.split)
    rule = strongest(naive, series.values[series.split:])
    plain = np.full(len(series.values), np.nan)
    plain[series.split:] = naive[rule]
    expected = [series.values, said.one_step, free, plain, plain - series.values, said.one_step - series.values]
    for trace, values in zip(spec[:6], expected, strict=True):
        np.testing.assert_allclose(drawn(trace), values[first:], rtol=1e-9)
    states = np.concatenate([said.states[:start], path.states[0]]) if own else said.states
    order = neuron_order(said.states[FIRST:])
    np.testing.assert_allclose(drawn(spec[6], "z"), states[first:, order].T.ravel(), rtol=1e-6)
    own_error = rmse(said.one_step[series.split:], series.values[series.split:])
    [text] = [words for words in visitor.said("markdown") if words.startswith("**One step ahead**")]
    best = rmse(naive[rule], series.values[series.split:])
    assert f"**{number(own_error)}**" in text and f"**{number(best)}**" in text


def test_the_page_opens_with_a_shipped_forecast():
    visitor = opened()
    assert_is(visitor)
    assert any("Fed with numbers, the same cell forecasts" in piece for piece in visitor.html)


@pytest.mark.parametrize("key", controls.SERIES.options)
@pytest.mark.parametrize("cell", controls.CELL.options)
def test_every_series_and_cell(key, cell):
    assert_is(opened(series=key, series_cell=cell), key, cell)


def test_a_link_with_everything_set():
    later = controls.LATER.key
    visitor = opened(series="lynx", series_cell="vanilla", series_units="4", series_seed="7", series_fed="own",
                     **{later: "9"})
    assert_is(visitor, "lynx", "vanilla", 4, 7, 9, own=True)
    assert dict(visitor.at.query_params)["series_seed"] in ("7", ["7"])


def test_another_network_is_trained_on_the_spot():
    visitor = opened(series="lynx")
    before = drawn(traces(visitor)[1])
    visitor.click("series_again")
    assert_is(visitor, "lynx", seed=1)
    assert not np.allclose(before, drawn(traces(visitor)[1]))
    visitor.set(series_units="8")
    assert_is(visitor, "lynx", hidden=8, seed=1)
    visitor.set(series_seed=0, series_units="16")
    np.testing.assert_array_equal(drawn(traces(visitor)[1]), before)


def test_a_late_start_fits_a_shorter_series_too():
    visitor = opened(series="carbon_dioxide", series_later="100")
    assert_is(visitor, "carbon_dioxide", later=100)
    visitor.set(series="lynx")
    assert_is(visitor, "lynx", later=23)


def test_the_question_is_answered_by_the_errors():
    visitor = opened(series="sunspots", series_cell="lstm")
    series = shipped_series("sunspots")
    errors = horizon_errors(forecasters.forecaster("sunspots", "lstm", 16, 0), series, forecasters.farthest("sunspots"))
    before = visitor.charts()["series_horizon"]["data"]
    visitor.set(guess_ahead_sunspots="Not even one step")
    spec = visitor.charts()["series_horizon"]
    assert len(before) == 3 and len(spec["data"]) == 4                 # its own line answers the question
    for trace, who in zip(spec["data"], ("free", "last", "season", "steps"), strict=True):
        np.testing.assert_allclose(drawn(trace), errors[who], rtol=1e-9)
    best = np.min([errors[rule] for rule in ("last", "trend", "season", "steps")], axis=0)
    lost = np.flatnonzero(errors["free"] >= best)
    reach = int(lost[0]) if len(lost) else len(best)
    right = ["Not even one step", "Up to 11 years", "More than 11 years"][(reach > 0) + (reach > 11)]
    visitor.set(guess_ahead_sunspots=right)
    [answer] = [words for words in visitor.said("markdown") if "**Yes.**" in words]
    assert number(errors["free"][0]) in answer and number(best[0]) in answer
    assert f"Over {series.held_out - len(best) + 1} starts" in answer and f"all {series.held_out} held-out" in answer
    wrong = "Not even one step" if right != "Not even one step" else "Up to 11 years"
    visitor.set(guess_ahead_sunspots=wrong)
    assert [words for words in visitor.said("markdown") if f"Not this time: {right}." in words]


def test_the_table_is_the_one_of_the_series():
    visitor = opened(series="airline")
    table = labelled(visitor, "Errors by seed")
    for row in forecasters.scores():
        if row.series == "airline":
            assert f"<td>{number(row.rmse)}</td>" in table
    assert [words for words in visitor.said("markdown") if words.startswith("**0 of 15** networks")]


def test_wrong_values_open_the_page_on_its_own():
    visitor = opened(series="tulips", series_units="5000", series_seed="-1", series_later="120",
                     series_cell="<b>x</b>", series_fed="")
    assert_is(visitor)
    assert visitor.said("info")


def test_its_controls_are_the_pages():
    assert all(control in registry.PAGES["hidden-state"] for control in controls.ALL)
    assert list(controls.SERIES.options) == list(series_experiment.SHIPPED)
    assert controls.LATER.high == max(shipped_series(key).held_out for key in series_experiment.SHIPPED) - 1
