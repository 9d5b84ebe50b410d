"""The cell that CONTRIBUTING.md gives as an example is right: its equations, its gradients, and no array in a loop."""

import numpy as np
import pytest
import test_allocation
import test_cells
from factories import RAGGED, problem

import rnncore
from tests import minimal_gated_unit

KIND = ("example", "tanh")


@pytest.fixture(autouse=True)
def entered(monkeypatch):
    monkeypatch.setitem(rnncore.CELLS, KIND[0], minimal_gated_unit)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def test_a_step_is_what_its_equations_say():
    """Zhou et al. 2016, one vector at a time, with z = 1 - f, and the gate after W_hn."""
    p = problem(KIND, steps=5, batch=2)
    W_xz, W_xn = np.split(p.params.W_xh, 2, axis=1)
    W_hz, W_hn = np.split(p.params.W_hh, 2, axis=1)
    b_z, b_n = np.split(p.params.b_h, 2)
    found, inputs = p.trace().h.reshape(5, 2, -1), p.inputs.reshape(5, 2, -1)
    for b in range(2):
        h = p.state.h[b]
        for t in range(5):
            f = 1 - sigmoid(inputs[t, b] @ W_xz + h @ W_hz + b_z)
            h = (1 - f) * h + f * np.tanh(inputs[t, b] @ W_xn + b_n + f * (h @ W_hn))
            np.testing.assert_allclose(found[t, b], h, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("bias", [True, False])
def test_its_gradients_agree_with_central_differences(bias):
    shape = (3, 4, 6, RAGGED)
    test_cells.test_gradients_agree_with_central_differences({"kind": KIND, "shape": shape, "bias": bias})


def test_its_loops_ask_for_no_array():
    test_allocation.test_unroll_asks_for_no_array(KIND, 4)
    test_allocation.test_backprop_asks_only_for_the_gradient_of_the_initial_state(KIND, 4)
