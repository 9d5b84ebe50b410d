"""Fixed points are fixed, their kinds are what paths really do, and none is missed."""

import factories
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numeric import central_difference

import rnncore
from rnncore import fixed_points, vector_field
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.jacobians import step_jacobians
from rnncore.diagnostics.phase import kind_of, orbits, step_jacobian
from rnncore.numerics.flat import flatten, views
from rnncore.readout import Readout

PLANAR = ["vanilla", "gru"]
each_planar = pytest.mark.parametrize("cell", PLANAR)
VOCABULARY = rnncore.Vocabulary(tuple("abc"))


def two_units(cell: str, seed: int, hidden: int = 2) -> rnncore.Model:
    """A network of few neurons with weights of any size, small to wild."""
    rng = np.random.default_rng(seed)
    config = rnncore.CellConfig(4, hidden, initialisation="normal", gain=rng.uniform(0.5, 4))
    fresh = rnncore.new_model(cell, config, VOCABULARY, seed, dtype=np.float64)
    vector = flatten(fresh.weights)
    vector += rng.normal(0, rng.uniform(0.1, 1.5), vector.size)
    weights = views(vector, fresh.weights)
    return rnncore.Model(cell, config, weights.cell, weights.readout, VOCABULARY)


def by_hand(W_hh, activation="tanh", pushed=(0.0, 0.0)) -> rnncore.Model:
    """h -> f(pushed + h W_hh), whatever is read."""
    W_hh = np.asarray(W_hh, float)
    config = rnncore.CellConfig(4, len(W_hh), activation, bias=False)
    params = rnncore.CELLS["vanilla"].Params(np.tile(pushed, (4, 1)), W_hh, None)
    return rnncore.Model("vanilla", config, params, Readout(np.zeros((len(W_hh), 4)), np.zeros(4)), VOCABULARY)


def index(point) -> int:
    """+1 or -1: the sign of det(I - J)."""
    return int(np.sign(np.prod(1 - point.eigenvalues).real))


@each_planar
@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), symbol=st.integers(0, 3))
def test_every_one_is_fixed_and_none_is_missing(cell, seed, symbol):
    """F maps the square [-1, 1]^2 into itself, so the indices of its fixed points add up to 1 (Lefschetz 1926)."""
    m = two_units(cell, seed)
    points = fixed_points(m, symbol)
    for point in points:
        assert np.linalg.norm(vector_field(m, symbol, point.h[None])) == pytest.approx(point.residual, abs=1e-15)
        assert point.residual < 1e-8 and np.abs(point.h).max() <= 1
    assert sum(map(index, points)) == 1
    for i, one in enumerate(points):
        for two in points[:i]:
            assert np.linalg.norm(one.h - two.h) > 1e-5


@each_planar
@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_the_eigenvalues_are_those_of_the_jacobian(cell, seed):
    m = two_units(cell, seed)
    for point in fixed_points(m, 1):
        h = point.h.copy()
        numeric = np.array([central_difference(lambda i=i, h=h: vector_field(m, 1, h[None])[0, i] + h[i], h)
                            for i in range(2)])
        expected = np.linalg.eigvals(numeric)
        assert abs(np.prod(point.eigenvalues) - np.prod(expected)) < 1e-6 * (1 + abs(np.prod(expected)))
        assert abs(point.eigenvalues.sum() - expected.sum()) < 1e-6 * (1 + abs(expected.sum()))
        assert abs(point.eigenvalues[0]) >= abs(point.eigenvalues[1]) - 1e-12
        assert point.kind == kind_of(point.eigenvalues)


@each_planar
def test_kinds_are_what_paths_do(cell):
    """Paths that begin very near: all fall in, all leave, or some of each."""
    seen = set()
    for seed in range(25):
        m = two_units(cell, seed)
        for point in fixed_points(m, 1):
            if np.min(np.abs(np.abs(point.eigenvalues) - 1)) < 0.1:
                continue                                      # so slow that "very near" would not do
            seen.add(point.kind.split()[0])
            angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
            start = point.h + 1e-7 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
            far = np.linalg.norm(orbits(m, 1, start, 60) - point.h, axis=2)
            left = far.max(axis=0) > 1e-4
            assert {"stable": not left.any(), "unstable": left.all(), "saddle": left.any()}[point.kind.split()[0]]
            if point.kind == "saddle":                        # in along its own direction
                J = step_jacobian(m, 1, point.h[None])[0]
                values, directions = np.linalg.eig(J)
                quiet = np.real(directions[:, np.abs(values).argmin()])
                nearer = orbits(m, 1, (point.h + 1e-5 * quiet)[None], 2)[:, 0] - point.h
                assert np.linalg.norm(nearer[2]) < np.linalg.norm(nearer[0])
    assert seen >= {"stable", "saddle"}


def test_nine_points_that_are_known():
    """h -> tanh(2 h), neuron by neuron: 0 pushes away, ±0.9575 draw in; together 3 x 3 points."""
    s = 0.9575040240772687                                    # s = tanh(2 s)
    points = {tuple(np.round(p.h / s).astype(int)): p for p in fixed_points(by_hand(2 * np.eye(2)), 0)}
    assert len(points) == 9
    for place, point in points.items():
        np.testing.assert_allclose(point.h, np.array(place) * s, atol=1e-12)
        slopes = [2.0 if at == 0 else 2 * (1 - s * s) for at in place]
        np.testing.assert_allclose(np.sort(point.eigenvalues.real), sorted(slopes), atol=1e-9)
        assert point.kind == {0: "stable node", 1: "saddle", 2: "unstable node"}[place.count(0)]


@pytest.mark.parametrize(("gain", "kind"), [(0.6, "stable focus"), (1.0, "undecided"), (1.7, "unstable focus")])
def test_a_turning_memory_is_a_focus(gain, kind):
    turn = gain * np.array([[np.cos(1), np.sin(1)], [-np.sin(1), np.cos(1)]])
    (point,) = fixed_points(by_hand(turn, "identity", (0.3, -0.2)), 2)
    assert point.kind == kind
    np.testing.assert_allclose(point.h, np.linalg.solve((np.eye(2) - turn).T, [0.3, -0.2]), atol=1e-10)
    np.testing.assert_allclose(np.abs(point.eigenvalues), gain)


def test_relu_rests_beyond_one():
    (point,) = fixed_points(by_hand([[0.5, 0], [0, 0.8]], "relu", (3.0, 1.0)), 0)
    np.testing.assert_allclose(point.h, [6, 5], atol=1e-10)
    np.testing.assert_allclose(point.eigenvalues, [0.8, 0.5])


@pytest.mark.parametrize("activation", ["relu", "identity"])
def test_a_memory_that_explodes_still_rests_somewhere(activation):
    (point,) = fixed_points(by_hand([[1e9, 1e8], [-1e7, 1e9]], activation), 0)
    assert not point.h.any()
    if activation == "identity":                              # ReLU has a kink at 0 and no slope there
        assert point.kind == "unstable focus"


def test_a_memory_that_never_changes_has_no_single_resting_place():
    assert fixed_points(by_hand(np.eye(2), "identity"), 0) == []


@each_planar
@pytest.mark.parametrize("hidden", [1, 3, 8])
def test_any_number_of_neurons(cell, hidden):
    found = fixed_points(two_units(cell, 5, hidden), 1)
    assert found and all(p.residual < 1e-8 and p.h.shape == p.eigenvalues.shape == (hidden,) for p in found)
    if hidden == 1:
        assert sum(map(index, found)) == 1


@pytest.mark.parametrize("kind", [("vanilla", "tanh"), ("vanilla", "identity"), ("gru", "tanh")], ids="-".join)
def test_the_jacobian_by_finite_differences(kind, rng):
    cell, activation = kind
    m = two_units(cell, 2, 4)
    m = rnncore.Model(cell, rnncore.CellConfig(4, 4, activation), m.params, m.readout, VOCABULARY)
    h = rng.uniform(-1, 1, (3, 4))
    found = step_jacobian(m, 2, h)
    for p in range(3):
        at = h[p].copy()
        for i in range(4):
            expected = central_difference(lambda i=i, at=at: vector_field(m, 2, at[None])[0, i] + at[i], at)
            np.testing.assert_allclose(found[p, i], expected, atol=1e-8)


@each_planar
def test_the_jacobian_of_a_trace_is_the_same_one(cell):
    m = two_units(cell, 3, 4)
    forward = float64_trace(m, np.full(6, 2))
    np.testing.assert_allclose(step_jacobian(m, 2, forward.previous.h), step_jacobians(forward), atol=1e-13)


@each_planar
def test_arrows_and_orbits_are_steps_of_the_cell(cell, rng):
    m = two_units(cell, 1)
    h = rng.uniform(-1, 1, (7, 2))
    path = orbits(m, 3, h, 5)
    np.testing.assert_array_equal(path[0], h)
    state = m.cell_module.State(h)
    for t in range(5):
        np.testing.assert_allclose(vector_field(m, 3, path[t]), path[t + 1] - path[t], atol=1e-15)
        projected = m.cell_module.project_inputs(m.params, np.full(7, 3))
        state = m.cell_module.State(m.cell_module.step(m.params, projected, state).h)
        np.testing.assert_allclose(path[t + 1], state.h, atol=1e-14)


def test_a_model_in_float32_is_taken_in_double():
    m = two_units("gru", 4)
    small = rnncore.Model("gru", m.config, type(m.params)(*(a.astype(np.float32) for a in m.params)),
                          Readout(*(a.astype(np.float32) for a in m.readout)), VOCABULARY)
    assert all(p.residual < 1e-12 and p.h.dtype == np.float64 for p in fixed_points(small, 1))


def test_what_cannot_be_drawn_is_refused():
    lstm = factories.model("lstm", letters="abc", hidden=2)
    for wrong in (lambda: fixed_points(lstm, 0), lambda: vector_field(lstm, 0, np.zeros((1, 2))),
                  lambda: fixed_points(two_units("gru", 0), 4), lambda: fixed_points(two_units("gru", 0), -1),
                  lambda: vector_field(two_units("gru", 0), 0, np.zeros((1, 3))),
                  lambda: orbits(two_units("gru", 0), 0, np.zeros(2), 3)):
        with pytest.raises(ValueError, match=r"LSTM|must"):
            wrong()


@pytest.mark.parametrize(("eigenvalues", "kind"), [
    ([0.5, -0.9], "stable node"), ([0.5 + 0.1j, 0.5 - 0.1j], "stable focus"), ([2, 0.1], "saddle"),
    ([-3, 0.1], "saddle"), ([2, -1.5], "unstable node"), ([1 + 1j, 1 - 1j], "unstable focus"),
    ([1, 0.1], "undecided"), ([-1, 0.1], "undecided"), ([1j, -1j], "undecided"), ([1 + 1e-9, 3], "undecided")], ids=str)
def test_kinds_by_definition(eigenvalues, kind):
    assert kind_of(np.array(eigenvalues, complex)) == kind
