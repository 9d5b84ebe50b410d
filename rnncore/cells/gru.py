"""The gated recurrent unit: a cell that decides how much of its memory to replace.

    r_t = sigma(x_t W_xr + h_{t-1} W_hr + b_r)               how much memory the draft sees
    z_t = sigma(x_t W_xz + h_{t-1} W_hz + b_z)               how much memory to keep
    n_t = tanh(x_t W_xn + b_n + r_t * (h_{t-1} W_hn + b_hn)) the draft
    h_t = (1 - z_t) * n_t + z_t * h_{t-1}                    a blend of draft and memory

Cho et al. 2014, eqs. 5 to 8, in PyTorch's form: the reset gate acts after W_hn, and z keeps
the *old* memory (Cho et al. weigh it the same way; Chung et al. 2014 swap z and 1 - z).
Gates lie in the order r z n. Shapes: W_xh [D, 3H], W_hh [H, 3H], b_h [3H], b_hn [H].
"""

from typing import NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.cells.config import CellConfig
from rnncore.numerics import initialisation
from rnncore.numerics.activations import sigmoid_in_place, sigmoid_slope, tanh_slope

Array = np.ndarray

GATES = ("r", "z", "n")
GATE_COUNT = SLOPE_COUNT = 3
CANDIDATE, MEMORY = "n", "h"
KEEPING_GATE, KEEPING_BIAS, WRITING_GATE = "z", "update_bias", None      # it writes where it does not keep
ACTIVATION_NAMES = ("tanh",)


class Params(NamedTuple):
    """The weights: what training changes."""

    W_xh: Array          # [D, 3H], columns r z n
    W_hh: Array          # [H, 3H], columns r z n
    b_h: Array | None    # [3H]
    b_hn: Array | None   # [H], inside the reset gate's product


class State(NamedTuple):
    """What is carried from one step to the next."""

    h: Array             # [B, H]


class Step(NamedTuple):
    """Everything one step computed."""

    r: Array             # reset gate, 0 to 1
    z: Array             # update gate, 0 to 1
    hn: Array            # h_{t-1} W_hn + b_hn
    n: Array             # the draft, -1 to 1
    h: Array             # the new memory


def init_params(rng: np.random.Generator, config: CellConfig, dtype=np.float32) -> Params:
    """Fresh weights for `config`; the update gate's bias starts at `config.update_bias`."""
    _require_tanh(config.activation)
    D, H = config.input_size, config.hidden_size
    W_xh = np.concatenate([initialisation.glorot(rng, D, H) for _ in GATES], axis=1)
    W_hh = initialisation.recurrent(rng, config.initialisation, H, GATE_COUNT, config.gain)
    b_h = b_hn = None
    if config.bias:
        b_h, b_hn = np.zeros(GATE_COUNT * H, dtype), np.zeros(H, dtype)
        b_h[H:2 * H] = config.update_bias
    return Params(W_xh.astype(dtype), W_hh.astype(dtype), b_h, b_hn)


def init_state(batch: int, config: CellConfig, dtype=np.float32) -> State:
    """An empty memory: zeros."""
    return State(np.zeros((batch, config.hidden_size), dtype))


def project_inputs(params: Params, inputs: Array, out: Array | None = None) -> Array:
    """x W_xh + b_h for all time steps at once: [3, ..., H].  See `gates.project_inputs`."""
    return gates.project_inputs(params.W_xh, params.b_h, inputs, GATE_COUNT, out)


def step(params: Params, projected_t: Array, state: State, *,
         activation: str = "tanh", out: Array | None = None) -> Step:
    """One step for a batch: `projected_t` [3, B, H] and the old memory to the new memory.

    `out` [5, B, H] takes the fields of the Step, in their order.
    """
    _require_tanh(activation)
    r, z, hn, n, h = out = gates.step_memory(Step, projected_t, out)

    np.matmul(state.h, gates.by_gate(params.W_hh, GATE_COUNT), out=out[:3])      # of r, z and hn at once
    r_and_z = out[:2]
    r_and_z += projected_t[:2]
    sigmoid_in_place(r_and_z)

    if params.b_hn is not None:
        hn += params.b_hn
    np.multiply(r, hn, out=n)
    n += projected_t[2]
    np.tanh(n, out=n)

    np.subtract(state.h, n, out=h)      # (1 - z) n + z h_prev = n + z (h_prev - n)
    h *= z
    h += n
    return Step(r, z, hn, n, h)


def slopes(step: Step, state: State, out: Array, activation: str = "tanh") -> None:
    """What gradients are multiplied by at the gates, into `out` [3, ..., H]: made for all steps at once.

        at r: hn r (1 - r)      at z: (h_prev - n) z (1 - z)      at n: (1 - z) (1 - n^2)
    """
    at_r, at_z, at_n = out
    np.subtract(1.0, step.z, out=at_n)
    np.subtract(state.h, step.n, out=at_z)
    at_z *= step.z
    at_z *= at_n
    at_n *= tanh_slope(step.n, at_r)         # at_r is free until the last line
    sigmoid_slope(step.hn, step.r, at_r)


def through_gates(step: Step, slopes: Array, d_state: State, d_state_prev: State) -> None:
    """The element-wise half of a step back in time: `slopes` become the gradients of what enters each gate.

        d_n = d_h (1 - z) (1 - n^2)          d_r = d_n hn r (1 - r)
        d_z = d_h (h_prev - n) z (1 - z)

    What passes all matrices by, d_h z, is written into `d_state_prev`.
    """
    d_r, d_n, d_z_and_d_n = slopes[0], slopes[2], slopes[1:]
    d_z_and_d_n *= d_state.h
    d_r *= d_n
    np.multiply(d_state.h, step.z, out=d_state_prev.h)


def flow_back(params: Params, step: Step, slopes: Array, d_state: State, d_state_prev: State,
              spare: Array) -> None:
    """One step back in time, from its `slopes`, which become the gradients of what enters each gate.

    `d_state` is dL/dh_t, all of it; what flows on to the step before is written into `d_state_prev`:

        d_h_prev = d_h z + d_r W_hr^T + d_z W_hz^T + (d_n r) W_hn^T        (d_r, d_z, d_n: `through_gates`)

    `spare` [3, B, H] is scratch space.
    """
    through_gates(step, slopes, d_state, d_state_prev)
    d_r, d_z, d_n = slopes
    W_hr, W_hz, W_hn = gates.by_gate(params.W_hh, GATE_COUNT)
    d_hn, product, d_h_prev = spare[0], spare[1], d_state_prev.h

    np.multiply(d_n, step.r, out=d_hn)
    for d_gate, W in ((d_hn, W_hn), (d_r, W_hr), (d_z, W_hz)):
        d_h_prev += np.matmul(d_gate, W.T, out=product)


def step_backward(params: Params, step: Step, state: State, d_state: State,
                  d_projected_t: Array, d_state_prev: State, *,
                  activation: str = "tanh", spare: Array | None = None) -> None:
    """One whole step in reverse: its `slopes`, then `flow_back`.

    Writes the gradients of what enters each gate into `d_projected_t` [3, B, H].
    """
    slopes(step, state, d_projected_t, activation)
    flow_back(params, step, d_projected_t, d_state, d_state_prev,
              np.empty_like(d_projected_t) if spare is None else spare)


def recurrent_gradients(trace: Step, d_projected: Array) -> Array:
    """dL/d(h_{t-1} W_hh), gate by gate, [3, ..., H], from what `step_backward` wrote.

    W_hn sits inside the reset gate's product, so what reaches it is d_n * r instead of d_n.
    """
    return np.concatenate([d_projected[:2], _through_reset(trace, d_projected)])


def weight_gradients(params: Params, trace: Step, rows: Array, h_prev: Array,
                     d_projected: Array, out: Params) -> Params:
    """dL/dW after the reverse loop: one GEMM per gate and matrix, over all steps at once.

    `rows` [N, D] are the inputs (one-hot for symbols), `h_prev` [N, H] the memories each
    step read, `d_projected` [3, N, H] what `step_backward` wrote. W_hn and b_hn sit inside
    the reset gate's product, so their gradient is d_n * r instead of d_n.
    """
    gates.weight_gradient(rows, d_projected, out.W_xh)
    gates.bias_gradient(d_projected, out.b_h)
    H = h_prev.shape[1]
    d_hn = _through_reset(trace, d_projected)
    gates.weight_gradient(h_prev, d_projected[:2], out.W_hh[:, :2 * H])
    gates.weight_gradient(h_prev, d_hn, out.W_hh[:, 2 * H:])
    gates.bias_gradient(d_hn, out.b_hn)
    return out


def _through_reset(trace: Step, d_projected: Array) -> Array:
    """dL/d(h_{t-1} W_hn + b_hn), [1, ..., H]."""
    return d_projected[2:] * trace.r


def _require_tanh(activation: str) -> None:
    if activation != "tanh":
        raise ValueError("A GRU's draft is always tanh; choose the vanilla cell for others.")
