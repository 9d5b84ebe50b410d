"""The vanishing gradient's figures: what is drawn is what was computed, also where numbers end."""

import math
import re

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.charts.log_scale import axis, format_log10, power, within
from pages.vanishing_gradient import gradient_curve_chart as reach_figures
from pages.vanishing_gradient.clipping_chart import LOW, losses_figure, norms_figure, run_in_words
from pages.vanishing_gradient.memory_horizon_chart import horizon_cards, horizon_figure
from pages.vanishing_gradient.one_update_chart import answers_table, sum_line, terms_figure
from pages.vanishing_gradient.spectrum_chart import AWAY, reach_of, spectrum_html
from pages.vanishing_gradient.tanh_chain_chart import chain_figure, factor_columns
from rnncore.diagnostics.clipping import Comparison, Run
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.horizon import Along, Horizon
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.spectrum import spectrum
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.diagnostics.tanh_chain import tanh_chain

ANY = st.floats(allow_nan=True, allow_infinity=True)


def flow_of(radius: float = 0.9, steps: int = 60, **more):
    model = synthetic_network(hidden_size=6, radius=radius, **more)
    return jacobian_norms(float64_trace(model, noise(model, steps, 0.3)))


def line(figure, name: str):
    [found] = [trace for trace in figure.data if trace.name == name]
    return found


@given(st.floats(-290, 290))
def test_a_size_is_told_to_two_digits(log10):
    said = format_log10(log10).translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")).replace(",", "").replace(" × 10", "e")
    assert float(said) == pytest.approx(10 ** log10, rel=0.051)


def test_sizes_beyond_numbers_are_told_in_words():
    assert (format_log10(-math.inf), format_log10(math.inf), format_log10(math.nan)) == ("0", "beyond any number", "not a number")
    assert format_log10(-400.0) == "1.0 × 10⁻⁴⁰⁰" and power(0) == "1" and power(-12) == "10⁻¹²"


@given(st.lists(ANY, min_size=1, max_size=20))
def test_nothing_endless_is_drawn(values):
    drawn = within(np.array(values), -10, 6)
    assert np.isfinite(drawn).all() and drawn.min() >= -11 and drawn.max() <= 7
    inside = [value for value in values if -10 <= value <= 6]
    assert [value for value in drawn if -10 <= value <= 6] == inside


def test_the_axis_names_what_it_stands_for():
    made = axis(-4, 4, 2)
    np.testing.assert_array_equal(made["tickvals"], [-4, -2, 0, 2, 4])
    assert made["ticktext"] == ["10⁻⁴", "10⁻²", "1", "10²", "10⁴"]


def test_the_curve_and_its_bound_are_the_measured_ones():
    flow = flow_of()
    figure = go.Figure(reach_figures.reach_figure(flow, 60, 7))
    np.testing.assert_allclose(line(figure, "gradient").y, within(flow.norm, reach_figures.LOW, reach_figures.HIGH))
    np.testing.assert_allclose(line(figure, "upper bound").y, within(flow.bound, reach_figures.LOW, reach_figures.HIGH))
    assert list(line(figure, "gradient").customdata) == [format_log10(value) for value in flow.norm]
    assert figure.data[-1].x[0] == 7 and figure.data[-1].y[0] == pytest.approx(flow.norm[7])
    assert tuple(figure.layout.yaxis.range) == (reach_figures.LOW, reach_figures.HIGH)


def test_nothing_left_leaves_the_frame_and_is_told():
    figure = go.Figure(reach_figures.reach_figure(flow_of(radius=0.0), 60, 1))
    drawn = line(figure, "gradient")
    assert np.isfinite(drawn.y).all() and drawn.y[-1] < reach_figures.LOW and drawn.customdata[-1] == "0"


def test_the_two_causes_make_up_the_gradient():
    flow = flow_of(radius=1.3, steps=12)
    figure = go.Figure(reach_figures.causes_figure(flow, 12, "W_hh", "tanh"))
    together = line(figure, "W_hh").y + line(figure, "tanh").y
    np.testing.assert_allclose(together, line(figure, "both").y, atol=1e-9)


def test_eigenvalues_stand_where_they_are():
    found = spectrum(synthetic_network(hidden_size=9, radius=1.7, initialisation="normal").params.W_hh)
    drawn = spectrum_html(found, 'what "you" <see>')
    dots, ticks = (np.array(re.findall(r"([-\d.]+)cqw ([-\d.]+)cqw", shadows), float) - [AWAY, 0]
                   for shadows in re.findall(r';box-shadow:(.*?)"', drawn))
    dots, ticks = dots / 50 * reach_of(found), ticks / 50 * reach_of(found)
    np.testing.assert_allclose(dots[:, 0] - 1j * dots[:, 1], found.eigenvalues, atol=0.002)
    np.testing.assert_array_equal(ticks[:, 1], 0)
    np.testing.assert_allclose(ticks[:, 0], found.singular_values, atol=0.002)
    assert "<see>" not in drawn and "&lt;see&gt;" in drawn


@pytest.mark.parametrize("radius", [0.0, 0.5, 1.0, 5.0])
def test_everything_fits_the_drawing(radius):
    found = spectrum(synthetic_network(hidden_size=5, radius=radius, initialisation="uniform").params.W_hh)
    assert reach_of(found) > max(found.radius, found.norm, 1.0)


def test_the_tangent_has_the_slope_and_touches():
    grid = np.linspace(-3, 3, 61)
    curve, here = tanh_chain(grid, 4), tanh_chain(0.7, 4)
    at = (0.7, float(here.values[-1]), float(here.slopes[-1]))
    figure = go.Figure(chain_figure(grid, curve.values[-1], curve.slopes[-1], at))
    np.testing.assert_allclose(line(figure, "value").y, np.tanh(np.tanh(np.tanh(np.tanh(grid)))))
    np.testing.assert_allclose(line(figure, "slope").y, curve.slopes[-1])
    x, y = line(figure, "tangent").x, line(figure, "tangent").y
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(at[2]) and np.interp(0.7, x, y) == pytest.approx(at[1])


@pytest.mark.parametrize("x", [0.0, 0.5, -3.0])
def test_the_product_is_that_of_the_columns(x):
    found = tanh_chain(x, 20)
    drawn = factor_columns(found.factors, float(found.log10_slopes[-1]))
    assert drawn.count("<li>") == 20 and drawn.endswith(f"= <b>{format_log10(float(found.log10_slopes[-1]))}</b></p>")
    heights = np.array(re.findall(r"--share:([\d.]+)", drawn), float)
    np.testing.assert_allclose(heights, found.factors, atol=1e-4)


def test_terms_are_drawn_with_their_numbers_and_signs_are_text():
    figure = terms_figure(np.array([0.0, -0.25, 1e-9]), ["∎", "<b>", "a"])
    np.testing.assert_array_equal(figure.data[0].y, [0.0, -0.25, 1e-9])
    assert figure.data[0].text == ("0", "−0.250", "+1.0 × 10⁻⁹") and "<b>" not in figure.layout.xaxis.ticktext[1]
    assert np.isfinite(terms_figure(np.zeros(2), ["a", "b"]).layout.yaxis.range).all()


def test_two_ways_stand_side_by_side_with_ten_digits():
    said = sum_line("W_hh", 2, 3, np.array([0.5, -0.25]), 0.25, 0.25 + 1e-12)
    assert said.count("+2.500000000 × 10⁻¹<") == 3 and "<sub>2,3</sub>" in said


def test_answers_are_text():
    table = answers_table(["<i>"], ["∎"], np.array([0.5]), np.array([0.25]))
    assert "&lt;i&gt;" in table and "50.00 %" in table and "25.00 %" in table and "worse" in table


def test_over_the_limit_lies_on_its_own_line():
    run = Along("lstm", [0, 10], [Horizon(94.0, np.full(3, 94), 200), Horizon(201.0, np.full(3, 201), 200)])
    figure = horizon_figure({"lstm": run}, {"lstm": "LSTM"})
    assert figure.data[0].y[0] == 94 and figure.data[0].y[1] > 200
    assert figure.layout.yaxis.ticktext[-1] == "over 200" and "over 200" in figure.data[0].customdata[1]
    cards = horizon_cards({"lstm": run}, {"lstm": "LSTM"})
    assert "94" in cards and "over 200" in cards and "LSTM" in cards


def test_a_run_that_broke_is_drawn_to_its_end_and_said():
    broken = Run(np.array([1.0, 50.0, np.inf]), np.array([1.4, 3.0, np.nan]), 3, None)
    sound = Run(np.array([1.0, 0.0, 0.5]), np.array([1.4, 1.2, 1.0]), None, None)
    found = Comparison(sound, broken, 1.0)
    drawn = [np.asarray(trace.y, float) for trace in norms_figure(found).data]
    assert all(np.isfinite(y).all() for y in drawn) and drawn[1][1] < LOW and drawn[0][2] > 4
    assert "update 3" in run_in_words(broken) and "mean loss of the last 3 updates 1.200" in run_in_words(sound)
    assert np.isfinite(losses_figure(found, 1.39).layout.yaxis.range).all()


@pytest.mark.parametrize("radius", [0.0, 0.95, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("steps", [1, 3, 60])
def test_no_curve_runs_through_the_words_at_a_rule(radius, steps):
    figure = go.Figure(reach_figures.reach_figure(flow_of(radius=radius, steps=steps), steps, None))
    for words in figure.layout.annotations:
        low, high = (0.1, 1.3) if words.yanchor == "bottom" else (-1.3, -0.1)
        x = np.linspace(*((0.4, 1) if words.xanchor == "right" else (0, 0.6)), 30)[1:-1] * steps
        for drawn in ("gradient", "upper bound"):
            y = np.interp(x, line(figure, drawn).x, line(figure, drawn).y) - words.y
            assert ((y < low) | (y > high)).mean() > 0.6, (words.text, drawn)


def test_steps_are_counted_in_whole_numbers():
    assert go.Figure(reach_figures.reach_figure(flow_of(steps=1), 1, None)).layout.xaxis.dtick == 1
    assert go.Figure(reach_figures.reach_figure(flow_of(steps=60), 60, None)).layout.xaxis.dtick is None
