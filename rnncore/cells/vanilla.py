"""The plain recurrent cell: new memory = f(input + old memory).

    h_t = f(x_t W_xh + h_{t-1} W_hh + b_h)          Elman 1990; f is tanh unless you choose

One matrix reads the input, one reads the memory, and both are the same at every step.
Shapes: x [B, D], h [B, H], W_xh [D, H], W_hh [H, H], b_h [H].
"""

from typing import NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.cells.config import CellConfig
from rnncore.numerics import initialisation
from rnncore.numerics.activations import ACTIVATIONS

Array = np.ndarray

GATES = ("h",)
GATE_COUNT = SLOPE_COUNT = 1
CANDIDATE, MEMORY = "h", "h"
KEEPING_GATE, KEEPING_BIAS, WRITING_GATE = None, None, None
ACTIVATION_NAMES = tuple(ACTIVATIONS)


class Params(NamedTuple):
    """The weights: what training changes."""

    W_xh: Array          # [D, H]
    W_hh: Array          # [H, H]
    b_h: Array | None    # [H], or None for a cell without bias


class State(NamedTuple):
    """What is carried from one step to the next."""

    h: Array             # [B, H]


class Step(NamedTuple):
    """Everything one step computed."""

    pre: Array           # x_t W_xh + h_{t-1} W_hh + b_h, before the activation
    h: Array             # f(pre), the new memory


def init_params(rng: np.random.Generator, config: CellConfig, dtype=np.float32) -> Params:
    """Fresh weights for `config`; the same generator state gives the same weights."""
    D, H = config.input_size, config.hidden_size
    W_xh = initialisation.glorot(rng, D, H)
    W_hh = initialisation.recurrent(rng, config.initialisation, H, GATE_COUNT, config.gain)
    b_h = np.zeros(H, dtype) if config.bias else None
    return Params(W_xh.astype(dtype), W_hh.astype(dtype), b_h)


def init_state(batch: int, config: CellConfig, dtype=np.float32) -> State:
    """An empty memory: zeros."""
    return State(np.zeros((batch, config.hidden_size), dtype))


def project_inputs(params: Params, inputs: Array, out: Array | None = None) -> Array:
    """x W_xh + b_h for all time steps at once: [1, ..., H].  See `gates.project_inputs`."""
    return gates.project_inputs(params.W_xh, params.b_h, inputs, GATE_COUNT, out)


def step(params: Params, projected_t: Array, state: State, *,
         activation: str = "tanh", out: Array | None = None) -> Step:
    """One step for a batch: `projected_t` [1, B, H] and the old memory to the new memory.

    `out` [2, B, H] takes the fields of the Step, in their order.
    """
    pre, h = gates.step_memory(Step, projected_t, out)
    np.matmul(state.h, params.W_hh, out=pre)
    pre += projected_t[0]
    ACTIVATIONS[activation].apply(pre, h)
    return Step(pre, h)


def slopes(step: Step, state: State, out: Array, activation: str = "tanh") -> None:
    """What the gradient of h_t is multiplied by at the gate, f'(pre), into `out` [1, ..., H].

    It depends on no later step, so it is made for all steps at once.
    """
    ACTIVATIONS[activation].slope(step.h, out[0])


def through_gates(step: Step, slopes: Array, d_state: State, d_state_prev: State) -> None:
    """The element-wise half of a step back in time: d_pre = d_h * f'(pre). `slopes` become dL/d(pre) [1, B, H].

    `d_state_prev` is for memory that passes all matrices by, which a plain cell does not have.
    """
    slopes *= d_state.h


def flow_back(params: Params, step: Step, slopes: Array, d_state: State, d_state_prev: State,
              spare: Array) -> None:
    """One step back in time, from its `slopes`, which become dL/d(pre) [1, B, H].

    `d_state` is dL/dh_t, all of it; what flows on to the step before is written into `d_state_prev`:

        d_pre = d_h * f'(pre)        d_h_prev = d_pre W_hh^T

    `spare` is scratch space, for cells that need some.
    """
    through_gates(step, slopes, d_state, d_state_prev)
    np.matmul(slopes[0], params.W_hh.T, out=d_state_prev.h)


def step_backward(params: Params, step: Step, state: State, d_state: State,
                  d_projected_t: Array, d_state_prev: State, *,
                  activation: str = "tanh", spare: Array | None = None) -> None:
    """One whole step in reverse: its `slopes`, then `flow_back`. Writes dL/d(pre) into `d_projected_t` [1, B, H]."""
    slopes(step, state, d_projected_t, activation)
    flow_back(params, step, d_projected_t, d_state, d_state_prev, spare)


def recurrent_gradients(trace: Step, d_projected: Array) -> Array:
    """dL/d(h_{t-1} W_hh), [1, ..., H]: here the same as what `step_backward` wrote."""
    return d_projected


def weight_gradients(params: Params, trace: Step, rows: Array, h_prev: Array,
                     d_projected: Array, out: Params) -> Params:
    """dL/dW after the reverse loop: one GEMM per matrix, over all steps and names at once.

    `rows` [N, D] are the inputs (one-hot for symbols), `h_prev` [N, H] the memories each
    step read, `d_projected` [1, N, H] what `step_backward` wrote.
    """
    gates.weight_gradient(rows, d_projected, out.W_xh)
    gates.weight_gradient(h_prev, d_projected, out.W_hh)
    gates.bias_gradient(d_projected, out.b_h)
    return out
