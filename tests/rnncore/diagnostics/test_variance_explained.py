"""Variance explained: the sums of squares add up, and chance gives what theory says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.diagnostics.variance_explained import (
    explained_by_chance,
    group_means,
    total_variance_explained,
    variance_explained,
)


def within(h, groups):
    """The sum of squares [H] around each group's own mean, group by group."""
    return sum(((h[groups == g] - h[groups == g].mean(axis=0)) ** 2).sum(axis=0) for g in np.unique(groups))


def total(h):
    return ((h - h.mean(axis=0)) ** 2).sum(axis=0)


def drawn(seed):
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, rng.integers(1, 9), rng.integers(2, 90))
    return rng.normal(size=(len(groups), 4)) + groups[:, None] * rng.normal(size=4), groups


@given(st.integers(0, 9_999))
def test_what_lies_between_groups_is_what_does_not_lie_within(seed):
    h, groups = drawn(seed)
    np.testing.assert_allclose(variance_explained(h, groups), 1 - within(h, groups) / total(h), atol=1e-9)
    assert total_variance_explained(h, groups) == pytest.approx(
        1 - within(h, groups).sum() / total(h).sum(), abs=1e-9)


@given(st.integers(0, 9_999))
def test_neither_scale_nor_shift_nor_the_groups_numbers_matter(seed):
    h, groups = drawn(seed)
    shares = variance_explained(h, groups)
    np.testing.assert_allclose(variance_explained(h * [1, 5, 0.1, -2] + 7, groups), shares, atol=1e-9)
    renamed = np.random.default_rng(seed).permutation(20)[groups]
    np.testing.assert_allclose(variance_explained(h, renamed), shares, atol=1e-12)


def test_a_group_that_says_all_one_that_says_nothing_and_a_column_that_is_still(rng):
    groups = rng.integers(0, 5, 80)
    h = np.stack([groups * 2.0, np.ones(80)], axis=1)
    np.testing.assert_allclose(variance_explained(h, groups), [1, 0])
    assert total_variance_explained(h, groups) == pytest.approx(1)
    assert variance_explained(h, np.zeros(80, int)).tolist() == [0, 0]
    assert total_variance_explained(np.ones((80, 2)), groups) == 0
    assert total_variance_explained(np.zeros((0, 2)), np.zeros(0, int)) == 0


def test_group_means_are_means_and_nan_where_there_is_none(rng):
    h, groups = rng.normal(size=(80, 3)).astype(np.float32), rng.integers(0, 5, 80)
    means, counts = group_means(h, groups, 7)
    for g in range(5):
        np.testing.assert_allclose(means[g], h[groups == g].mean(axis=0, dtype=np.float64))
    np.testing.assert_array_equal(counts, np.bincount(groups, minlength=7))
    assert np.isnan(means[5:]).all() and means.dtype == np.float64
    assert group_means(np.zeros((0, 3)), np.zeros(0, int), 2)[1].tolist() == [0, 0]


def test_chance_is_what_shuffled_groups_come_to():
    rng = np.random.default_rng(3)
    h, groups, rows = rng.normal(size=(400, 5)), rng.integers(0, 20, 400), np.arange(400)
    assert explained_by_chance(h, groups, rows) == pytest.approx(19 / 399, abs=0.006)      # (groups - 1) / (rows - 1)
    owners = rows // 8                                     # eight rows alike each: as if there were fifty
    alike = h[owners * 8]
    assert explained_by_chance(alike, groups[owners * 8], owners) == pytest.approx(
        (len(set(groups[::8])) - 1) / 49, abs=0.06)
    assert explained_by_chance(h, groups, rows, 3, seed=1) == explained_by_chance(h, groups, rows, 3, seed=1)
