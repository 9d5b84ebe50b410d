"""Step Jacobians and their products, held to finite differences and to backprop through time."""

import numpy as np
import pytest
from factories import KINDS
from numeric import assert_same_gradient, central_difference
from traces import backprop, end_of, random_trace, start_of

from rnncore.cells import gates
from rnncore.diagnostics.jacobians import local_slopes, step_jacobians

kinds = pytest.mark.parametrize("kind", KINDS, ids="-".join)


def by_nudging(p):
    """d(state at the end) / d(state at the start), row by row, from central differences."""
    start = start_of(p)
    rows = [central_difference(lambda row=row: float(end_of(p, start)[row]), start) for row in range(start.size)]
    return np.stack(rows)


@kinds
def test_one_step_agrees_with_finite_differences(kind):
    p = random_trace(kind, steps=3, seed=1)
    J = step_jacobians(p)
    for t in range(3):
        assert_same_gradient(J[t], by_nudging(p.until(t + 1).last(1)), f"step {t}", relative=1e-7)


@kinds
@pytest.mark.parametrize("bias", [True, False])
def test_the_product_agrees_with_finite_differences_of_the_unrolled_network(kind, bias):
    p = random_trace(kind, steps=7, hidden=4, bias=bias, seed=2)
    product = np.linalg.multi_dot(step_jacobians(p)[::-1])
    assert_same_gradient(product, by_nudging(p), relative=1e-6)


@kinds
def test_a_row_through_the_product_is_what_backprop_through_time_says(kind):
    p = random_trace(kind, steps=9, hidden=5, seed=3)
    J = step_jacobians(p)
    d_h = np.zeros_like(p.trace.h)
    d_h[-1] = np.random.default_rng(0).normal(size=5)
    row = np.concatenate([d_h[-1], np.zeros(J.shape[1] - 5)])
    back = backprop(p, d_h)
    for t in range(8, -1, -1):
        np.testing.assert_allclose(row[:5], back.states.h[t, 0], rtol=1e-10, atol=1e-14)
        row = row @ J[t]
    np.testing.assert_allclose(row, np.concatenate([part[0] for part in back.state]), rtol=1e-10, atol=1e-14)


@kinds
def test_a_jacobian_is_its_element_wise_part_times_the_matrix(kind):
    p = random_trace(kind, seed=4)
    slopes, J = local_slopes(p), step_jacobians(p)
    F, G, T, H = slopes.gates.shape
    W = gates.by_gate(p.params.W_hh, G)
    for t in range(T):
        E = np.block([[np.diag(part[t]) for part in (*slopes.gates[f], *slopes.direct[f])] for f in range(F)])
        L = np.zeros(((G + F) * H, F * H))
        L[:G * H, :H] = np.concatenate([block.T for block in W])
        L[G * H:] = np.eye(F * H)
        np.testing.assert_allclose(E @ L, J[t], rtol=1e-12, atol=1e-14)


def test_the_plain_cell_is_the_textbook_formula():
    p = random_trace(("vanilla", "tanh"))
    for t, J in enumerate(step_jacobians(p)):
        np.testing.assert_allclose(J, np.diag(1 - p.trace.h[t] ** 2) @ p.params.W_hh.T, rtol=1e-13)


def test_only_gates_carry_a_memory_past_the_matrices():
    assert not local_slopes(random_trace(("vanilla", "tanh"))).direct.any()
    gru, lstm = random_trace(("gru", "tanh")), random_trace(("lstm", "tanh"))
    np.testing.assert_allclose(local_slopes(gru).direct[0, 0], gru.trace.z, rtol=1e-14)
    direct = local_slopes(lstm).direct
    np.testing.assert_allclose(direct[1, 1], lstm.trace.f, rtol=1e-14)
    assert not direct[:, 0].any()


@kinds
def test_nothing_that_is_read_is_changed(kind):
    p = random_trace(kind)
    before = [a.copy() for a in (*p.params, *p.trace, *p.state, p.inputs)]
    step_jacobians(p)
    for now, then in zip((*p.params, *p.trace, *p.state, p.inputs), before, strict=True):
        np.testing.assert_array_equal(now, then)
