"""Ways out: each changes the first picture, and says with the core's numbers what changed."""

import numpy as np
import pytest

from explainer.charts.log_scale import format_log10, within
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.gradient_curve_chart import HIGH, LOW
from pages.vanishing_gradient.ways_out import LOG_200, WAYS, cell_state_in_words
from tests.links import value_of
from tests.pages.vanishing_gradient.opening import lines, plain_norms, verdict, visit
from tests.visitor import numbers


@pytest.mark.parametrize("way", WAYS)
def test_a_way_out_changes_the_first_picture_and_says_so(way):
    visitor = visit(radius="1.3", signal="1.0").move(way=way)
    shown = {control.key: control.write(value_of(visitor, control)) for control in controls.PICTURE}
    wanted = {c.key: c.write(WAYS[way].sets.get(c.key, c.default)) for c in controls.PICTURE}
    assert shown == wanted
    beside = lines(visitor, "ways")
    np.testing.assert_allclose(numbers(beside["plain network"]["y"]), within(plain_norms().norm, LOW, HIGH), atol=1e-9)
    assert any(WAYS[way].why in text for text in visitor.said("markdown"))
    first = lines(visitor, "reach")["gradient"]
    np.testing.assert_allclose(numbers(first["y"]), numbers(beside["gradient"]["y"]))


def test_the_gates_way_says_what_carries_it():
    """With W_hh at 0 only the cell state is left: what the page tells of it is what the core computes."""
    alone = plain_norms(cell="lstm", forget_bias=LOG_200, radius=0.0).norm[-1]
    assert round(np.log(controls.LONGEST), 1) == LOG_200
    visitor = visit().move(way="gates")
    [said] = [text for text in visitor.said("markdown") if WAYS["gates"].why in text]
    kept = (1 / (1 + np.exp(-LOG_200))) ** controls.LONGEST
    assert f"{format_log10(float(alone))} of the gradient is left" in said
    assert f"200 times is {format_log10(np.log10(kept))}." in said
    assert cell_state_in_words() in said and -2 < alone < np.log10(kept)


def test_a_short_piece_does_not_fade_below_one_percent():
    visitor = visit().move(way="short")
    steps = WAYS["short"].sets[controls.BACK.key]
    left = plain_norms(steps=steps).norm[-1]
    assert -2 < left < 0
    visitor.at.run()                         # all of the page: a verdict is found by its heading
    told = verdict(visitor, "ways-out-and-one-that-is-none")
    assert f"<b>after {steps} steps {format_log10(float(left))} of it is still left</b>" in told
