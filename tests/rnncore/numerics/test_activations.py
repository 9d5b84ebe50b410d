"""Activations and their slopes."""

import warnings

import numpy as np
import pytest
from numeric import assert_same_gradient

from rnncore.numerics.activations import ACTIVATIONS, sigmoid_in_place, sigmoid_slope

POINTS = np.array([-40.0, -3.0, -1.0, -0.2, 0.3, 1.0, 2.5, 40.0])


@pytest.mark.parametrize(("name", "naive"), [
    ("tanh", np.tanh), ("relu", lambda a: np.where(a > 0, a, 0.0)), ("identity", lambda a: a)])
def test_apply_and_slope(name, naive):
    activation = ACTIVATIONS[name]
    h, d, out = np.empty_like(POINTS), np.linspace(-1, 2, len(POINTS)), np.empty_like(POINTS)
    activation.apply(POINTS, h)
    np.testing.assert_array_equal(h, naive(POINTS))
    eps = 1e-6
    slope = (naive(POINTS + eps) - naive(POINTS - eps)) / (2 * eps)
    assert activation.slope(h, out) is out
    assert_same_gradient(d * out, d * slope, name, relative=1e-8)


def test_every_named_activation_is_tested():
    assert set(ACTIVATIONS) == {"tanh", "relu", "identity"}


def test_sigmoid_and_its_slope():
    gate = sigmoid_in_place(POINTS.copy())
    np.testing.assert_allclose(gate, 1 / (1 + np.exp(-POINTS)), rtol=1e-9, atol=1e-15)
    d = np.linspace(1, 2, len(POINTS))
    np.testing.assert_allclose(sigmoid_slope(d, gate, np.empty_like(d)), d * gate * (1 - gate), atol=1e-15)


def test_sigmoid_never_overflows():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for dtype in (np.float32, np.float64):
            extreme = np.array([-np.inf, -1e30, 0.0, 1e30, np.inf], dtype)
            np.testing.assert_array_equal(sigmoid_in_place(extreme), np.array([0, 0, 0.5, 1, 1], dtype))
