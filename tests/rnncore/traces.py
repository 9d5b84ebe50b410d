"""Float64 traces for the tests of what gradients do: small, away from kinks, each from a seed."""

import numpy as np
from factories import problem

from rnncore.diagnostics.float64_trace import Float64Trace
from rnncore.sequence import backprop_through_time, unroll


def random_trace(kind, *, steps=6, hidden=3, bias=True, seed=0) -> Float64Trace:
    """One sequence in float64 with a random initial state."""
    p = problem(kind, batch=1, steps=steps, hidden=hidden, bias=bias, seed=seed)
    start = p.cell.State(*(s[0] for s in p.state))
    return Float64Trace(p.cell, p.params, p.config.activation, p.inputs, p.trace(), start)


def end_of(p: Float64Trace, start) -> np.ndarray:
    """The whole state after the last step [S], by the plain loop, from the state vector `start` [S]."""
    state = p.cell.State(*start.reshape(len(p.cell.State._fields), 1, -1))
    trace = unroll(p.cell, p.params, p.cell.project_inputs(p.params, p.inputs[:, None]), state, activation=p.activation)
    return np.concatenate([getattr(trace, name)[-1, 0] for name in p.cell.State._fields])


def start_of(p: Float64Trace) -> np.ndarray:
    return np.concatenate(p.state)


def backprop(p: Float64Trace, d_h):
    """The generic reverse loop on one sequence."""
    trace = type(p.trace)(*(field[:, None] for field in p.trace))
    state = p.cell.State(*(field[None] for field in p.state))
    return backprop_through_time(p.cell, p.params, trace, state, p.inputs[:, None], d_h[:, None].copy(),
                                 activation=p.activation)


def linear(W, steps) -> Float64Trace:
    """h_t = h_{t-1} W, without any input: every Jacobian is W^T, however long it takes."""
    from rnncore import CELLS

    cell, H = CELLS["vanilla"], len(W)
    params = cell.Params(np.zeros((1, H)), np.asarray(W, np.float64), None)
    zeros = np.zeros((steps, H))
    start = cell.State(np.zeros(H))
    return Float64Trace(cell, params, "identity", np.zeros((steps, 1)), cell.Step(zeros, zeros), start)
