"""Eigenvalues and singular values, and what ties them together."""

import factories
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.cells import gates
from rnncore.diagnostics.spectrum import spectra, spectrum
from rnncore.numerics.initialisation import RECURRENT, orthogonal

rng_seeds = st.integers(0, 200)


@given(size=st.integers(1, 9), seed=rng_seeds, scheme=st.sampled_from(list(RECURRENT)))
def test_laws_of_every_matrix(size, seed, scheme):
    W = RECURRENT[scheme](np.random.default_rng(seed), size)
    found = spectrum(W)
    assert found.eigenvalues.shape == found.singular_values.shape == (size,)
    assert found.radius <= found.norm * (1 + 1e-9)        # no eigenvector is stretched more than any vector
    assert found.radius == pytest.approx(np.abs(found.eigenvalues).max())
    assert (np.diff(found.singular_values) <= 0).all() and (np.diff(np.abs(found.eigenvalues)) <= 1e-12).all()
    assert np.prod(np.abs(found.eigenvalues)) == pytest.approx(np.prod(found.singular_values), rel=1e-6, abs=1e-12)
    assert found.eigenvalues.sum().real == pytest.approx(np.trace(W), abs=1e-9)
    assert found.norm == pytest.approx(np.linalg.norm(W, 2))


def test_a_rotation_keeps_every_length():
    found = spectrum(orthogonal(np.random.default_rng(0), 8))
    np.testing.assert_allclose(np.abs(found.eigenvalues), 1.0)
    np.testing.assert_allclose(found.singular_values, 1.0)


def test_inside_the_circle_and_yet_stretching():
    found = spectrum(np.array([[0.5, 10.0], [0.0, 0.5]]))
    assert found.radius == pytest.approx(0.5) and found.norm > 10


@pytest.mark.parametrize("cell", factories.CELLS)
def test_every_gate_has_its_own(cell):
    model = factories.model(cell)
    found = spectra(model)
    assert tuple(found) == model.cell_module.GATES
    for W, one in zip(gates.by_gate(model.params.W_hh, len(found)), found.values(), strict=True):
        assert one.norm == pytest.approx(np.linalg.norm(W, 2))
