"""How far back a gradient reaches: what is drawn is what the core computes, at every setting."""

import re

import numpy as np
import pytest

from explainer.charts.log_scale import format_log10, within
from pages.vanishing_gradient.gradient_curve_chart import HIGH, LOW, gradient_curve_figure
from pages.vanishing_gradient.spectrum_chart import AWAY, extent_of, spectrum_html
from rnncore.diagnostics.spectrum import spectrum
from rnncore.diagnostics.synthetic import synthetic_network
from tests.line_charts import figure_of
from tests.pages.vanishing_gradient.opening import line, lines, norms_of, piece, plain_norms, section, verdict, visit
from tests.visitor import numbers

PLACE = "a-network-multiplies-by-a-matrix-at-every-step-back"


@pytest.mark.parametrize(("query", "rms", "longest"), [({}, 18, 25), ({"cellkind": "lstm"}, 44, 69)])
def test_both_horizons_are_told(query, rms, longest):
    """What stood there as *the* horizon is a mean over all directions: one lasts longer."""
    visitor = visit(**query)
    assert f"From <b>{rms}</b> steps back on" in verdict(visitor, PLACE)
    assert f"in its longest-lived direction from {longest} on" in verdict(visitor, PLACE)
    drawn = numbers(lines(visitor, "reach")["longest-lived"]["y"])
    assert (drawn[:longest] >= -2).all() and drawn[longest] < -2


def test_a_single_neuron_has_one_direction():
    assert "longest-lived" not in verdict(visit(width="1"), PLACE)


@pytest.mark.parametrize(("query", "asked"), [
    ({"radius": "1.4", "signal": "0.1", "start": "orthogonal"}, {"radius": 1.4, "signal": 0.1,
                                                                 "initialisation": "orthogonal"}),
    ({"squash": "relu", "start": "identity", "width": "8", "farback": "40"}, {"activation": "relu", "steps": 40,
                                                                            "initialisation": "identity",
                                                                            "hidden_size": 8}),
    ({"cellkind": "lstm", "gate": "3.0"}, {"cell": "lstm", "forget_bias": 3.0}),
    ({"cellkind": "gru", "gate": "2.0", "squash": "relu"}, {"cell": "gru", "update_bias": 2.0}),
])
def test_the_curve_is_the_network_s_at_every_setting(query, asked):
    flow, drawn = plain_norms(**asked), lines(visit(**query), "reach")
    np.testing.assert_allclose(numbers(drawn["gradient"]["y"]), within(flow.norm, LOW, HIGH), atol=1e-9)
    np.testing.assert_allclose(numbers(drawn["upper bound"]["y"]), within(flow.bound, LOW, HIGH), atol=1e-9)


def test_clipping_moves_the_whole_curve_by_one_factor():
    visitor = visit(clipped="on", limit="0.5")
    drawn = numbers(lines(visitor, "reach")["gradient"]["y"])
    shift = drawn - plain_norms().norm
    seen = (drawn > LOW) & (plain_norms().norm > LOW)
    assert np.ptp(shift[seen]) < 1e-9 and shift[0] < 0


def test_nothing_and_too_much_are_said_in_words():
    assert "nothing at all" in verdict(visit(radius="0.0"), PLACE)
    assert "times as large" in verdict(visit(radius="5.0"), PLACE)
    assert "above the frame" in verdict(visit(radius="5.0", squash="identity", start="identity"), PLACE)


@pytest.mark.parametrize(("cell", "part"), [("vanilla", "diag( f′ )"), ("gru", "diag( 1 − z )"),
                                            ("lstm", "c → c is diag( f )")])
def test_the_formula_is_the_cell_s(cell, part):
    visitor = visit(cellkind=cell)
    rule = piece(visitor, PLACE, "u-rule u-chainrule")
    assert part in rule and ("diag( f′ )" in rule) == (cell == "vanilla")
    assert any("only that of the candidate" in html for html in section(visitor, PLACE)) == (cell != "vanilla")


# ---- pictures

def test_the_curve_and_its_bound_are_the_measured_ones():
    flow = norms_of()
    figure = figure_of(gradient_curve_figure(flow, 60, 7))
    np.testing.assert_allclose(line(figure, "gradient").y, within(flow.norm, LOW, HIGH))
    np.testing.assert_allclose(line(figure, "upper bound").y, within(flow.bound, LOW, HIGH))
    assert list(line(figure, "gradient").customdata) == [format_log10(value) for value in flow.norm]
    assert figure.data[-1].x[0] == 7 and figure.data[-1].y[0] == pytest.approx(flow.norm[7])
    assert tuple(figure.layout.yaxis.range) == (LOW, HIGH)


def test_nothing_left_leaves_the_frame_and_is_told():
    figure = figure_of(gradient_curve_figure(norms_of(radius=0.0), 60, 1))
    drawn = line(figure, "gradient")
    assert np.isfinite(drawn.y).all() and drawn.y[-1] < LOW and drawn.customdata[-1] == "0"


@pytest.mark.parametrize("radius", [0.0, 0.95, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("steps", [1, 3, 60])
def test_no_curve_runs_through_the_words_at_a_rule(radius, steps):
    figure = figure_of(gradient_curve_figure(norms_of(radius=radius, steps=steps), steps, None))
    for words in figure.layout.annotations:
        low, high = (0.1, 1.3) if words.yanchor == "bottom" else (-1.3, -0.1)
        x = np.linspace(*((0.4, 1) if words.xanchor == "right" else (0, 0.6)), 30)[1:-1] * steps
        for drawn in ("gradient", "upper bound"):
            y = np.interp(x, line(figure, drawn).x, line(figure, drawn).y) - words.y
            assert ((y < low) | (y > high)).mean() > 0.6, (words.text, drawn)


def test_steps_are_counted_in_whole_numbers():
    assert figure_of(gradient_curve_figure(norms_of(steps=1), 1, None)).layout.xaxis.dtick == 1
    assert figure_of(gradient_curve_figure(norms_of(steps=60), 60, None)).layout.xaxis.dtick is None


def test_eigenvalues_stand_where_they_are():
    found = spectrum(synthetic_network(hidden_size=9, radius=1.7, initialisation="normal").params.W_hh)
    drawn = spectrum_html(found, 'what "you" <see>')
    dots, ticks = (np.array(re.findall(r"([-\d.]+)cqw ([-\d.]+)cqw", shadows), float) - [AWAY, 0]
                   for shadows in re.findall(r';box-shadow:(.*?)"', drawn))
    dots, ticks = dots / 50 * extent_of(found), ticks / 50 * extent_of(found)
    np.testing.assert_allclose(dots[:, 0] - 1j * dots[:, 1], found.eigenvalues, atol=0.002)
    np.testing.assert_array_equal(ticks[:, 1], 0)
    np.testing.assert_allclose(ticks[:, 0], found.singular_values, atol=0.002)
    assert "<see>" not in drawn and "&lt;see&gt;" in drawn


@pytest.mark.parametrize("radius", [0.0, 0.5, 1.0, 5.0])
def test_everything_fits_the_drawing(radius):
    found = spectrum(synthetic_network(hidden_size=5, radius=radius, initialisation="uniform").params.W_hh)
    assert extent_of(found) > max(found.radius, found.norm, 1.0)
