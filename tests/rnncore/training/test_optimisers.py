"""Optimisers against the formulas of their papers, one number at a time."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rnncore.training.optimisers import OPTIMISERS, SGD, Adam, clip_by_global_norm

vectors = hnp.arrays(np.float64, st.integers(1, 6), elements=st.floats(-1e3, 1e3))


def gradients(count=8, size=5, seed=0):
    return np.random.default_rng(seed).normal(0, 2, (count, size))


@pytest.mark.parametrize(("beta1", "beta2", "epsilon"), [(0.9, 0.99, 1e-8), (0.5, 0.999, 1e-3), (0.0, 0.0, 1e-8)])
def test_adam_is_algorithm_1(beta1, beta2, epsilon):
    start = np.linspace(-1, 1, 5)
    weights, adam = start.copy(), Adam(5, np.float64, beta1, beta2, epsilon)
    naive, m, v = list(start), [0.0] * 5, [0.0] * 5
    for t, g in enumerate(gradients(), start=1):
        rate = 0.1 / t
        adam.update(weights, g.copy(), rate)
        for i in range(5):
            m[i] = beta1 * m[i] + (1 - beta1) * g[i]
            v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
            m_hat, v_hat = m[i] / (1 - beta1 ** t), v[i] / (1 - beta2 ** t)
            naive[i] -= rate * m_hat / (math.sqrt(v_hat) + epsilon)
        np.testing.assert_allclose(weights, naive, rtol=1e-12)


def test_first_step_of_adam_has_the_length_of_the_rate():
    weights = np.zeros(3)
    Adam(3, np.float64).update(weights, np.array([1e-3, -5.0, 70.0]), 0.01)
    np.testing.assert_allclose(weights, [-0.01, 0.01, -0.01], rtol=1e-4)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_sgd_is_a_ball_with_momentum(momentum):
    start = np.linspace(-1, 1, 5)
    weights, sgd = start.copy(), SGD(5, np.float64, momentum)
    naive, v = list(start), [0.0] * 5
    for t, g in enumerate(gradients(), start=1):
        sgd.update(weights, g.copy(), 0.1 / t)
        for i in range(5):
            v[i] = momentum * v[i] + g[i]
            naive[i] -= 0.1 / t * v[i]
        np.testing.assert_allclose(weights, naive, rtol=1e-12)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_saved_state_goes_on_bit_for_bit(name):
    one, weights = OPTIMISERS[name](5, np.float32), np.ones(5, np.float32)
    steps = gradients().astype(np.float32)
    for g in steps[:4]:
        one.update(weights, g.copy(), 0.1)
    state, copied = one.state(), weights.copy()
    for g in steps[4:]:
        one.update(weights, g.copy(), 0.1)
    two = OPTIMISERS[name](5, np.float32)
    two.restore(state)
    for g in steps[4:]:
        two.update(copied, g.copy(), 0.1)
    assert weights.tobytes() == copied.tobytes()
    for key, value in two.state().items():
        np.testing.assert_array_equal(value, one.state()[key])


@pytest.mark.parametrize("name", OPTIMISERS)
def test_optimisers_keep_the_precision_of_the_weights(name):
    for dtype in (np.float32, np.float64):
        weights = np.ones(4, dtype)
        OPTIMISERS[name](4, dtype).update(weights, np.full(4, 0.5, dtype), 0.1)
        assert weights.dtype == dtype and (weights < 1).all()


@given(vectors, st.floats(1e-3, 1e3))
def test_clipping_keeps_the_direction_and_only_shortens(gradient, limit):
    length = math.sqrt(sum(x * x for x in gradient))
    clipped = gradient.copy()
    assert clip_by_global_norm(clipped, limit) == pytest.approx(length, rel=1e-12, abs=1e-150)
    if length <= limit * (1 - 1e-12):
        np.testing.assert_array_equal(clipped, gradient)
    else:
        np.testing.assert_allclose(clipped, gradient * (limit / length), rtol=1e-12)
        assert np.linalg.norm(clipped) == pytest.approx(limit, rel=1e-12)


@pytest.mark.parametrize("size", [1e25, 1.0, 1e-25])
def test_the_length_is_right_where_squares_leave_single_precision(size):
    """Gradients that explode or vanish: 1e25 squared overflows float32, 1e-25 squared is 0 in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gradient = np.full(4, size, np.float32)
        assert clip_by_global_norm(gradient, 1.0) == pytest.approx(2 * size, rel=1e-6, abs=0)
        assert np.linalg.norm(gradient.astype(float)) == pytest.approx(min(1.0, 2 * size), rel=1e-6, abs=0)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_an_undefined_length_is_told_and_no_warning_is_raised(bad):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not math.isfinite(clip_by_global_norm(np.array([1.0, bad], np.float32), 1.0))
