"""Maps of states agree by turning alone, and no other turning agrees better."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.diagnostics.procrustes import aligned_planes, best_rotation
from rnncore.diagnostics.states import principal_plane, project


@given(st.integers(0, 9_999), st.integers(1, 5))
def test_a_turn_that_was_made_is_found(seed, size):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(30, size))
    turn = np.linalg.qr(rng.normal(size=(size, size)))[0]
    np.testing.assert_allclose(best_rotation(points, points @ turn), turn, atol=1e-9)


@given(st.integers(0, 9_999))
def test_no_other_turn_comes_nearer(seed):
    rng = np.random.default_rng(seed)
    points, target = rng.normal(size=(2, 25, 3))
    found = best_rotation(points, target)
    np.testing.assert_allclose(found @ found.T, np.eye(3), atol=1e-9)
    for _ in range(10):
        other = np.linalg.qr(rng.normal(size=(3, 3)))[0]
        assert np.linalg.norm(points @ found - target) <= np.linalg.norm(points @ other - target) + 1e-9


@given(st.integers(2, 5), st.integers(0, 99))
def test_maps_agree_by_turning_alone(count, seed):
    rng = np.random.default_rng(seed)
    held = [rng.normal(size=(40, 6)) * np.array([3, 2, 1, 0.5, 0.2, 0.1]) for _ in range(count)]
    planes = aligned_planes(held)
    np.testing.assert_array_equal(planes[-1].axes, principal_plane(held[-1]).axes)
    for i, h in enumerate(held):
        own = principal_plane(h)
        np.testing.assert_allclose(planes[i].axes @ planes[i].axes.T, np.eye(2), atol=1e-9)
        np.testing.assert_allclose(planes[i].axes.T @ planes[i].axes, own.axes.T @ own.axes, atol=1e-9)
        if i + 1 < count:
            wanted = project(planes[i + 1], held[i + 1])
            apart = np.linalg.norm(project(planes[i], h) - wanted)
            for angle in np.linspace(0, 2 * np.pi, 24):
                for mirror in (1, -1):
                    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle) * mirror, np.cos(angle) * mirror]])
                    assert apart <= np.linalg.norm(project(own, h) @ turn - wanted) + 1e-9


def test_a_map_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one state"):
        aligned_planes([np.zeros((0, 3))])
