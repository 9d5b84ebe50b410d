"""One sequence backwards: the gradient is that of central differences, for any loss."""

import math

import factories
import numpy as np
import pytest
from factories import KINDS
from numeric import assert_same_gradient, central_difference
from traces import linear, random_trace

from rnncore.diagnostics.float64_backward import float64_backward, last_state_gradient_norm
from rnncore.diagnostics.float64_trace import float64_trace, spelling_batch
from rnncore.diagnostics.gradient_flow import gradient_norms, loss_and_readout_gradient
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.sequence import unroll

kinds = pytest.mark.parametrize("kind", KINDS, ids="-".join)
pytestmark = pytest.mark.filterwarnings("error")


def hidden_of(p):
    """The memories [T, H] of a trace, by the plain loop over its present weights."""
    state = p.cell.State(*(field[None] for field in p.state))
    projected = p.cell.project_inputs(p.params, p.inputs[:, None])
    return unroll(p.cell, p.params, projected, state, activation=p.activation).h[:, 0]


@kinds
def test_every_gradient_is_that_of_central_differences(kind):
    p = random_trace(kind, steps=5, seed=2)
    d_h = np.random.default_rng(3).normal(size=p.trace.h.shape)
    back = float64_backward(p, d_h)

    def loss():
        return float((d_h * hidden_of(p)).sum())

    for name, found in back.params._asdict().items():
        assert_same_gradient(found, central_difference(loss, getattr(p.params, name)), name)
    for name, found in back.state._asdict().items():
        assert_same_gradient(found, central_difference(loss, getattr(p.state, name)), name)


@kinds
def test_the_norm_is_that_of_central_differences(kind):
    p = random_trace(kind, steps=5, seed=4)
    slope = central_difference(lambda: float(hidden_of(p)[-1].sum() / np.sqrt(p.hidden)), p.params.W_hh)
    assert last_state_gradient_norm(p) == pytest.approx(np.linalg.norm(slope), rel=1e-6)


@kinds
def test_nothing_that_was_given_is_changed(kind):
    p = random_trace(kind, steps=4)
    before = [field.copy() for field in (*p.trace, *p.state)]
    d_h = np.ones((4, p.hidden))
    float64_backward(p, d_h)
    assert (d_h == 1.0).all()
    for field, old in zip((*p.trace, *p.state), before, strict=True):
        np.testing.assert_array_equal(field, old)


def test_states_are_as_long_as_another_way_finds_them():
    model = factories.model("gru")
    batch = spelling_batch(model, "cabbage")
    p = float64_trace(model, batch.inputs)
    _, d_h = loss_and_readout_gradient(model, p, batch)
    found = np.linalg.norm(float64_backward(p, d_h).states.h, axis=1)
    np.testing.assert_allclose(np.log10(found), gradient_norms(model, batch).h[1:], rtol=1e-10)


def test_nothing_and_too_much():
    assert last_state_gradient_norm(linear([[0.5]], 3)) == 0.0            # an empty memory multiplies nothing
    model = synthetic_network(hidden_size=8, radius=5.0, activation="identity")
    p = float64_trace(model, noise(model, 300))
    assert p.overflow is None and last_state_gradient_norm(p) == math.inf
