"""The linear rival: right where the law is linear, fitted on the past, chosen on validation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_series import noise, series
from numeric import assert_one_sentence

from rnncore.commands.series_experiment import SERIES
from rnncore.tasks import series_experiment
from rnncore.tasks.autoregression import best_fit, fit, one_step
from rnncore.tasks.forecasting import rmse


@given(omega=st.floats(0.3, 2.5))
def test_a_wave_is_the_last_two_readings(omega):
    made = series(np.sin(omega * np.arange(60)), validation=10, held_out=20)
    rule = fit(made, 2)
    np.testing.assert_allclose(rule.weights, [2 * np.cos(omega), -1], atol=1e-6)
    np.testing.assert_allclose(one_step(made, rule)[3:], made.values[3:], atol=1e-6)


@given(order=st.integers(1, 6), seed=st.integers(0, 40))
def test_forecasts_are_the_weighted_sums_and_the_fit_cannot_be_bettered(order, seed):
    made = noise(seed=seed, rule="log")
    rule, u = fit(made, order), made.readings
    said = one_step(made, rule)
    assert np.isnan(said[:order + 1]).all()
    for t in range(order + 1, 40):
        reading = rule.constant + sum(rule.weights[k] * u[t - 2 - k] for k in range(order))
        assert said[t] == pytest.approx(float(made.undo(np.array(reading), made.values[t - 1])))

    def loss(constant, weights):
        ends = range(order, made.train_end - 1)
        return np.mean([(u[i] - constant - weights @ u[i - order:i][::-1]) ** 2 for i in ends])

    best = loss(rule.constant, rule.weights)
    for direction in np.random.default_rng(seed).normal(0, 0.01, (5, order + 1)):
        assert loss(rule.constant + direction[0], rule.weights + direction[1:]) >= best


def test_nothing_after_the_training_part_is_fitted_and_nothing_held_out_chooses():
    made = noise(rule="root")
    for cut, found in ((made.train_end, lambda s: fit(s, 3)), (made.split, best_fit)):
        other = made.values.copy()
        other[cut:] = other[cut:][::-1] * 3
        one, two = found(made), found(series(other, "root"))
        np.testing.assert_array_equal(one.weights, two.weights)


@pytest.mark.parametrize("key", series_experiment.SHIPPED)
def test_the_chosen_rule_errs_least_on_validation(key):
    made = series_experiment.shipped(key, SERIES)
    stretch = slice(made.train_end, made.split)

    def error(rule):
        return rmse(one_step(made, rule)[stretch], made.values[stretch])

    best = best_fit(made)
    assert error(best) == min(error(fit(made, order)) for order in range(1, best.order + 1))


@pytest.mark.parametrize("order", [0, 14, 400])
def test_too_many_weights_are_refused(order):
    with pytest.raises(ValueError) as caught:
        fit(noise(), order)
    assert_one_sentence(caught.value)
