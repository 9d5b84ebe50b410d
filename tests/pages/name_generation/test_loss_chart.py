"""The loss chart holds the numbers it was given."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.components.live_chart.live_chart import as_data
from pages.name_generation.loss_chart import MOST_POINTS, Curve, loss_figure
from tests.line_charts import figure_of
from tests.markup import WILD


@given(st.lists(st.tuples(st.integers(1, 50), st.floats(0.5, 5)), min_size=1, max_size=60))
def test_loss_data_is_the_data_given(points):
    steps, nats = np.cumsum([p[0] for p in points]), np.array([p[1] for p in points])
    figure = figure_of(loss_figure([Curve("train", steps, nats), Curve("held out", steps, nats + 0.1)], {}, 3.3))
    for trace, name, wanted in zip(figure.data, ["train", "held out"], [nats, nats + 0.1], strict=True):
        assert trace.name == name
        np.testing.assert_array_equal(trace.x, steps)
        np.testing.assert_array_equal(trace.y, wanted)
    assert len({trace.line.dash for trace in figure.data}) == 2      # never colour alone
    assert figure.layout.xaxis.range[1] == steps[-1]


def test_baselines_stand_at_their_values_and_say_so():
    figure = figure_of(loss_figure([Curve("a", np.arange(3), np.full(3, 2.0))], {"bigram": 2.345, "4-gram": 2.1}, 3.3))
    assert [(line.y0, line.y1) for line in figure.layout.shapes] == [(2.345, 2.345), (2.1, 2.1)]
    assert [note.text for note in figure.layout.annotations] == ["bigram 2.35", "4-gram 2.10"]
    low, high = figure.layout.yaxis.range
    assert low < 2.0 and high > 3.3


@pytest.mark.parametrize("count", [MOST_POINTS + 1, MOST_POINTS + 9, 1000, 2001])
def test_long_runs_are_thinned_honestly(count):
    steps, nats = np.arange(count) * 10, np.linspace(3, 2, count)
    trace = figure_of(loss_figure([Curve("a", steps, nats)], {}, 3.3)).data[0]
    assert len(trace.x) == len(trace.y) <= MOST_POINTS
    assert trace.x[-1] == steps[-1] and set(trace.x) <= set(steps)
    begins = np.concatenate([[0], np.searchsorted(steps, trace.x[:-1]) + 1])
    ends = np.searchsorted(steps, trace.x)
    for begin, end, y in zip(begins, ends, trace.y, strict=True):      # each point is the mean of its stretch
        assert y == pytest.approx(nats[begin:end + 1].mean())


def test_a_run_that_has_just_begun_can_be_drawn():
    for nats in ([], [float("nan")]):
        figure = figure_of(loss_figure([Curve("a", np.arange(len(nats)), np.array(nats))], {}, 3.3))
        assert np.isfinite(figure.layout.yaxis.range).all() and np.isfinite(figure.layout.xaxis.range).all()


@pytest.mark.parametrize("name", WILD[:4])
def test_a_curve_may_be_called_anything(name):
    [line] = as_data(loss_figure([Curve(name, np.arange(3), np.ones(3))], {}, 3.3))["lines"]
    assert line["name"] == name and line["before"] == f"{name}: "       # the browser writes it as text
