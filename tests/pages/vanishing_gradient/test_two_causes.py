"""Slopes and W_hh apart: each is the core's, and together they are the gradient."""

import numpy as np

from explainer.charts.log_scale import format_log10, within
from pages.vanishing_gradient import two_causes
from pages.vanishing_gradient.gradient_curve_chart import HIGH, LOW
from pages.vanishing_gradient.two_causes_chart import causes_figure
from tests.line_charts import figure_of
from tests.pages.vanishing_gradient.opening import line, lines, norms_of, plain_norms, visit
from tests.visitor import numbers


def test_both_causes_are_drawn_from_the_first_picture_s_network():
    norms, drawn = plain_norms(radius=1.2, signal=0.5), lines(visit(radius="1.2", signal="0.5"), "causes")
    np.testing.assert_allclose(numbers(drawn["at W_hh"]["y"]), within(np.cumsum(norms.weights), LOW, HIGH))
    np.testing.assert_allclose(numbers(drawn["at slopes"]["y"]), within(np.cumsum(norms.slopes), LOW, HIGH))


def test_the_question_about_the_edge_is_measured():
    left = float(plain_norms(initialisation="orthogonal", radius=1.0).norm[-1])
    assert left < -2
    visitor = visit()
    visitor.set(guess_edge=two_causes.FADES)
    [told] = [text for text in visitor.said("markdown") if "W_hh took nothing" in text]
    assert told.startswith(":material/check_circle:") and f"{format_log10(left)} is left" in told


def test_the_two_causes_make_up_the_gradient():
    flow = norms_of(radius=1.3, steps=12)
    figure = figure_of(causes_figure(flow, 12, "W_hh", "tanh"))
    together = line(figure, "W_hh").y + line(figure, "tanh").y
    np.testing.assert_allclose(together, line(figure, "both").y, atol=1e-9)
