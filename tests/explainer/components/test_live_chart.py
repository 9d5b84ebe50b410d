"""The live chart: what it is given is what the browser is sent, each number as it is and each gap as a gap."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.charts.lines import (
    Axis,
    Line,
    LineChart,
    framed,
    line,
    mark,
    rule,
    sizes_axis,
    upright,
    words_at,
    words_beside,
)
from explainer.components.live_chart.live_chart import as_data
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
from pages.vanishing_gradient.lag_live_chart import TrialLine, accuracy_figure
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


def figures() -> dict[str, LineChart]:
    """Every chart that follows a slider, also where nothing is left of the gradient."""
    x, log10 = np.linspace(-3, 3, 31), np.linspace(0, -400, 31)
    counts = np.arange(1, 32)
    return {
        "reach": gradient_curve_figure(flow(0.9), STEPS, 7, flow(5.0)),
        "nothing left": gradient_curve_figure(flow(0.0), STEPS, None),
        "one step": gradient_curve_figure(flow(0.9), 1, 1), "causes": causes_figure(flow(1.3), STEPS, "W_hh", "tanh"),
        "chain": chain_figure(x, np.tanh(x), 1 - np.tanh(x) ** 2, (0.5, 0.46, 0.79)),
        "fading": bias_horizon_figure(log10 + 3, log10, log10, "formula: 0.9ᵏ", 30),
        "accuracy": accuracy_figure([TrialLine("gru", "GRU", seed, counts, counts / 31) for seed in range(3)], 40),
        "loss": loss_figure([Curve("a", x, np.exp(-x)), Curve("b", x, np.full(31, np.nan))], {"guessing": 3.0}, 3.3),
        "growth": parameter_count_figure(counts, counts * 0 + 700, counts * 30, 12),
        "forecast": forecast_figure(OVER_TIME, [truth_line(x), free_line(np.where(x > 0, x, np.nan))], "ppm"),
        "errors": errors_figure(OVER_TIME, [free_line(x), truth_line(-x)]),
        "distance": horizon_figure({"free": x * x} | dict.fromkeys(("last", "season", "steps"), np.abs(x)),
                                   {"free": "GRU", "last": "A", "season": "B", "steps": "C"}, "ppm", "year")}


def memory() -> LineChart:
    return memory_figure(OVER_TIME, np.tanh(np.random.default_rng(0).normal(size=(31, 4))), np.array([2, 0, 3, 1]))


def sent(chart) -> dict:
    """What arrives in the browser."""
    return json.loads(json.dumps(as_data(chart), allow_nan=False))


@pytest.mark.parametrize("name", figures())
def test_every_number_arrives_as_it_is(name):
    chart = figures()[name]
    told = sent(chart)
    assert len(told["lines"]) == len(chart.lines) > 1
    for arrived, one in zip(told["lines"], chart.lines, strict=True):
        np.testing.assert_array_equal(arrived["x"], one.x)
        np.testing.assert_array_equal([np.nan if y is None else y for y in arrived["y"]], one.y)
        assert arrived["told"] == (None if one.told is None else list(one.told))
    assert [rule["at"] for rule in told["rules"]] == [rule.at for rule in chart.rules]
    assert told["x"]["range"] == list(chart.x.range) and told["y"]["range"] == list(chart.y.range)


def test_a_memory_arrives_row_by_row():
    chart, told = memory(), sent(memory())
    np.testing.assert_array_equal(told["memory"]["values"], chart.memory.values)
    assert told["memory"]["names"] == ["neuron 3", "neuron 1", "neuron 4", "neuron 2"]
    assert told["y"]["ticks"] == [] and told["one_by_one"] and not told["legend"]


@given(arrays(np.float64, 5, elements=st.floats(width=64)))
def test_numbers_arrive_as_they_are_and_gaps_as_gaps(y):
    drawn = sent(line(np.arange(5), y, GRADIENT, 2))["y"]
    assert [np.nan if value is None else value for value in drawn] == pytest.approx(
        np.where(np.isfinite(y), y, np.nan).tolist(), rel=0, abs=0, nan_ok=True)
    assert sent(line(np.arange(5), y.tolist(), GRADIENT, 2))["y"] == drawn          # a list may have gaps too


def test_a_line_that_does_not_fit_together_is_refused():
    x = np.arange(4.0)
    for wrong in ({"y": x[:3]}, {"told": ["a"]}, {"dash": "longdash"}):
        with pytest.raises(ValueError, match=r"dash|place"):
            Line(**{"x": x, "y": x, "colour": "#000001"} | wrong)
    for ticks, words in (([0.5], ()), (None, ["half"]), ([0.5], ["half", "whole"])):
        with pytest.raises(ValueError, match="as many words as ticks"):
            Axis((0, 1), ticks=ticks, tick_words=words)


def test_what_stands_before_the_words_is_the_name_unless_something_else_is_said():
    x = np.arange(2)
    assert line(x, x, GRADIENT, 1, name="a", told=["b", "c"]).before == "a: "
    assert line(x, x, GRADIENT, 1, name="a", told=["b", "c"], before="").before == ""


def test_rules_and_words_stand_where_they_are_told_to():
    chart = framed([mark(1, 2, GRADIENT)], Axis((0, 3)), sizes_axis(-4, 2, 2), 300, rules=[rule(1.0), upright(2.0)],
                   words=[words_at(1.0, "here", right=False, above=False), words_beside(2.0, "there")])
    told = sent(chart)
    assert [(one["at"], one["upright"]) for one in told["rules"]] == [(1.0, False), (2.0, True)]
    words = [(one["at"], one["text"], one["upright"]) for one in told["words"]]
    assert words == [(1.0, "here", False), (2.0, "there", True)]
    assert (told["words"][0]["right"], told["words"][0]["above"]) == (False, False)
    assert told["y"]["ticks"] == [-4, -2, 0, 2] and told["y"]["tick_words"] == ["10⁻⁴", "10⁻²", "1", "10²"]
    [point] = told["lines"]
    assert (point["width"], point["told"], point["legend"]) == (0, None, False) and point["dots"] > 0
