"""A fourth cell, for tests alone: the minimal gated unit, a GRU whose one gate does the work of both.

    z_t = sigma(x_t W_xz + h_{t-1} W_hz + b_z)                      how much memory to keep
    n_t = tanh(x_t W_xn + b_n + (1 - z_t) * (h_{t-1} W_hn))         the draft
    h_t = (1 - z_t) * n_t + z_t * h_{t-1}                           a blend of draft and memory

Zhou et al. 2016, with f = 1 - z, so that the gate keeps, and with the gate after W_hn, as in `rnncore.cells.gru`.
Gates lie in the order z n. Shapes: W_xh [D, 2H], W_hh [H, 2H], b_h [2H].
"""

from typing import NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.cells.config import CellConfig
from rnncore.numerics import initialisation
from rnncore.numerics.activations import sigmoid_in_place, tanh_slope

Array = np.ndarray

GATES = ("z", "n")
GATE_COUNT = SLOPE_COUNT = 2
CANDIDATE, MEMORY = "n", "h"
KEEPING_GATE, KEEPING_BIAS, WRITING_GATE = "z", "update_bias", None      # it writes where it does not keep
ACTIVATION_NAMES = ("tanh",)


class Params(NamedTuple):
    """The weights: what training changes."""

    W_xh: Array          # [D, 2H], columns z n
    W_hh: Array          # [H, 2H], columns z n
    b_h: Array | None    # [2H]


class State(NamedTuple):
    """What is carried from one step to the next."""

    h: Array             # [B, H]


class Step(NamedTuple):
    """Everything one step computed."""

    z: Array             # the gate, 0 to 1
    hn: Array            # h_{t-1} W_hn
    let_in: Array        # 1 - z; the way back needs it, too
    n: Array             # the draft, -1 to 1
    h: Array             # the new memory


def init_params(rng: np.random.Generator, config: CellConfig, dtype=np.float32) -> Params:
    """Fresh weights for `config`; the gate's bias starts at `config.update_bias`."""
    _require_tanh(config.activation)
    D, H = config.input_size, config.hidden_size
    W_xh = np.concatenate([initialisation.glorot(rng, D, H) for _ in GATES], axis=1)
    W_hh = initialisation.recurrent(rng, config.initialisation, H, GATE_COUNT, config.gain)
    b_h = None
    if config.bias:
        b_h = np.zeros(GATE_COUNT * H, dtype)
        b_h[:H] = config.update_bias
    return Params(W_xh.astype(dtype), W_hh.astype(dtype), b_h)


def init_state(batch: int, config: CellConfig, dtype=np.float32) -> State:
    """An empty memory: zeros."""
    return State(np.zeros((batch, config.hidden_size), dtype))


def project_inputs(params: Params, inputs: Array, out: Array | None = None) -> Array:
    """x W_xh + b_h for all time steps at once: [2, ..., H]."""
    return gates.project_inputs(params.W_xh, params.b_h, inputs, GATE_COUNT, out)


def step(params: Params, projected_t: Array, state: State, *,
         activation: str = "tanh", out: Array | None = None) -> Step:
    """One step for a batch: `projected_t` [2, B, H] and the old memory to the new memory; `out` is [5, B, H]."""
    _require_tanh(activation)
    z, hn, let_in, n, h = out = gates.step_memory(Step, projected_t, out)
    np.matmul(state.h, gates.by_gate(params.W_hh, GATE_COUNT), out=out[:2])      # of z and hn at once
    z += projected_t[0]
    sigmoid_in_place(z)
    np.subtract(1.0, z, out=let_in)
    np.multiply(let_in, hn, out=n)
    n += projected_t[1]
    np.tanh(n, out=n)
    np.subtract(state.h, n, out=h)      # (1 - z) n + z h_prev = n + z (h_prev - n)
    h *= z
    h += n
    return Step(z, hn, let_in, n, h)


def slopes(step: Step, state: State, out: Array, activation: str = "tanh") -> None:
    """What gradients are multiplied by at the gates, into `out` [2, ..., H].

        at n: (1 - z) (1 - n^2)      at z: (h_prev - n - hn at_n) z (1 - z), for the draft sees z, too
    """
    at_z, at_n = out
    tanh_slope(step.n, at_n)
    at_n *= step.let_in
    np.multiply(step.hn, at_n, out=at_z)
    at_z += step.n
    np.subtract(state.h, at_z, out=at_z)
    at_z *= step.z
    at_z *= step.let_in


def through_gates(step: Step, slopes: Array, d_state: State, d_state_prev: State) -> None:
    """The element-wise half of a step back in time; what passes all matrices by is d_h z."""
    slopes *= d_state.h
    np.multiply(d_state.h, step.z, out=d_state_prev.h)


def flow_back(params: Params, step: Step, slopes: Array, d_state: State, d_state_prev: State,
              spare: Array) -> None:
    """One step back in time: d_h_prev = d_h z + d_z W_hz^T + (d_n (1 - z)) W_hn^T.  `spare` is [2, B, H]."""
    through_gates(step, slopes, d_state, d_state_prev)
    W_hz, W_hn = gates.by_gate(params.W_hh, GATE_COUNT)
    d_hn, product = spare[0], spare[1]
    np.multiply(slopes[1], step.let_in, out=d_hn)
    for d_gate, W in ((d_hn, W_hn), (slopes[0], W_hz)):
        d_state_prev.h[...] += np.matmul(d_gate, W.T, out=product)


def step_backward(params: Params, step: Step, state: State, d_state: State,
                  d_projected_t: Array, d_state_prev: State, *,
                  activation: str = "tanh", spare: Array | None = None) -> None:
    """One whole step in reverse: its `slopes`, then `flow_back`."""
    slopes(step, state, d_projected_t, activation)
    flow_back(params, step, d_projected_t, d_state, d_state_prev,
              np.empty_like(d_projected_t) if spare is None else spare)


def recurrent_gradients(trace: Step, d_projected: Array) -> Array:
    """dL/d(h_{t-1} W_hh), gate by gate, [2, ..., H]: W_hn sits inside the gate's product."""
    return np.concatenate([d_projected[:1], d_projected[1:] * trace.let_in])


def weight_gradients(params: Params, trace: Step, rows: Array, h_prev: Array,
                     d_projected: Array, out: Params) -> Params:
    """dL/dW after the reverse loop: one GEMM per matrix, over all steps at once."""
    gates.weight_gradient(rows, d_projected, out.W_xh)
    gates.weight_gradient(h_prev, recurrent_gradients(trace, d_projected), out.W_hh)
    gates.bias_gradient(d_projected, out.b_h)
    return out


def _require_tanh(activation: str) -> None:
    if activation != "tanh":
        raise ValueError("The draft is always tanh; choose the vanilla cell for others.")
