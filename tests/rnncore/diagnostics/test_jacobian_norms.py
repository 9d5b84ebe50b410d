"""How far back an influence reaches: norms, their bound, their two causes, and numbers beyond float64."""

import numpy as np
import pytest
from factories import CELLS, KINDS
from hypothesis import given
from hypothesis import strategies as st
from traces import linear, random_trace

from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.jacobians import local_slopes, step_jacobians
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.numerics.initialisation import orthogonal

kinds = pytest.mark.parametrize("kind", KINDS, ids="-".join)
pytestmark = pytest.mark.filterwarnings("error")


def products(p):
    """P_n for n = 0 … T by plain multiplication."""
    made = [np.eye(len(step_jacobians(p)[0]))]
    for J in step_jacobians(p)[::-1]:
        made.append(made[-1] @ J)
    return made


def sound(flow):
    """Never nan, lengths that fit, and the books balance."""
    assert flow.lags[0] == flow.norm[0] == flow.bound[0] == flow.slopes[0] == flow.weights[0] == 0
    assert len({len(array) for array in flow[:5]}) == 1
    for array in flow[:5]:
        assert not np.isnan(array).any() and not (array == np.inf).any()
    with np.errstate(invalid="ignore"):
        np.testing.assert_allclose(np.cumsum(flow.slopes + flow.weights), flow.norm, rtol=1e-10, atol=1e-10)
    assert (flow.bound >= flow.norm).all()


@kinds
def test_norms_are_those_of_plain_products(kind):
    p = random_trace(kind, steps=12, hidden=4, seed=5)
    with np.errstate(divide="ignore"):          # ReLU may let nothing through
        expected = [np.log10(np.linalg.norm(P) / np.sqrt(len(P))) for P in products(p)]
    np.testing.assert_allclose(jacobian_norms(p).norm, expected, rtol=0, atol=1e-12)


@kinds
def test_what_is_lost_to_slopes_and_to_weights(kind):
    p = random_trace(kind, steps=8, hidden=4, seed=6)
    slopes, flow = local_slopes(p), jacobian_norms(p)
    F = len(slopes.direct)
    for n, P in enumerate(products(p)[:-1]):
        t = p.steps - 1 - n
        parts = np.concatenate([slopes.gates, slopes.direct], axis=1)[:, :, t]         # [F, G + F, H]
        after = np.sqrt(sum(np.square(sum(P[:, f * 4:f * 4 + 4] * parts[f, g] for f in range(F))).sum()
                            for g in range(parts.shape[1])))
        if after:
            assert flow.slopes[n + 1] == pytest.approx(np.log10(after / np.linalg.norm(P)), abs=1e-12)
        else:
            assert flow.norm[n + 1] == -np.inf
    sound(flow)


def test_one_cause_alone():
    rng = np.random.default_rng(0)
    turning = jacobian_norms(linear(orthogonal(rng, 6), 30))                   # nothing is lost to a rotation
    np.testing.assert_allclose(turning[1:5], 0.0, atol=1e-10)
    tanh = random_trace(("vanilla", "tanh"), hidden=6, steps=30)
    tanh = tanh._replace(params=tanh.params._replace(W_hh=orthogonal(rng, 6)))
    flow = jacobian_norms(tanh)
    np.testing.assert_allclose(flow.weights, 0.0, atol=1e-13)
    assert (flow.slopes[1:] < 0).all()
    flow = jacobian_norms(linear(rng.normal(size=(6, 6)), 30))                   # identity: all of it is the matrix
    np.testing.assert_allclose(flow.slopes, 0.0, atol=1e-13)


@given(cell=st.sampled_from(CELLS), activation=st.sampled_from(["tanh", "relu", "identity"]),
       hidden=st.integers(1, 7), steps=st.integers(1, 30), radius=st.floats(0, 5), scale=st.floats(0, 10),
       scheme=st.sampled_from(["orthogonal", "identity", "glorot", "uniform", "normal"]),
       gate_bias=st.floats(-6, 6), seed=st.integers(0, 99))
def test_the_bound_is_never_below_the_norm(cell, activation, hidden, steps, radius, scale, scheme, gate_bias, seed):
    model = synthetic_network(cell, hidden, radius=radius, activation=activation if cell == "vanilla" else "tanh",
                              initialisation=scheme, forget_bias=gate_bias, update_bias=gate_bias, seed=seed)
    flow = jacobian_norms(float64_trace(model, noise(model, steps, scale, seed)))
    assert flow.end == steps
    sound(flow)


@given(kind=st.sampled_from(KINDS), seed=st.integers(0, 30), hidden=st.integers(1, 5))
def test_every_factor_of_the_bound_is_at_least_the_step_s_spectral_norm(kind, seed, hidden):
    p = random_trace(kind, hidden=hidden, steps=5, seed=seed)
    norms = np.linalg.norm(step_jacobians(p), 2, axis=(1, 2))[::-1]
    bound = jacobian_norms(p).bound
    for n, norm in enumerate(norms):
        assert bound[n + 1] == -np.inf if norm == 0 else bound[n + 1] - bound[n] >= np.log10(norm)
        if norm == 0:
            break


@pytest.mark.parametrize("size", [1e-250, 1e-60, 0.01, 1.0, 100.0, 1e60, 1e140])
def test_a_thousand_steps_beyond_float64(size):
    Q = orthogonal(np.random.default_rng(1), 5)
    flow = jacobian_norms(linear(size * Q, 1000))
    np.testing.assert_allclose(flow.norm, np.arange(1001) * np.log10(size), rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(flow.bound, flow.norm, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("radius", [0.0, 0.2, 1.0, 5.0])
@pytest.mark.parametrize(("hidden", "steps"), [(1, 1), (1, 200), (8, 200)])
def test_extremes_are_answered(cell, radius, hidden, steps):
    model = synthetic_network(cell, hidden, radius=radius, initialisation="normal")
    sound(jacobian_norms(float64_trace(model, noise(model, steps))))


def test_nothing_at_all_is_minus_infinity():
    flow = jacobian_norms(linear(np.zeros((3, 3)), 4))
    assert (flow.norm[1:] == -np.inf).all() and flow.weights.tolist() == [0, -np.inf, 0, 0, 0]
    model = synthetic_network(radius=1.0, activation="relu", bias=True, hidden_size=3)
    dead = model.params._replace(b_h=np.full(3, -1e3))
    p = float64_trace(model, noise(model, 4))._replace(params=dead)
    p = p._replace(trace=type(p.trace)(np.full((4, 3), -1e3), np.zeros((4, 3))))
    flow = jacobian_norms(p)
    assert (flow.norm[1:] == -np.inf).all() and flow.slopes.tolist() == [0, -np.inf, 0, 0, 0]
    sound(flow)


@pytest.mark.parametrize("activation", ["relu", "identity"])
def test_a_memory_that_overflows_is_reported_and_what_came_before_is_measured(activation):
    model = synthetic_network(hidden_size=8, radius=5.0, activation=activation, initialisation="identity")
    p = float64_trace(model, noise(model, 600))
    assert 400 < p.overflow < 600
    flow = jacobian_norms(p)
    assert flow.overflow == p.overflow and flow.end == p.overflow - 1 == flow.lags[-1]
    sound(flow)
    np.testing.assert_array_equal(flow.norm, jacobian_norms(p.until(flow.end)).norm)
    at_once = jacobian_norms(p._replace(trace=type(p.trace)(*(field[-1:] for field in p.trace)), inputs=p.inputs[-1:]))
    assert at_once.end == 0 and at_once.norm.tolist() == [0.0] and at_once.overflow == 1


@kinds
def test_only_so_far_back(kind):
    p = random_trace(kind, steps=40, seed=7)
    whole = jacobian_norms(p)
    for furthest in (0, 1, 17, 39, 40, 99):
        part = jacobian_norms(p, furthest)
        assert part.end == 40
        for a, b in zip(part[:5], whole[:5], strict=True):
            np.testing.assert_allclose(a, b[:furthest + 1], rtol=1e-12, atol=1e-13)


def test_the_horizon_is_where_it_stays_below():
    flow = jacobian_norms(linear([[0.5]], 9))
    assert flow.horizon() == 7 and flow.horizon(0.5) == 2 and flow.horizon(1e-9) is None      # 0.5^7 < 1 % <= 0.5^6
    again = flow._replace(norm=np.array([0.0, -3.0, -1.0, -3.0, -3.0]))
    assert again.horizon() == 3 and again.horizon(10.0) == 0
    assert jacobian_norms(linear([[0.0]], 3)).horizon() == 1


@kinds
def test_the_spectral_norm_is_that_of_plain_products(kind):
    p = random_trace(kind, steps=12, hidden=4, seed=5)
    with np.errstate(divide="ignore"):
        expected = [np.log10(np.linalg.norm(P, 2)) for P in products(p)]
    np.testing.assert_allclose(jacobian_norms(p, spectral=True).spectral, expected, rtol=0, atol=1e-6)
    assert jacobian_norms(p).spectral is None


@pytest.mark.parametrize("scheme", ["normal", "orthogonal", "identity", "uniform"])
@pytest.mark.parametrize("cell", CELLS)
def test_the_longest_lived_direction_lies_between_the_mean_and_the_bound(cell, scheme):
    """Of a wide network it is found to less than a hundredth, and never above the truth."""
    model = synthetic_network(cell, 32, radius=0.95, initialisation=scheme, forget_bias=1.0, update_bias=1.0)
    p = float64_trace(model, noise(model, 60, 0.3))
    flow, exact = jacobian_norms(p, spectral=True), np.log10([np.linalg.norm(P, 2) for P in products(p)])
    assert (flow.spectral <= exact + 1e-9).all() and (flow.spectral > exact - np.log10(1.01)).all()
    assert (flow.norm - 1e-9 <= flow.spectral).all() and (flow.spectral <= flow.bound).all()


def test_the_spectral_norm_beyond_float64():
    Q = orthogonal(np.random.default_rng(1), 5)
    flow = jacobian_norms(linear(1e-60 * Q, 1000), spectral=True)
    np.testing.assert_allclose(flow.spectral, np.arange(1001) * -60.0, rtol=1e-12, atol=1e-6)
    assert flow.spectral_horizon() == flow.horizon() == 1
    assert jacobian_norms(linear([[0.0]], 3), spectral=True).spectral[1:].tolist() == [-np.inf] * 3
