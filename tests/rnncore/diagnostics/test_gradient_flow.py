"""Lengths of gradients on their way back: the same as backprop through time, and further."""

import math
from fractions import Fraction

import factories
import numpy as np
import pytest
from factories import CELLS, KINDS
from hypothesis import given
from hypothesis import strategies as st
from traces import backprop, linear, random_trace

from rnncore.diagnostics.float64_trace import batch_of_one, float64_trace, spelling_batch
from rnncore.diagnostics.gradient_flow import flow, gradient_norms, loss_and_readout_gradient
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.network import mean_loss
from rnncore.numerics.initialisation import orthogonal

kinds = pytest.mark.parametrize("kind", KINDS, ids="-".join)
pytestmark = pytest.mark.filterwarnings("error")


@kinds
@pytest.mark.parametrize("which", ["all", "last", "some"])
def test_lengths_are_those_of_backprop_through_time(kind, which):
    p = random_trace(kind, steps=11, hidden=4, seed=8)
    d_h = np.random.default_rng(1).normal(size=(11, 4))
    d_h[{"all": [], "last": slice(10), "some": [0, 3, 4, 10]}[which]] = 0.0
    back, found = backprop(p, d_h), flow(p, d_h)
    expected = np.concatenate([np.linalg.norm(back.state.h, axis=1), np.linalg.norm(back.states.h[:, 0], axis=1)])
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(found.h, np.log10(expected), rtol=1e-10, atol=1e-12)
    if kind[0] != "lstm":
        np.testing.assert_array_equal(found.h, found.state)
    else:                # the reverse loop counts what reaches c_t through h_t as c's; as a state of its own it is not
        through_h = back.states.h[:, 0] * p.trace.o * (1 - p.trace.tanh_c ** 2)
        c = np.concatenate([back.state.c, back.states.c[:, 0] - through_h])
        with np.errstate(divide="ignore"):
            np.testing.assert_allclose(found.state, 0.5 * np.log10(expected ** 2 + (c ** 2).sum(axis=1)), atol=1e-10)


@given(weight=st.floats(1e-40, 1e40), wants=st.lists(
    st.one_of(st.just(0.0), st.builds(lambda m, e: m * 10.0 ** e, st.floats(0.1, 1.0), st.integers(-200, 200))),
    min_size=1, max_size=40))
def test_no_sum_is_too_small_or_too_large(weight, wants):
    """One linear neuron, whose gradient is a sum of powers: held to exact fractions."""
    exact, expected = Fraction(0), []
    for want in reversed(wants):
        exact = exact * Fraction(weight) + Fraction(want) if expected else Fraction(want)
        expected.append(exact)
    expected = [expected[-1] * Fraction(weight), *reversed(expected)]
    found = flow(linear([[weight]], len(wants)), np.array(wants)[:, None]).h
    for length, log10 in zip(expected, found, strict=True):
        if length == 0:
            assert log10 == -np.inf
        else:
            assert log10 == pytest.approx(log10_of(length), rel=1e-9, abs=1e-9)


def log10_of(fraction):
    return (math.log2(fraction.numerator) - math.log2(fraction.denominator)) * math.log10(2)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e3])
def test_a_thousand_steps(size):
    W = size * orthogonal(np.random.default_rng(0), 4)
    d_h = np.zeros((1000, 4))
    d_h[-1, 0] = 1.0
    found = flow(linear(W, 1000), d_h).h
    np.testing.assert_allclose(found, np.arange(1000, -1, -1) * np.log10(size),
                               rtol=1e-11, atol=1e-10)


@pytest.mark.parametrize("cell", CELLS)
def test_a_name_s_loss_and_gradient_are_the_network_s(cell):
    model = factories.model(cell)
    batch = spelling_batch(model, "cabbage")
    found = gradient_norms(model, batch)
    assert found.loss == pytest.approx(mean_loss(model.cell_module, model.config, model.weights, [batch]), rel=1e-12)
    assert found.h.shape == found.state.shape == (9,)
    last = batch_of_one(batch.inputs, batch.targets[-1:], np.array([7]))
    loss, d_h = loss_and_readout_gradient(model, float64_trace(model, last.inputs), last)
    assert loss > 0 and not d_h[:-1].any() and d_h[-1].any()
    assert gradient_norms(model, last).h[-1] == pytest.approx(np.log10(np.linalg.norm(d_h[-1])))


def test_float32_models_are_measured_in_float64():
    model = factories.model("gru", dtype=np.float32)
    assert float64_trace(model, np.array([0, 1])).trace.h.dtype == np.float64
    wide = factories.model("gru", dtype=np.float64)
    narrow = gradient_norms(model, spelling_batch(model, "abc")).h
    np.testing.assert_allclose(narrow, gradient_norms(wide, spelling_batch(wide, "abc")).h, atol=1e-5)


def test_overflow_is_said():
    model = synthetic_network(hidden_size=4, radius=5.0, activation="identity")
    p = float64_trace(model, noise(model, 500))
    found = flow(p, np.ones((500, 4)))
    assert found.overflow == p.overflow and np.isnan(found.h).all() and np.isnan(found.state).all()


def test_a_sequence_needs_a_step():
    model = factories.model()
    with pytest.raises(ValueError, match="at least one step"):
        float64_trace(model, np.array([], dtype=int))


@kinds
def test_parts_of_a_trace(kind):
    p = random_trace(kind, steps=9)
    for name in p.cell.State._fields:
        np.testing.assert_array_equal(getattr(p.last(4).state, name), getattr(p.trace, name)[4])
        np.testing.assert_array_equal(getattr(p.last(4).previous, name), getattr(p.previous, name)[5:])
    assert p.until(3).steps == 3 and p.last(9) is p and p.overflow is None


def test_a_loss_that_is_no_number_gives_no_number():
    p = random_trace(("gru", "tanh"), steps=4)
    assert np.isnan(flow(p, np.full((4, 3), np.nan)).h[:-1]).all()
