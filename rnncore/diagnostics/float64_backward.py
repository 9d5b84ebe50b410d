"""One sequence backwards, in float64: backprop through time for any loss, beside `float64_trace`."""

import math
from typing import Any

import numpy as np

from rnncore.diagnostics.float64_trace import Float64Trace
from rnncore.sequence import Backward, backprop_through_time

Array = np.ndarray


def float64_backward(passage: Float64Trace, d_h: Array) -> Backward:
    """The gradients of a loss of which `d_h` [T, H] is dL/dh_t directly, without what later steps pass back.

    As `backprop_through_time` gives them, but without a batch axis: `params` as they are, `projected` [G, T, H],
    `states` [T, H], `state` [H]. Numbers too large for float64 become infinite or nan without a warning.
    """
    trace = _map(lambda field: field[:, None], passage.trace)
    state = _map(lambda field: field[None], passage.state)
    with np.errstate(over="ignore", invalid="ignore"):
        back = backprop_through_time(passage.cell, passage.params, trace, state, passage.inputs[:, None],
                                     np.array(d_h, np.float64)[:, None], activation=passage.activation)
    return Backward(back.params, back.projected[:, :, 0], _map(lambda field: field[:, 0], back.states),
                    _map(lambda field: field[0], back.state))


def last_state_gradient_norm(passage: Float64Trace) -> float:
    """||dL/dW_hh|| (Frobenius) of a loss at the last step alone; inf where it is beyond float64.

        L = sum over u of  h_T[u] / sqrt(H)        so ||dL/dh_T|| = 1, the same in all units
        dL/dW_hh = sum over t of  h_{t-1}^T d_t    d_t = dL/d(h_{t-1} W_hh)
    """
    d_h = np.zeros_like(passage.trace.h)
    d_h[-1] = 1.0 / np.sqrt(passage.hidden)
    with np.errstate(over="ignore", invalid="ignore"):
        length = float(np.linalg.norm(float64_backward(passage, d_h).params.W_hh))
    return length if math.isfinite(length) else math.inf


def _map(function: Any, fields: Any) -> Any:
    return type(fields)(*map(function, fields))
