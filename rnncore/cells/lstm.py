"""Long short-term memory: a cell with a second memory that only gates may touch.

    i_t = sigma(x_t W_xi + h_{t-1} W_hi + b_i)     how much to write
    f_t = sigma(x_t W_xf + h_{t-1} W_hf + b_f)     how much to keep
    g_t = tanh (x_t W_xg + h_{t-1} W_hg + b_g)     what to write
    o_t = sigma(x_t W_xo + h_{t-1} W_ho + b_o)     how much to show
    c_t = f_t * c_{t-1} + i_t * g_t                the cell state
    h_t = o_t * tanh(c_t)                          what the rest of the network sees

Hochreiter & Schmidhuber 1997, with the forget gate of Gers, Schmidhuber & Cummins 2000 and the whole gradient of
Graves & Schmidhuber 2005: before, it was cut off where it left the cell state through the gates.
Gates lie in the order i f g o, PyTorch's. (The W_ho above is the *output gate's* block of
W_hh; the readout's matrix of that name lives in `rnncore.readout`.)
Shapes: W_xh [D, 4H], W_hh [H, 4H], b_h [4H].
"""

from typing import NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.cells.config import CellConfig
from rnncore.numerics import initialisation
from rnncore.numerics.activations import sigmoid_in_place, sigmoid_slope, tanh_slope

Array = np.ndarray

GATES = ("i", "f", "g", "o")
GATE_COUNT = 4
SLOPE_COUNT = 5           # of the gates, and on the way from h into c
CANDIDATE, MEMORY = "g", "c"
KEEPING_GATE, KEEPING_BIAS, WRITING_GATE = "f", "forget_bias", "i"
ACTIVATION_NAMES = ("tanh",)


class Params(NamedTuple):
    """The weights: what training changes."""

    W_xh: Array          # [D, 4H], columns i f g o
    W_hh: Array          # [H, 4H], columns i f g o
    b_h: Array | None    # [4H]


class State(NamedTuple):
    """What is carried from one step to the next."""

    h: Array             # [B, H]
    c: Array             # [B, H]


class Step(NamedTuple):
    """Everything one step computed."""

    i: Array             # input gate, 0 to 1
    f: Array             # forget gate, 0 to 1
    g: Array             # candidate, -1 to 1
    o: Array             # output gate, 0 to 1
    c: Array             # the cell state; not bounded by 1
    tanh_c: Array        # tanh(c)
    h: Array             # the new memory


def init_params(rng: np.random.Generator, config: CellConfig, dtype=np.float32) -> Params:
    """Fresh weights for `config`; the forget gate's bias starts at `config.forget_bias`."""
    _require_tanh(config.activation)
    D, H = config.input_size, config.hidden_size
    W_xh = np.concatenate([initialisation.glorot(rng, D, H) for _ in GATES], axis=1)
    W_hh = initialisation.recurrent(rng, config.initialisation, H, GATE_COUNT, config.gain)
    b_h = None
    if config.bias:
        b_h = np.zeros(GATE_COUNT * H, dtype)
        b_h[H:2 * H] = config.forget_bias
    return Params(W_xh.astype(dtype), W_hh.astype(dtype), b_h)


def init_state(batch: int, config: CellConfig, dtype=np.float32) -> State:
    """An empty memory and an empty cell state: zeros."""
    shape = batch, config.hidden_size
    return State(np.zeros(shape, dtype), np.zeros(shape, dtype))


def project_inputs(params: Params, inputs: Array, out: Array | None = None) -> Array:
    """x W_xh + b_h for all time steps at once: [4, ..., H].  See `gates.project_inputs`."""
    return gates.project_inputs(params.W_xh, params.b_h, inputs, GATE_COUNT, out)


def step(params: Params, projected_t: Array, state: State, *,
         activation: str = "tanh", out: Array | None = None) -> Step:
    """One step for a batch: `projected_t` [4, B, H] and the old state to the new state.

    `out` [7, B, H] takes the fields of the Step, in their order.
    """
    _require_tanh(activation)
    i, f, g, o, c, tanh_c, h = out = gates.step_memory(Step, projected_t, out)

    entering = out[:4]
    np.matmul(state.h, gates.by_gate(params.W_hh, GATE_COUNT), out=entering)     # of all gates at once
    entering += projected_t
    sigmoid_in_place(out[:2])
    np.tanh(g, out=g)
    sigmoid_in_place(o)

    np.multiply(i, g, out=h)                 # h is free until the last line
    np.multiply(f, state.c, out=c)
    c += h
    np.tanh(c, out=tanh_c)
    np.multiply(o, tanh_c, out=h)
    return Step(i, f, g, o, c, tanh_c, h)


def slopes(step: Step, state: State, out: Array, activation: str = "tanh") -> None:
    """What gradients are multiplied by at the gates, into `out` [5, ..., H]: made for all steps at once.

        at i: g i (1 - i)    at f: c_prev f (1 - f)    at g: i (1 - g^2)    at o: tanh(c) o (1 - o)

    The fifth is what the gradient of h is multiplied by on its way into c: o (1 - tanh(c)^2).
    """
    at_i, at_f, at_g, at_o, into_c = out
    sigmoid_slope(step.g, step.i, at_i)
    sigmoid_slope(state.c, step.f, at_f)
    tanh_slope(step.g, at_g)
    at_g *= step.i
    sigmoid_slope(step.tanh_c, step.o, at_o)
    tanh_slope(step.tanh_c, into_c)
    into_c *= step.o


def through_gates(step: Step, slopes: Array, d_state: State, d_state_prev: State) -> None:
    """The element-wise half of a step back in time: four of the `slopes` become the gradients of what enters the gates.

        d_c += d_h o (1 - tanh(c)^2)
        d_i = d_c g i (1 - i)      d_f = d_c c_prev f (1 - f)
        d_g = d_c i (1 - g^2)      d_o = d_h tanh(c) o (1 - o)

    What passes all matrices by is the cell state: d_c_prev = d_c f is written into `d_state_prev`.
    """
    d_h, d_c = d_state
    i_f_and_g, d_o, into_c = slopes[:3], slopes[3], slopes[4]
    into_c *= d_h
    d_c += into_c
    i_f_and_g *= d_c
    d_o *= d_h
    np.multiply(d_c, step.f, out=d_state_prev.c)


def flow_back(params: Params, step: Step, slopes: Array, d_state: State, d_state_prev: State,
              spare: Array) -> None:
    """One step back in time, from its `slopes`; the first four become the gradients of what enters each gate.

    `d_state` holds dL/dh_t, all of it, and the part of dL/dc_t that comes from later steps; the part
    through h_t is added to it here. What flows on to the step before is written into `d_state_prev`:

        d_h_prev = sum over gates of d_gate W_gate^T      d_c_prev = d_c f      (d_gate, d_c: `through_gates`)

    `spare` [4, B, H] is scratch space.
    """
    through_gates(step, slopes, d_state, d_state_prev)
    back = gates.by_gate(params.W_hh, GATE_COUNT).swapaxes(1, 2)
    np.add.reduce(np.matmul(slopes[:GATE_COUNT], back, out=spare), axis=0, out=d_state_prev.h)


def step_backward(params: Params, step: Step, state: State, d_state: State,
                  d_projected_t: Array, d_state_prev: State, *,
                  activation: str = "tanh", spare: Array | None = None) -> None:
    """One whole step in reverse: its `slopes`, then `flow_back`.

    Writes the gradients of what enters each gate into `d_projected_t` [4, B, H].
    """
    found = np.empty((SLOPE_COUNT, *d_state.h.shape), d_state.h.dtype)
    slopes(step, state, found, activation)
    flow_back(params, step, found, d_state, d_state_prev, np.empty_like(d_projected_t) if spare is None else spare)
    d_projected_t[...] = found[:GATE_COUNT]


def recurrent_gradients(trace: Step, d_projected: Array) -> Array:
    """dL/d(h_{t-1} W_hh), gate by gate, [4, ..., H]: the same as what `step_backward` wrote."""
    return d_projected


def weight_gradients(params: Params, trace: Step, rows: Array, h_prev: Array,
                     d_projected: Array, out: Params) -> Params:
    """dL/dW after the reverse loop: one GEMM per gate and matrix, over all steps at once.

    `rows` [N, D] are the inputs (one-hot for symbols), `h_prev` [N, H] the memories each
    step read, `d_projected` [4, N, H] what `step_backward` wrote.
    """
    gates.weight_gradient(rows, d_projected, out.W_xh)
    gates.weight_gradient(h_prev, d_projected, out.W_hh)
    gates.bias_gradient(d_projected, out.b_h)
    return out


def _require_tanh(activation: str) -> None:
    if activation != "tanh":
        raise ValueError("An LSTM's candidate is always tanh; choose the vanilla cell for others.")
