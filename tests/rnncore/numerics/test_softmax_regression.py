"""Softmax regression: its one minimum, found; what has no rows or no classes; units do not matter."""

import numpy as np
import pytest

from rnncore.numerics import softmax_regression
from rnncore.numerics.softmax_regression import _loss_of, _whitening, classifiers

RNG = np.random.default_rng(0)
N, H, V = 700, 5, 4
INPUTS = RNG.normal(size=(N, H)) @ RNG.normal(size=(H, H)) + 3
LABELS = (INPUTS @ RNG.normal(size=(H, V)) + RNG.gumbel(size=(N, V))).argmax(axis=1)


def gradient_at(fitted, penalty):
    """Of the docstring's loss at a classifier, with every penalty written out."""
    middle, whitening = _whitening(INPUTS)
    weights = np.linalg.solve(whitening, fitted.weights).T
    whitened = np.column_stack([(INPUTS - middle) @ whitening, np.ones(N)])
    biases = fitted.biases + middle @ fitted.weights
    p = np.exp(whitened[:, :-1] @ weights.T + biases)
    p /= p.sum(axis=1, keepdims=True)
    slope = (p - np.eye(V)[LABELS]).T @ whitened / N
    slope[:, :-1] += penalty * weights
    return slope


@pytest.mark.parametrize("penalty", [1.0, 1e-1, 1e-3])
def test_it_finds_the_minimum(penalty, monkeypatch):
    monkeypatch.setattr(softmax_regression, "GAIN", 0.0)
    monkeypatch.setattr(softmax_regression, "STEPS", 200)
    [fitted] = classifiers(INPUTS, LABELS, V, [penalty])
    np.testing.assert_allclose(gradient_at(fitted, penalty), 0, atol=1e-6)


def test_the_gradient_is_the_slope_of_the_loss():
    loss, at = _loss_of(INPUTS, LABELS, 0.3), RNG.normal(size=(V, H))
    _, gradient = loss(at)
    for place in np.ndindex(at.shape):
        nudged = np.zeros_like(at)
        nudged[place] = 1e-6
        assert gradient[place] == pytest.approx((loss(at + nudged)[0] - loss(at - nudged)[0]) / 2e-6, abs=1e-6)


def test_blocks_are_one_sum(monkeypatch):
    whole = _loss_of(INPUTS, LABELS, 0.1)(np.ones((V, H)))
    monkeypatch.setattr(softmax_regression, "BLOCK", 64)
    parts = _loss_of(INPUTS, LABELS, 0.1)(np.ones((V, H)))
    assert whole[0] == pytest.approx(parts[0])
    np.testing.assert_allclose(whole[1], parts[1])


def test_a_stronger_penalty_makes_smaller_weights():
    strong, weak = classifiers(INPUTS, LABELS, V, [1.0, 1e-3])
    assert np.abs(strong.weights).sum() < np.abs(weak.weights).sum()


def test_a_class_that_never_occurs_is_never_guessed():
    [fitted] = classifiers(INPUTS, LABELS, V + 2, [1e-2])
    assert (fitted.biases[V:] == -np.inf).all() and np.isfinite(fitted.biases[:V]).all()


@pytest.mark.parametrize("rows", [0, 1])
def test_too_little_to_learn_from(rows):
    for one in classifiers(INPUTS[:rows], LABELS[:rows], V, [1.0, 0.1]):
        assert one.weights.shape == (H, V) and not np.isnan(one.weights).any() and not np.isnan(one.biases).any()
