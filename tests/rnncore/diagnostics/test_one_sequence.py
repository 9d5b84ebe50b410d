"""One sequence read alone is what a batch of one computes, and its gradients are those of its loss."""

import factories
import numpy as np
import pytest
from factories import CELLS

from rnncore.diagnostics.float64_trace import batch_of_one, float64_trace
from rnncore.diagnostics.gradient_flow import gradient_norms
from rnncore.diagnostics.one_sequence import backward_along, forward_along
from rnncore.numerics.precision import in_double

each_cell = pytest.mark.parametrize("cell", CELLS)
STEPS, SMALL = 5, 1e-6


def case(cell, seed=0):
    """A network in float64, five symbols to read, their successors as targets, and a first memory."""
    rng = np.random.default_rng(seed)
    model = in_double(factories.model(cell))
    symbols = rng.integers(0, model.outputs, STEPS + 1)
    start = {name: rng.normal(size=model.config.hidden_size) / 2 for name in model.cell_module.State._fields}
    return model, symbols[:-1], symbols[1:], start


def loss(model, symbols, targets, start):
    """The mean loss over the steps that have a target."""
    forward = forward_along(model, symbols, STEPS, start)
    return np.nanmean(backward_along(model, forward, targets).losses)


@each_cell
def test_memories_are_those_of_the_trace(cell):
    model, symbols, _, start = case(cell)
    empty = {name: np.zeros_like(first) for name, first in start.items()}
    forward, trace = forward_along(model, symbols, STEPS, empty), float64_trace(model, symbols).trace
    for name, memory in forward.memories.items():
        np.testing.assert_array_equal(memory[0], 0)
        np.testing.assert_allclose(memory[1:], getattr(trace, name), rtol=1e-12, atol=1e-15)


@each_cell
def test_the_first_memory_s_gradient_is_the_slope_of_the_loss(cell):
    model, symbols, targets, start = case(cell)
    targets = np.where(np.arange(STEPS) == 2, -1, targets)           # a step without a target
    back = backward_along(model, forward_along(model, symbols, STEPS, start), targets)
    assert np.isnan(back.losses[2]) and not back.scores[2].any() and not back.from_readout[2].any()
    for name in start:
        for unit in range(model.config.hidden_size):
            step = np.zeros(model.config.hidden_size)
            step[unit] = SMALL
            ahead, behind = (loss(model, symbols, targets, start | {name: start[name] + sign * step})
                             for sign in (1, -1))
            assert back.states[name][0, unit] == pytest.approx((ahead - behind) / (2 * SMALL), rel=1e-6, abs=1e-9)


@each_cell
def test_all_lengths_are_those_of_the_step_jacobians(cell):
    model, symbols, targets, start = case(cell)
    empty = {name: np.zeros_like(first) for name, first in start.items()}
    back = backward_along(model, forward_along(model, symbols, STEPS, empty), targets)
    other = gradient_norms(model, batch_of_one(symbols, targets))
    np.testing.assert_allclose(np.log10(np.linalg.norm(back.states["h"], axis=1)), other.h, atol=1e-9)
    assert np.nanmean(back.losses) == pytest.approx(other.loss)


def test_a_loss_without_a_target_has_no_gradient():
    model, symbols, _, start = case("gru")
    back = backward_along(model, forward_along(model, symbols, STEPS, start), [-1] * STEPS)
    assert np.isnan(back.losses).all() and not any(found.any() for found in (*back.states.values(), back.inputs))
