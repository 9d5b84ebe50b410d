"""Sizes that span many powers of ten: told to two digits, and drawn also where numbers end."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.charts.log_scale import axis, format_log10, power, within

ANY = st.floats(allow_nan=True, allow_infinity=True)
PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@given(st.floats(-290, 290))
def test_a_size_is_told_to_two_digits(log10):
    said = format_log10(log10).translate(PLAIN_DIGITS).replace(",", "").replace(" × 10", "e")
    assert float(said) == pytest.approx(10 ** log10, rel=0.051)


def test_sizes_beyond_numbers_are_told_in_words():
    told = [format_log10(log10) for log10 in (-math.inf, math.inf, math.nan)]
    assert told == ["0", "beyond any number", "not a number"]
    assert format_log10(-400.0) == "1.0 × 10⁻⁴⁰⁰" and power(0) == "1" and power(-12) == "10⁻¹²"


@given(st.lists(ANY, min_size=1, max_size=20))
def test_nothing_endless_is_drawn(values):
    drawn = within(np.array(values), -10, 6)
    assert np.isfinite(drawn).all() and drawn.min() >= -11 and drawn.max() <= 7
    inside = [value for value in values if -10 <= value <= 6]
    assert [value for value in drawn if -10 <= value <= 6] == inside


def test_the_axis_names_what_it_stands_for():
    made = axis(-4, 4, 2)
    np.testing.assert_array_equal(made["tickvals"], [-4, -2, 0, 2, 4])
    assert made["ticktext"] == ["10⁻⁴", "10⁻²", "1", "10²", "10⁴"]
