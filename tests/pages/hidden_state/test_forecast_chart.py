"""Forecast pictures: the numbers they were given at the moments they belong to, and words that count right."""

import dataclasses
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.models import forecasters
from explainer.models.forecasters import shipped_series
from explainer.shell.palette import SERIES, in_chart
from pages.hidden_state import forecast_words as words
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
from pages.hidden_state.forecast_horizon import how_far
from rnncore.tasks import series_experiment
from rnncore.tasks.forecasting import Paths, forecast, mae, naive_one_step, naive_paths, rmse

CUT = 12


def made(T=30, H=5, per_year=12, cuts=(CUT, CUT + 3)):
    rng = np.random.default_rng(T + H)
    times = Times(1990 + np.arange(T) / per_year, [f"moment {i}" for i in range(T)], cuts)
    values = rng.normal(size=(4, T))
    values[2, :CUT + 3] = np.nan
    makers = (truth_line, one_step_line, free_line, naive_line)
    lines = [maker(row) for maker, row in zip(makers, values, strict=True)]
    states, order = np.tanh(rng.normal(size=(T, H))), rng.permutation(H)
    errors = [line._replace(values=line.values - values[0]) for line in (lines[3], lines[1])]
    figures = [forecast_figure(times, lines, "ppm"), errors_figure(times, errors), memory_figure(times, states, order)]
    return figures, times, lines, errors, states, order


@pytest.mark.parametrize("per_year", [1, 12])
@given(T=st.integers(16, 200), H=st.integers(1, 32))
def test_what_is_drawn_is_what_was_given(per_year, T, H):
    (above, middle, below), times, lines, errors, states, order = made(T, H, per_year)
    pairs = zip([*above.lines, *middle.lines], [*lines, *errors], [""] * 4 + ["+"] * 2, strict=True)
    for drawn, line, plus in pairs:
        np.testing.assert_array_equal(drawn.y, line.values)
        np.testing.assert_array_equal(drawn.x, times.years)
        told = [word.replace("−", "-") for word in drawn.told]
        assert drawn.name == line.name and told == [
            "" if np.isnan(x) else f"{plus if x > 0 else ''}{number(x)}" for x in line.values]
    assert not below.lines
    np.testing.assert_array_equal(below.memory.values, states[:, order].T)
    np.testing.assert_array_equal(below.memory.x, times.years)
    assert below.memory.names == [f"neuron {unit + 1}" for unit in order]


@given(arrays(np.float64, (3, 20), elements=st.floats(-1e9, 1e9)))
def test_every_value_lies_in_the_frame(values):
    lines = [truth_line(values[0]), one_step_line(values[1])]
    times = Times(1990.0 + np.arange(20), [""] * 20, (5, 5))
    for figure in (forecast_figure(times, lines, "ppm"), errors_figure(times, lines)):
        low, high = figure.y.range
        assert low < values[:2].min() and values[:2].max() < high


def test_the_pictures_share_their_time_axis():
    figures, times = made()[:2]
    [(low, high)] = {figure.x.range for figure in figures}
    assert times.years[0] - low == pytest.approx(1 / 24) and high - times.years[-1] == pytest.approx(1 / 24)
    assert {(figure.left, figure.right) for figure in figures} == {(62, 12)}
    assert all(figure.moments == times.words for figure in figures)


@pytest.mark.parametrize("per_year", [1, 12])
def test_the_lines_between_known_and_unknown_stand_between_the_right_values(per_year):
    figures, times = made(per_year=per_year)[:2]
    for figure in figures:
        assert len(figure.rules) == 2 and len({rule.dash for rule in figure.rules}) == 2
        for rule, cut in zip(figure.rules, (CUT, CUT + 3), strict=True):
            assert rule.upright and times.years[cut - 1] < rule.at < times.years[cut]
    assert len(made(cuts=(CUT, CUT))[0][0].rules) == 1


def test_colour_is_never_the_only_mark():
    lines = made()[2]
    assert len({(line.dash, line.dots) for line in lines}) == len({line.colour for line in lines}) == 4
    names = {in_chart(pair) for pair in SERIES}
    assert {line.colour for figure in made()[0][:2] for line in figure.lines} <= names
    rules = horizon_figure({k: np.ones(4) for k in ["free", "last", "season", "steps"]},
                           {k: k for k in ["free", "last", "season", "steps"]}, "ppm", "year")
    assert len({line.dash for line in rules.lines}) == 4


def test_errors_by_distance_are_drawn_as_they_are():
    errors = {"free": np.array([1.0, 2, 3]), "steps": np.array([2.0, 2, 2]), "last": np.ones(3), "season": np.zeros(3)}
    figure = horizon_figure(errors, {"free": "GRU", "last": "a", "season": "b", "steps": "c"}, "ppm", "month")
    for line, (who, name) in zip(figure.lines, [("free", "GRU"), ("last", "a"), ("season", "b"), ("steps", "c")],
                                  strict=True):
        np.testing.assert_array_equal(line.y, errors[who])
        assert line.x.tolist() == [1, 2, 3] and line.name == name
    assert figure.y.range[1] > 3


# ---- words

def figures_in(text: str) -> list[str]:
    return re.findall(r"\*\*([\d.,]+)\*\*", text)


@pytest.mark.parametrize("key", series_experiment.SHIPPED)
def test_the_words_say_the_errors(key):
    series, model = shipped_series(key), forecasters.forecaster(key, "gru", 16, 0)
    said, truth = forecast(model, series), series.values[series.split:]
    naive = naive_one_step(series, series.split)
    own, best = rmse(said.one_step[series.split:], truth), min(rmse(rule, truth) for rule in naive.values())
    text = words.one_step_words(series, said, "GRU")
    assert figures_in(text) == [words.number(own), words.number(best)]
    assert words.number(mae(said.one_step[series.split:], truth)) in text
    assert (f"{abs(own / best - 1):.0%} less" in text) == (own < best)
    start = series.split + 5
    paths = Paths(np.full((1, len(series.values) - start), truth.mean()), np.zeros((1, 1, 1)))
    rules = naive_paths(series, [start - 1], len(series.values) - start)
    text = words.ahead_words(series, paths, start)
    assert figures_in(text) == [words.number(rmse(paths.values[0], truth[5:])),
                                words.number(min(rmse(path[0], truth[5:]) for path in rules.values()))]
    assert words.when(series, start) in text


@pytest.mark.parametrize("key", series_experiment.SHIPPED)
def test_the_table_holds_every_seed_and_the_words_count_them(key):
    rows = [row for row in forecasters.scores() if row.series == key]
    order, error = forecasters.linear(key)
    table = words.seeds_table(rows, shipped_series(key), order, error)
    assert f"sum of {order} readings" in table and f"<b>{words.number(error)}</b>" in table
    gru = np.mean([row.rmse for row in rows if row.cell == "gru"])
    text = words.rival_words(rows, order, error)
    assert words.number(error) in text and words.number(gru) in text and ("not needed" in text) == (gru >= error)
    assert ("whole network" in text) == (gru < error)            # not its gates: it also has a memory for a window
    for row in rows:
        assert f"<td>{words.number(row.rmse)}</td>" in table
    won = sum(row.rmse < row.naive_rmse for row in rows)
    text = words.seeds_words(rows, shipped_series(key))
    assert text.startswith(f"**{won} of {len(rows)}**") and (won == 15 or key == "airline")
    assert ("less on average" in text) == (key != "airline")
    lucky = [row._replace(rmse=row.naive_rmse * 0.5) for row in rows]
    assert "50% less on average" in words.seeds_words(lucky, shipped_series(key))


@pytest.mark.parametrize(("x", "written"), [
    (0.43061, "0.431"), (19.0, "19.0"), (3.0, "3.00"), (992.29, "992"), (12345.6, "12,346"), (0.0, "0"), (-0.0, "0"),
    (99.96, "100"), (9.999, "10.0"), (0.09999, "0.100"), (-45.67, "-45.7")])
def test_numbers_have_three_digits(x, written):
    assert words.number(x) == written


@pytest.mark.parametrize(("own", "best", "said"), [
    (1.0, 2.0, "50% less"), (2.0, 1.0, "rule wins: the network errs 100% more"), (1.0, 1.001, "draw")])
def test_the_verdict(own, best, said):
    assert said in words.verdict(own, best)


@pytest.mark.parametrize(("free", "reach", "option"), [
    ([3, 1, 1, 1, 1], 0, 0), ([1, 1, 3, 1, 1], 2, 1), ([1, 1, 1, 1, 1], 5, 2)])
def test_how_far_it_beats_the_rules(free, reach, option):
    series = dataclasses.replace(shipped_series("lynx"), period=3)
    errors = {"free": np.array(free, float), "last": np.full(5, 2.0), "steps": np.full(5, 4.0)}
    answer = how_far(errors, series, ["none", "some", "many"])
    assert answer.right == ["none", "some", "many"][option]
    assert f"all {reach} years" in answer.because if reach == 5 else f"At {reach + 1} year" in answer.because
