"""Gated memory is a sum over the past, and gates are the derivative along the straight way."""

import numpy as np
import pytest
from factories import problem
from hypothesis import given
from hypothesis import strategies as st

from rnncore.diagnostics.memory_decomposition import (
    direct_path,
    kept_since,
    lifetime,
    log10_kept,
    memory_decomposition,
    path_of,
    steps_until,
)

GATED = ["gru", "lstm"]
each_cell = pytest.mark.parametrize("cell", GATED)
seeds = st.integers(0, 10_000)


def from_nothing(cell: str, seed: int, steps: int = 6, hold_still: bool = False):
    """A problem that begins with an empty memory; held still, no gate listens to the memory."""
    made = problem((cell, "tanh"), batch=2, steps=steps, seed=seed)
    params = made.params._replace(W_hh=np.zeros_like(made.params.W_hh)) if hold_still else made.params
    return made._replace(params=params, state=type(made.state)(*(np.zeros_like(field) for field in made.state)))


def path(cell: str, made, steps: int = 6):
    """The straight way of a problem, [T, B, H]."""
    trace = made.trace()
    return path_of(cell, type(trace)(*(field.reshape(steps, 2, -1) for field in trace)))


@each_cell
@given(seed=seeds)
def test_what_all_steps_wrote_adds_up_to_the_memory(cell, seed):
    way = path(cell, from_nothing(cell, seed))
    np.testing.assert_allclose(memory_decomposition(way).sum(axis=1), way.memory, atol=1e-12)


@each_cell
@given(seed=seeds)
def test_one_step_is_kept_plus_written(cell, seed):
    way = path(cell, from_nothing(cell, seed))
    np.testing.assert_allclose(way.memory[1:], way.kept[1:] * way.memory[:-1] + way.written[1:], atol=1e-12)


@given(seed=seeds, steps=st.integers(1, 9))
def test_shares_are_products_of_the_gates_in_between(seed, steps):
    kept = np.random.default_rng(seed).uniform(0, 1, (steps, 3))
    shares = kept_since(kept)
    for t in range(steps):
        for s in range(steps):
            wanted = np.prod(kept[s + 1:t + 1], axis=0) if s <= t else np.zeros(3)
            np.testing.assert_allclose(shares[t, s], wanted, rtol=1e-12)


@each_cell
@given(seed=seeds, push=st.floats(0.01, 1.0))
def test_with_gates_held_still_the_share_is_the_derivative(cell, seed, push):
    """W_hh = 0: gates cannot feel the memory, so a push at the start arrives multiplied by all gates."""
    made = from_nothing(cell, seed, hold_still=True)
    field = "c" if cell == "lstm" else "h"
    pushed = made._replace(state=made.state._replace(**{field: made.state.h + push}))
    moved = path(cell, pushed).memory[-1] - path(cell, made).memory[-1]
    np.testing.assert_allclose(moved, push * np.prod(path(cell, made).kept, axis=0), atol=1e-12)


def test_a_plain_cell_has_no_such_way():
    with pytest.raises(ValueError, match="no gate"):
        path_of("vanilla", problem(("vanilla", "tanh")).trace())


@given(seed=seeds)
def test_the_direct_path_is_the_root_mean_square_of_the_products(seed):
    kept = np.random.default_rng(seed).uniform(0.05, 1, (7, 4))
    for lag, log10 in enumerate(direct_path(kept)):
        wanted = np.sqrt((np.prod(kept[len(kept) - lag:], axis=0) ** 2).mean())
        assert 10 ** log10 == pytest.approx(wanted, rel=1e-10)


def test_the_direct_path_never_underflows():
    np.testing.assert_allclose(direct_path(np.full((500, 3), 1e-3)), -3.0 * np.arange(501), rtol=1e-9)


@given(bias=st.floats(-8, 12), share=st.floats(1e-6, 0.99))
def test_a_gate_of_its_bias_alone(bias, share):
    gate = 1 / (1 + np.exp(-bias))
    assert gate ** lifetime(bias) == pytest.approx(np.exp(-1), rel=1e-6)
    assert gate ** steps_until(share, bias) == pytest.approx(share, rel=1e-6)
    assert 10 ** log10_kept(bias, 7) == pytest.approx(gate ** 7, rel=1e-6)


@given(bias=st.floats(5, 12))
def test_for_a_large_bias_each_one_more_is_a_factor_of_e(bias):
    assert lifetime(bias + 1) / lifetime(bias) == pytest.approx(np.e, rel=0.01)
    assert lifetime(bias) == pytest.approx(np.exp(bias) + 0.5, rel=1e-3)
