"""The live chart: what it is given is what the figure holds, and what it cannot draw it refuses."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.charts.lines import framed, line, mark, rule, upright, words_at, words_beside
from explainer.components.live_chart.live_chart import NotDrawnError, drawable
from explainer.shell.palette import GRADIENT
from pages.gated_cells.bias_horizon_chart import bias_horizon_figure
from pages.hidden_state.forecast_chart import (
    Times,
    errors_figure,
    forecast_figure,
    free_line,
    horizon_figure,
    memory_figure,
    truth_line,
)
from pages.name_generation.loss_chart import Curve, loss_figure
from pages.vanishing_gradient.gradient_curve_chart import gradient_curve_figure
from pages.vanishing_gradient.lag_live_chart import Line, accuracy_figure
from pages.vanishing_gradient.tanh_chain_chart import chain_figure
from pages.vanishing_gradient.two_causes_chart import causes_figure
from pages.why_recurrence.parameter_count_chart import parameter_count_figure
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.synthetic import noise, synthetic_network

STEPS = 40
OVER_TIME = Times(1990.0 + np.arange(31), [f"year {i}" for i in range(31)], (10, 12))


def flow(radius: float):
    model = synthetic_network(hidden_size=6, radius=radius)
    return jacobian_norms(float64_trace(model, noise(model, STEPS, 0.3)))


def figures() -> dict[str, dict]:
    """Every chart that follows a slider, also where nothing is left of the gradient."""
    x, log10 = np.linspace(-3, 3, 31), np.linspace(0, -400, 31)
    counts = np.arange(1, 32)
    return {
        "reach": gradient_curve_figure(flow(0.9), STEPS, 7, flow(5.0)),
        "nothing left": gradient_curve_figure(flow(0.0), STEPS, None),
        "one step": gradient_curve_figure(flow(0.9), 1, 1), "causes": causes_figure(flow(1.3), STEPS, "W_hh", "tanh"),
        "chain": chain_figure(x, np.tanh(x), 1 - np.tanh(x) ** 2, (0.5, 0.46, 0.79)),
        "fading": bias_horizon_figure(log10 + 3, log10, log10, "formula: 0.9ᵏ", 30),
        "accuracy": accuracy_figure([Line("gru", "GRU", seed, counts, counts / 31) for seed in range(3)], 40),
        "loss": loss_figure([Curve("a", x, np.exp(-x)), Curve("b", x, np.full(31, np.nan))], {"guessing": 3.0}, 3.3),
        "growth": parameter_count_figure(counts, counts * 0 + 700, counts * 30, 12),
        "forecast": forecast_figure(OVER_TIME, [truth_line(x), free_line(np.where(x > 0, x, np.nan))], "ppm"),
        "errors": errors_figure(OVER_TIME, [free_line(x), truth_line(-x)]),
        "distance": horizon_figure(dict(zip("abcd", np.abs([x] * 4), strict=True)) | {"free": x * x},
                                   {"free": "GRU", "a": "A", "b": "B", "c": "C"}, "ppm", "year")}


def memory() -> dict:
    return memory_figure(OVER_TIME, np.tanh(np.random.default_rng(0).normal(size=(31, 4))), np.array([2, 0, 3, 1]))


def small(**more) -> dict:
    x = np.arange(4.0)
    return framed([line(x, x, GRADIENT, 2), mark(1, 1, GRADIENT)], {"range": [0, 3]}, {"range": [0, 3]}, 300, **more)


@pytest.mark.parametrize("name", figures())
def test_every_live_figure_is_plotlys_language_and_is_drawn_whole(name):
    figure = figures()[name]
    told, plotly = json.loads(json.dumps(drawable(figure), allow_nan=False)), go.Figure(figure)
    assert set(told) == {"data", "layout"} and len(told["data"]) == len(plotly.data) > 1
    for ours, theirs in zip(told["data"], plotly.data, strict=True):
        np.testing.assert_array_equal(ours["x"], theirs.x)
        np.testing.assert_array_equal([np.nan if y is None else y for y in ours["y"]], theirs.y)
        assert ours.get("customdata", []) == list([] if theirs.customdata is None else theirs.customdata)


def test_a_memory_is_plotlys_language_and_is_drawn_whole():
    figure = memory()
    told, [plotly] = json.loads(json.dumps(drawable(figure), allow_nan=False)), go.Figure(figure).data
    np.testing.assert_array_equal(told["data"][0]["z"], plotly.z)
    assert told["data"][0]["y"] == list(plotly.y) == ["neuron 3", "neuron 1", "neuron 4", "neuron 2"]


@pytest.mark.parametrize("extra", [{"zmax": 2}, {"colorscale": "Viridis"}, {"showscale": True}, {"text": "no"},
                                   {"hovertemplate": "%{z}<extra></extra>"}, {"type": "contour"}], ids=str)
def test_a_memory_it_would_not_draw_as_it_is_is_refused(extra):
    figure = memory()
    figure["data"][0] |= extra
    with pytest.raises(NotDrawnError, match="live chart"):
        drawable(figure)


@given(arrays(np.float64, 5, elements=st.floats(width=64)))
def test_numbers_arrive_as_they_are_and_gaps_as_gaps(y):
    figure = small()
    figure["data"][0] = line(np.arange(5), y, GRADIENT, 2)
    drawn = json.loads(json.dumps(drawable(figure), allow_nan=False))["data"][0]["y"]
    assert [np.nan if value is None else value for value in drawn] == pytest.approx(
        np.where(np.isfinite(y), y, np.nan).tolist(), rel=0, abs=0, nan_ok=True)


@pytest.mark.parametrize("extra", [
    {"type": "bar"}, {"mode": "lines+text"}, {"mode": "text"}, {"fill": "tozeroy"}, {"yaxis": "y2"},
    {"hovertemplate": "%{y:.2f}<extra></extra>"}, {"hovertemplate": "<b>%{x}</b><extra></extra>"},
    {"line": {"shape": "spline"}}, {"marker": {"symbol": "square"}}, {"mode": "markers"}, {"mode": "lines+markers"},
    {"line": {"color": "red", "width": 1}}, {"line": {"color": "#000001", "width": 1, "dash": "longdash"}},
    {"line": {"color": "#000001"}}], ids=str)
def test_a_trace_it_would_not_draw_as_it_is_is_refused(extra):
    figure = small()
    assert drawable(figure)
    figure["data"][0] = figure["data"][0] | extra
    with pytest.raises(NotDrawnError, match="live chart"):
        drawable(figure)


@pytest.mark.parametrize("more", [
    {"yaxis2": {"range": [0, 1]}}, {"barmode": "stack"}, {"shapes": [rule(1.0) | {"fillcolor": "red"}]},
    {"annotations": [words_at(1.0, "here") | {"showarrow": True}]}, {"hovermode": "y"},
    {"shapes": [upright(1.0) | {"y1": 0.5}]}, {"shapes": [upright(1.0) | {"x1": 2.0}]}, {"showlegend": True},
    {"shapes": [upright(1.0) | {"yref": "paper"}]}, {"annotations": [words_beside(1.0, "here") | {"y": 0.5}]},
    {"shapes": [rule(1.0) | {"xref": "x"}]}, {"shapes": [rule(1.0) | {"y1": 2.0}]},
    {"shapes": [rule(1.0) | {"type": "rect"}]}, {"shapes": [rule(1.0) | {"x0": 0.5}]},
    {"xaxis": {"range": [0, 1], "title": "words"}}, {"title": {"text": "no"}},
    {"xaxis": {}}, {"xaxis": {"range": [0, 1], "tickvals": [0.5]}}, {"yaxis": {"range": [0, 1], "tickformat": ".2e"}},
    {"xaxis": {"range": [0, 1], "dtick": "M12"}}, {"shapes": [{"type": "line", "xref": "x domain"}]},
    {"margin": {"l": 1}}, {"margin": {"l": 1, "r": 1, "t": 1, "b": 1, "pad": 4}},
    {"annotations": [words_at(1.0, "here") | {"xanchor": "center"}]},
    {"annotations": [words_at(1.0, "here") | {"font": {"size": 20}}]},
    {"annotations": [words_beside(1.0, "here") | {"xanchor": "right"}]}], ids=str)
def test_a_layout_it_would_not_draw_as_it_is_is_refused(more):
    assert drawable(small(shapes=[rule(1.0)], annotations=[words_at(1.0, "here")]))
    figure = small()
    figure["layout"] |= more
    with pytest.raises(NotDrawnError, match="live chart"):
        drawable(figure)


def test_a_list_may_have_gaps_too():
    figure = small()
    figure["data"][0] |= {"y": [1.0, np.nan, np.float64("inf"), 4]}
    assert json.loads(json.dumps(drawable(figure), allow_nan=False))["data"][0]["y"] == [1.0, None, None, 4]


@pytest.mark.parametrize("missing", ["height", "margin", "hovermode", "xaxis", "yaxis"])
def test_what_it_cannot_do_without_is_missed(missing):
    figure = small()
    del figure["layout"][missing]
    with pytest.raises(NotDrawnError, match=missing):
        drawable(figure)


@pytest.mark.parametrize("kind", ["log", "date"])
def test_an_axis_of_another_kind_is_refused(kind):
    figure = small()
    figure["layout"]["xaxis"]["type"] = kind
    with pytest.raises(NotDrawnError, match="xaxis"):
        drawable(figure)
