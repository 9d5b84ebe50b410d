"""The cliff: what is drawn and said is what the core computes, from any start."""

import math
import re

import numpy as np
import pytest

from pages.vanishing_gradient import cliff
from pages.vanishing_gradient.cliff_chart import BIASES, WEIGHTS, cliff_figure, ground, leaves
from rnncore.diagnostics.cliff import descend, slope_at
from tests.pages.vanishing_gradient.opening import visit


def test_the_picture_is_the_loss_and_both_ways_over_it():
    weights, biases = ground()
    losses = slope_at(weights, biases[:, None]).loss
    free, clipped = (descend(1.5, -0.2, learning_rate=0.1, limit=limit, updates=20) for limit in (math.inf, 0.5))
    land, free_line, clipped_line, start = cliff_figure(losses, clipped, free).data
    np.testing.assert_array_equal(land.z, losses)
    for line, way in ((free_line, free), (clipped_line, clipped)):
        np.testing.assert_array_equal([line.x, line.y], [way.weights, way.biases])
    assert (free_line.name, free_line.line.dash) == ("without clipping", "dot")
    assert (start.x[0], start.y[0]) == (1.5, -0.2)


def test_what_is_said_of_all_starts_is_counted():
    arrive, leave = cliff.fates(0.1, 1.0)
    found = [descend(w, b, learning_rate=0.1, limit=1.0, updates=cliff.UPDATES)
             for w in np.linspace(*WEIGHTS, cliff.STARTS[0]) for b in np.linspace(*BIASES, cliff.STARTS[1])]
    assert arrive == sum(way.losses[-1] < cliff.ARRIVED for way in found)
    assert leave == sum(bool(leaves(way)) for way in found)


@pytest.mark.parametrize("query", [{}, {"wall_w": "0.5", "wall_b": "-0.6", "wall_rate": "1.0", "wall_limit": "0.03"},
                                   {"wall_w": "2.5", "wall_b": "0.4", "wall_rate": "0.01", "wall_limit": "1000"}])
def test_the_step_says_how_it_ended(query):
    visitor = visit(step="cliff", **query)
    [said] = [piece for piece in visitor.html if "all over the picture" in piece]
    rate, limit = float(query.get("wall_rate", 0.1)), float(query.get("wall_limit", 1.0))
    counts = [int(number) for number in re.findall(r"(\d+) arrive without clipping and (\d+).*?, (\d+) and (\d+)\.",
                                                   said)[0]]
    assert counts == [*cliff.fates(rate, math.inf), *cliff.fates(rate, limit)] and not visitor.at.error
