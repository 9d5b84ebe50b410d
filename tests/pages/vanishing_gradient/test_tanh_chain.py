"""tanh of tanh of tanh: the curve, the tangent and the product are the core's."""

import re

import numpy as np
import pytest

from explainer.charts.log_scale import format_log10
from pages.vanishing_gradient import tanh_chain as tanh_section
from pages.vanishing_gradient.tanh_chain_chart import chain_figure, factor_columns
from rnncore.diagnostics.tanh_chain import tanh_chain
from tests.line_charts import figure_of
from tests.pages.vanishing_gradient.opening import line, lines, piece, visit
from tests.visitor import numbers

PLACE = "why-a-plain-network-forgets"


def test_tanh_of_tanh_is_drawn_and_multiplied_out():
    visitor = visit(times="6", x="-0.8")
    drawn, here = lines(visitor, "chain"), tanh_chain(-0.8, 6)
    grid = numbers(drawn["value"]["x"])
    np.testing.assert_allclose(numbers(drawn["value"]["y"]), tanh_chain(grid, 6).values[-1])
    columns = piece(visitor, PLACE, "u-factors")
    assert columns.count("<li>") == 6 and format_log10(float(here.log10_slopes[-1])) in columns


@pytest.mark.parametrize("w", [0.5, 1.3])
def test_the_weight_is_in_the_curve_and_in_the_product(w):
    visitor = visit(times="4", x="0.6", chain_weight=str(w))
    drawn = lines(visitor, "chain")
    expected = numbers(drawn["value"]["x"])
    for _ in range(4):
        expected = np.tanh(w * expected)
    np.testing.assert_allclose(numbers(drawn["value"]["y"]), expected)
    assert format_log10(float(tanh_chain(0.6, 4, weight=w).log10_slopes[-1])) in piece(visitor, PLACE, "u-factors")
    law = lines(visitor, "chain_law")
    times = np.rint(10 ** numbers(law[f"w = {w:g} (yours)"]["x"])).astype(int)
    np.testing.assert_allclose(numbers(law["w = 1"]["y"]),
                               tanh_chain(0.6, 1000).log10_slopes[times])


@pytest.mark.parametrize(("x", "w", "power"), [(1.0, 1.0, True), (0.5, 1.0, True), (1.0, 0.9, False),
                                               (1.0, 1.2, False)])
def test_two_laws(x, w, power):
    """With weight 1 a slope falls as n^−1.5 (0.041 after 10, 5 · 10⁻⁵ after 1,000), with any other exponentially."""
    log10 = tanh_chain(x, 2000, weight=w).log10_slopes
    by_power, by_step = log10[2000] - log10[1000], (log10[2000] - log10[1000]) / (log10[1000] - log10[500])
    if power:
        assert by_power == pytest.approx(-1.5 * np.log10(2), abs=0.01)
    else:
        assert by_power < -20 and by_step == pytest.approx(2, abs=0.05)
    said = tanh_section.law_in_words(log10[:1001], tanh_chain(x, 1000).log10_slopes, x, w)
    assert ("the fall is exponential" in said) == power


def test_the_numbers_of_the_power_law():
    slopes = 10 ** tanh_chain(1.0, 1000).log10_slopes
    assert slopes[10] == pytest.approx(0.041, abs=0.001) and slopes[1000] == pytest.approx(5e-5, rel=0.05)
    assert "wⁿ" in tanh_section.law_in_words(slopes, slopes, 0.0, 1.0)


@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_the_answer_is_the_slope_beside_zero(n):
    h, slope = 0.5, 1.0
    for _ in range(n):
        h = np.tanh(h)
        slope *= 1 - h ** 2
    found = tanh_section.middle_answer(n)
    assert found.right == (tanh_section.HALF if slope > 0.5 else tanh_section.TENTH if slope >= 0.1
                           else tanh_section.LESS)
    assert f"It is {format_log10(np.log10(slope))}." in found.because


def test_the_tangent_has_the_slope_and_touches():
    grid = np.linspace(-3, 3, 61)
    curve, here = tanh_chain(grid, 4), tanh_chain(0.7, 4)
    at = (0.7, float(here.values[-1]), float(here.slopes[-1]))
    figure = figure_of(chain_figure(grid, curve.values[-1], curve.slopes[-1], at))
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
