"""Networks made to measure have the measures asked for."""

import numpy as np
import pytest
from factories import CELLS

from rnncore.cells import gates
from rnncore.diagnostics.spectrum import spectra
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.numerics.initialisation import RECURRENT
from tests.covering import pairs


@pytest.mark.parametrize("setting", pairs({"cell": CELLS, "scheme": list(RECURRENT), "hidden": [1, 12],
                                           "radius": [0.0, 0.3, 5.0]}),
                         ids=lambda setting: "-".join(map(str, setting.values())))
def test_every_gate_has_the_radius_asked_for(setting):
    cell, scheme, hidden, radius = setting.values()
    model = synthetic_network(cell, hidden, radius=radius, initialisation=scheme, seed=2)
    for one in spectra(model).values():
        assert one.radius == pytest.approx(radius, abs=1e-12)
    assert model.dtype == np.float64 and np.isfinite(model.params.W_hh).all()


@pytest.mark.parametrize("cell", CELLS)
def test_a_radius_only_scales_and_a_seed_repeats(cell):
    small, large, again = (synthetic_network(cell, 7, radius=radius, initialisation="normal", seed=5)
                           for radius in (0.5, 1.5, 0.5))
    np.testing.assert_allclose(3 * small.params.W_hh, large.params.W_hh, rtol=1e-12)
    np.testing.assert_array_equal(small.params.W_hh, again.params.W_hh)
    for name in ("W_xh", "b_h"):
        np.testing.assert_array_equal(getattr(small.params, name), getattr(large.params, name))
    other = synthetic_network(cell, 7, radius=0.5, initialisation="normal", seed=6)
    assert not np.allclose(other.params.W_hh, small.params.W_hh)
    left = synthetic_network(cell, 7, initialisation="normal", seed=5)        # no radius: as it was drawn
    for drawn, scaled in zip(*(gates.by_gate(m.params.W_hh, len(gates_of(m))) for m in (left, small)), strict=True):
        np.testing.assert_allclose(drawn / np.abs(np.linalg.eigvals(drawn)).max() * 0.5, scaled, rtol=1e-10)


def gates_of(model):
    return model.cell_module.GATES


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("hidden", [1, 64])
def test_noise_is_as_loud_as_asked(cell, hidden):
    model = synthetic_network(cell, hidden, radius=1.0)
    x = noise(model, 20_000, 2.5)
    assert np.sqrt(np.square(x @ model.params.W_xh).mean()) == pytest.approx(2.5, rel=0.05)
    np.testing.assert_allclose(noise(model, 50, 5.0), 2 * x[:50], rtol=1e-12)
    assert not noise(model, 5, 0.0).any()
    assert not np.allclose(noise(model, 5, seed=1), noise(model, 5, seed=2))


@pytest.mark.parametrize("radius", [-0.1, np.nan, np.inf])
def test_a_radius_nothing_can_have(radius):
    with pytest.raises(ValueError, match="radius must be 0 or above"):
        synthetic_network(radius=radius)
