"""From memory to a prediction, and how wrong it was."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numeric import assert_same_gradient, central_difference

from rnncore.readout import (
    Readout,
    cross_entropy_in_place,
    init_readout,
    log_softmax,
    logits,
    readout_gradients,
    softmax_in_place,
)

rows_of_scores = hnp.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 6)),
                            elements=st.floats(-1e4, 1e4))


@given(rows_of_scores)
def test_softmax_is_a_distribution_in_the_order_of_the_scores(scores):
    p = softmax_in_place(scores.copy())
    np.testing.assert_allclose(p.sum(axis=1), 1, atol=1e-12)
    assert (p >= 0).all()
    for row, s in zip(p, scores, strict=True):
        assert (np.diff(row[np.argsort(s)]) >= 0).all()


@given(rows_of_scores, st.floats(-1e4, 1e4))
def test_softmax_does_not_change_when_all_scores_move(scores, shift):
    np.testing.assert_allclose(softmax_in_place(scores + shift), softmax_in_place(scores.copy()), atol=1e-9)


@given(rows_of_scores)
def test_log_softmax_is_the_logarithm_of_softmax(scores):
    log_p = log_softmax(scores)
    assert np.isfinite(log_p).all() and (log_p <= 1e-12).all()
    p = softmax_in_place(scores.copy())
    np.testing.assert_allclose(np.exp(log_p), p, atol=1e-12)


def test_nothing_overflows():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        huge = np.array([[1e300, 0.0, -1e300]])
        np.testing.assert_array_equal(softmax_in_place(huge.copy()), [[1, 0, 0]])
        np.testing.assert_array_equal(log_softmax(huge), [[0, -1e300, -2e300]])


def test_cross_entropy_and_its_gradient(rng):
    scores, targets = rng.normal(0, 2, (7, 5)), rng.integers(0, 5, 7)

    def naive() -> float:
        p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        return float(-np.mean([np.log(p[n, target]) for n, target in enumerate(targets)]))

    expected, gradient = naive(), central_difference(naive, scores)
    found = scores.copy()
    loss = cross_entropy_in_place(found, targets)
    assert loss == pytest.approx(expected, rel=1e-12)
    assert_same_gradient(found, gradient)
    np.testing.assert_allclose(found.sum(axis=1), 0, atol=1e-15)


def test_loss_of_equal_scores_is_that_of_guessing():
    for dtype in (np.float32, np.float64):
        assert cross_entropy_in_place(np.full((3, 27), 5, dtype), np.array([0, 4, 26])) == \
            pytest.approx(np.log(27), rel=1e-6)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_undefined_scores_give_nan_and_no_exception(bad):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scores = np.zeros((2, 3))
        scores[1, 2] = bad
        assert np.isnan(cross_entropy_in_place(scores, np.array([0, 1])))


def test_readout_gradients_agree_with_central_differences(rng):
    readout = Readout(rng.normal(size=(4, 3)), rng.normal(size=3))
    h, targets = rng.normal(size=(6, 4)), rng.integers(0, 3, 6)

    def loss() -> float:
        return cross_entropy_in_place(logits(readout, h), targets)

    d = logits(readout, h)
    cross_entropy_in_place(d, targets)
    found = readout_gradients(readout, h, d, Readout(np.empty((4, 3)), np.empty(3)))
    assert_same_gradient(found.W_ho, central_difference(loss, readout.W_ho))
    assert_same_gradient(found.b_o, central_difference(loss, readout.b_o))


def test_fresh_readout():
    readout = init_readout(np.random.default_rng(0), 10, 27)
    assert readout.W_ho.shape == (10, 27) and readout.W_ho.dtype == np.float32 and not readout.b_o.any()
    assert 0.9 * np.sqrt(6 / 37) < np.abs(readout.W_ho).max() <= np.sqrt(6 / 37)
