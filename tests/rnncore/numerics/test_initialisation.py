"""Where weights start: each scheme has the property it is named for."""

import factories
import numpy as np
import pytest

import rnncore
from rnncore.cells.gates import by_gate
from rnncore.numerics.initialisation import RECURRENT


def recurrent_blocks(cell, scheme, hidden, gain=1.0, seed=0):
    config = rnncore.CellConfig(5, hidden, initialisation=scheme, gain=gain)
    params = rnncore.CELLS[cell].init_params(np.random.default_rng(seed), config, np.float64)
    return by_gate(params.W_hh, rnncore.CELLS[cell].GATE_COUNT)


@pytest.mark.parametrize("cell", factories.CELLS)
@pytest.mark.parametrize("gain", [0.5, 1.0, 1.7])
def test_orthogonal_and_identity_scale_every_direction_by_the_gain(cell, gain):
    for scheme in ("orthogonal", "identity"):
        for W in recurrent_blocks(cell, scheme, 6, gain):
            np.testing.assert_allclose(W.T @ W, gain ** 2 * np.eye(6), atol=1e-12)
    for W in recurrent_blocks(cell, "identity", 6, gain):
        np.testing.assert_array_equal(W, gain * np.eye(6))


def test_orthogonal_draws_have_both_signs_of_the_determinant():
    signs = {round(np.linalg.det(W)) for seed in range(20) for W in recurrent_blocks("vanilla", "orthogonal", 4,
                                                                                        seed=seed)}
    assert signs == {-1, 1}


def test_uniform_and_glorot_fill_their_range():
    for scheme, bound in (("uniform", 1 / np.sqrt(40)), ("glorot", np.sqrt(6 / 80))):
        (W,) = recurrent_blocks("vanilla", scheme, 40)
        assert 0.98 * bound < np.abs(W).max() <= bound
        assert abs(W.mean()) < 0.1 * bound


def test_normal_fills_the_unit_disc():
    (W,) = recurrent_blocks("vanilla", "normal", 200)
    assert 0.9 < np.abs(np.linalg.eigvals(W)).max() < 1.15


@pytest.mark.parametrize("scheme", RECURRENT)
@pytest.mark.parametrize("cell", factories.CELLS)
def test_the_same_seed_gives_the_same_weights_and_another_seed_others(cell, scheme):
    def made(seed):
        symbols = factories.vocabulary()
        config = rnncore.CellConfig(len(symbols), 4, initialisation=scheme)
        return rnncore.new_model(cell, config, symbols, seed)

    assert factories.same_bits(made(1), made(1))
    assert not factories.same_bits(made(1), made(2))
    assert made(1).dtype == np.float32


@pytest.mark.parametrize("scheme", [s for s in RECURRENT if s != "identity"])
def test_gates_are_drawn_apart(scheme):
    first, second, *_ = recurrent_blocks("lstm", scheme, 5)
    assert not np.allclose(first, second)
