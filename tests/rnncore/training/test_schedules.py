"""Laws of the learning rate's way."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.training.schedules import SCHEDULES, rate_factor

schedules = pytest.mark.parametrize("name", SCHEDULES)


@schedules
@given(warmup=st.floats(0, 0.99), progress=st.floats(allow_nan=False))
def test_a_factor_lies_between_0_and_1_whatever_the_progress(name, warmup, progress):
    assert -1e-12 <= rate_factor(name, warmup, progress) <= 1 + 1e-12


@schedules
@pytest.mark.parametrize("warmup", [0.02, 0.3, 0.9])
def test_a_straight_rise_then_the_schedule(name, warmup):
    assert rate_factor(name, warmup, 0) == 0
    for share in (0.25, 0.5, 0.99):
        assert rate_factor(name, warmup, share * warmup) == pytest.approx(share)
    assert rate_factor(name, warmup, warmup) == pytest.approx(1)
    for share in (0.0, 0.3, 0.8, 1.0):
        expected = SCHEDULES[name](share)
        assert rate_factor(name, warmup, warmup + share * (1 - warmup)) == pytest.approx(expected, abs=1e-9)


@schedules
def test_without_warmup_it_starts_at_1(name):
    assert rate_factor(name, 0.0, 0.0) == 1


@schedules
@pytest.mark.parametrize("warmup", [0.0, 0.1, 0.5])
def test_no_jumps_and_no_second_rise(name, warmup):
    points = np.linspace(0, 1, 2001)
    factors = np.array([rate_factor(name, warmup, p) for p in points])
    assert np.abs(np.diff(factors)).max() < 0.01
    assert (np.diff(factors[points >= warmup]) <= 1e-12).all()


def test_where_each_ends():
    ends = {name: rate_factor(name, 0.1, 1.0) for name in SCHEDULES}
    assert ends == pytest.approx({"linear": 0, "cosine": 0, "constant": 1}, abs=1e-12)
    assert rate_factor("cosine", 0.0, 0.25) == pytest.approx(0.5 + math.sqrt(0.125))
    assert rate_factor("linear", 0.0, 0.25) == pytest.approx(0.75)
