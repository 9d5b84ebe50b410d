"""A covering array leaves out no pair, and is smaller than the product."""

from itertools import combinations
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.covering import once, pairs


@given(sizes=st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_every_two_options_meet(sizes):
    options = {f"key{i}": [f"{i}.{j}" for j in range(size)] for i, size in enumerate(sizes)}
    rows = pairs(options)
    assert all(row.keys() == options.keys() for row in rows)
    assert {row[key] for row in rows for key in row} == {option for each in options.values() for option in each}
    for one, two in combinations(options, 2):
        assert {(row[one], row[two]) for row in rows} == {(a, b) for a in options[one] for b in options[two]}
    assert len(rows) <= prod(sizes)


def test_it_is_small_and_always_the_same():
    options = {f"key{i}": [1, 2, 3] for i in range(10)}
    assert 9 <= len(pairs(options)) <= 25 and pairs(options) == pairs(options)


@given(sizes=st.lists(st.integers(1, 4), max_size=6))
def test_every_option_is_there_once(sizes):
    options = {f"key{i}": [f"{i}.{j}" for j in range(size)] for i, size in enumerate(sizes)}
    rows = once(options)
    assert len(rows) == max(sizes, default=0)
    assert all({row[key] for row in rows} == set(each) for key, each in options.items())


@pytest.mark.parametrize("array", [pairs, once])
def test_a_key_without_options_is_refused(array):
    with pytest.raises(ValueError, match="option"):
        array({"one": [1, 2], "two": []})
