"""The cliff: the gradient beside the wall is the loss's own, and clipping shortens it and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numeric import central_difference

from rnncore.diagnostics.cliff import START, STEPS, TARGET, descend, slope_at
from rnncore.training.optimisers import clip_by_global_norm


def written_out(w: float, b: float) -> float:
    h = START
    for _ in range(STEPS):
        h = np.tanh(w * h + b)
    return (h - TARGET) ** 2


@given(st.floats(0.3, 1.4), st.floats(0.1, 0.6))
def test_loss_and_gradient_agree_with_the_loop_and_with_finite_differences(w, b):
    found, at = slope_at(w, b), np.array([w, b])
    assert found.loss == pytest.approx(written_out(w, b))
    expected = central_difference(lambda: written_out(*at), at)
    np.testing.assert_allclose([found.by_weight, found.by_bias], expected, atol=1e-7, rtol=1e-6)


def test_many_places_at_once_are_each_as_alone():
    weights, biases = np.array([0.7, 1.6, 2.2]), np.array([0.2, -0.1, -0.3])
    together = slope_at(weights, biases[:, None])
    for i, b in enumerate(biases):
        for j, w in enumerate(weights):
            np.testing.assert_allclose([part[i, j] for part in together], slope_at(w, b))


def test_a_descent_is_gradient_descent_with_the_cores_clipping():
    at, places = np.array([1.7, 0.1]), []
    for _ in range(30):
        here = slope_at(*at)
        gradient = np.array([here.by_weight, here.by_bias])
        clip_by_global_norm(gradient, 0.5)
        at = at - 0.1 * gradient
        places.append(at)
    found = descend(1.7, 0.1, learning_rate=0.1, limit=0.5, updates=30)
    np.testing.assert_allclose(np.stack([found.weights, found.biases], axis=1)[1:], places)
    assert found.losses.shape == (31,) and found.norms.shape == (30,)


def test_at_the_wall_one_update_without_a_limit_ends_far_away_and_with_it_arrives():
    free, clipped = (descend(1.7, 0.1, learning_rate=0.1, limit=limit, updates=200) for limit in (np.inf, 1.0))
    assert free.norms.max() > 100 and np.abs(np.diff(free.biases)).max() > 10 and free.losses[-1] > 0.3
    assert clipped.norms.max() > 5 and clipped.losses[-1] < 1e-6
    moved = np.hypot(np.diff(clipped.weights), np.diff(clipped.biases))
    assert moved.max() <= 0.1 * (1 + 1e-9)


@pytest.mark.parametrize("what", [{"learning_rate": 0.0}, {"learning_rate": 0.1, "limit": 0.0}])
def test_a_rate_or_a_limit_of_nothing_is_refused(what):
    with pytest.raises(ValueError, match="above 0"):
        descend(1.0, 0.0, updates=3, **what)
