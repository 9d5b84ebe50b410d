"""One loop forwards, one loop backwards: all that is recurrent about a recurrent network.

`unroll` runs any cell over a sequence. `backprop_through_time` runs the same chain in reverse
(Werbos 1990). Both know nothing of gates; both work on packed rows (see `data.packing`), of which
a full batch [T, B] is a special case.
"""

from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.data.packing import Packing, full
from rnncore.numerics.workspace import Workspace

Array = np.ndarray


class Backward(NamedTuple):
    """What the reverse loop found. Each gradient has the type of what it differentiates."""

    params: Any         # dL/dtheta: the cell's Params
    projected: Array    # dL/d(x W_xh + b_h): [G, N, H] or [G, T, B, H]
    states: Any         # dL/dh_t (and dL/dc_t) at every step, all paths: a State
    state: Any          # dL/dh_0 (and dL/dc_0), the initial state: a State


def unroll(cell: ModuleType, params: Any, projected: Array, state: Any, *,
           packing: Packing | None = None, activation: str = "tanh",
           workspace: Workspace | None = None) -> Any:
    """Apply one cell again and again: h_t = step(x_t, h_{t-1}) for t = 1 … T.

    `projected` is `cell.project_inputs(...)`: [G, T, B, H], or [G, N, H] with a `packing`.
    `state` is the memory before the first step, [B, H]. Returns the trace: the cell's `Step`
    with a leading time axis, [T, B, H] or packed [N, H]. Pass a `workspace` only if you do
    not keep the trace.
    """
    if packing is None:
        G, T, B, H = projected.shape
        trace = unroll(cell, params, projected.reshape(G, T * B, H), state,
                       packing=full(T, B), activation=activation, workspace=workspace)
        return _map(lambda rows: rows.reshape(T, B, H), trace)

    workspace = workspace or Workspace(projected.dtype)
    fields = workspace.array("trace", (len(cell.Step._fields), *projected.shape[1:]))
    trace = cell.Step._make(fields)
    for t in range(packing.steps):
        if t > 0:
            before = packing.rows_before(t)
            state = cell.State(*[getattr(trace, name)[before] for name in cell.State._fields])
        rows = packing.rows(t)
        cell.step(params, projected[:, rows], state, activation=activation, out=fields[:, rows])
    return trace


def backprop_through_time(cell: ModuleType, params: Any, trace: Any, state: Any, inputs: Array,
                          d_h: Array, *, packing: Packing | None = None,
                          activation: str = "tanh", workspace: Workspace | None = None,
                          out: Any = None) -> Backward:
    """The chain rule along the chain of steps, last step first.

        dL/dh_t = (what the readout at t wants) + (what step t + 1 passes back)

    `d_h` is the readout's part at every step, shaped like `trace.h`; it is overwritten by the
    sum of both parts. `inputs` are the symbols [...] or vectors [..., D] the trace was made
    from, `state` the initial state. `out` takes the parameter gradients, if given.
    """
    if packing is None:
        return _backprop_full(cell, params, trace, state, inputs, d_h, activation, workspace, out)

    N, H = trace.h.shape
    G = cell.GATE_COUNT
    workspace = workspace or Workspace(trace.h.dtype)
    spare = workspace.array("spare", (G, packing.widest, H))
    d_carry = workspace.arrays_like(cell.State, "d_carry", (packing.widest, H))
    d_states = _gradient_of_states(cell, workspace, d_h)
    before = _states_before(cell, trace, state, packing, workspace)
    slopes = workspace.array("slopes", (cell.SLOPE_COUNT, N, H))
    cell.slopes(trace, before, slopes, activation)

    for t in reversed(range(packing.steps)):
        rows = packing.rows(t)
        n = rows.stop - rows.start
        passed = _rows(d_carry, slice(n))
        cell.flow_back(params, _rows(trace, rows), slopes[:, rows], _rows(d_states, rows), passed, spare[:, :n])
        if t > 0:
            _pass_back(d_states, passed, packing, t)

    d_projected = slopes[:G]                 # that is what the slopes have become
    rows = inputs
    if gates.is_symbols(inputs):
        D = params.W_xh.shape[0]
        rows = gates.one_hot(inputs, D, trace.h.dtype, workspace.array("one_hot", (N, D)))
    out = _map(np.empty_like, params) if out is None else out
    d_params = cell.weight_gradients(params, trace, rows, before.h, d_projected, out)
    return Backward(d_params, d_projected, d_states, _map(np.copy, _rows(d_carry, slice(packing.batch))))


def input_gradient(params: Any, d_projected: Array) -> Array:
    """dL/dx = d_projected W_xh^T, summed over gates: [G, ..., H] to [..., D]."""
    W = gates.by_gate(params.W_xh, d_projected.shape[0])
    return np.einsum("g...h,gdh->...d", d_projected, W)


def _backprop_full(cell, params, trace, state, inputs, d_h, activation, workspace, out) -> Backward:
    T, B, H = trace.h.shape
    flat_inputs = inputs.reshape(T * B, *inputs.shape[2:])
    back = backprop_through_time(
        cell, params, _map(lambda field: field.reshape(T * B, H), trace), state, flat_inputs,
        d_h.reshape(T * B, H), packing=full(T, B), activation=activation, workspace=workspace,
        out=out)
    return back._replace(
        projected=back.projected.reshape(-1, T, B, H),
        states=_map(lambda field: field.reshape(T, B, H), back.states))


def _gradient_of_states(cell: ModuleType, workspace: Workspace, d_h: Array) -> Any:
    """dL/d(state) before the reverse loop: the readout's part for h, nothing for the rest."""
    d_others = {name: workspace.array(f"d_{name}", d_h.shape) for name in cell.State._fields if name != "h"}
    for d_other in d_others.values():
        d_other.fill(0.0)
    return cell.State(h=d_h, **d_others)


def _pass_back(d_states: Any, d_carry: Any, packing: Packing, t: int) -> None:
    """Add to the memories of step t - 1 what step t passes back: `d_carry`, a row for each of its rows."""
    before = packing.rows_before(t)
    if isinstance(before, slice):
        for d_total, d_from_later in zip(d_states, d_carry, strict=True):
            d_total[before] += d_from_later
        return
    # A tree (see `data.prefixes`): some rows have several next. Of equal row numbers the last one written stays,
    # backwards that is the first next. The younger ones are added by a GEMM with zeros and ones: `np.add.at`
    # takes three times as long.
    rows, younger = packing.rows(t - 1), packing.younger_at(t)
    comes_from = gates.one_hot(before[younger] - rows.start, rows.stop - rows.start, d_carry.h.dtype)
    for d_total, d_from_later in zip(d_states, d_carry, strict=True):
        d_total[before[::-1]] += d_from_later[::-1]
        d_total[rows] += comes_from.T @ d_from_later[younger]


def _states_before(cell: ModuleType, trace: Any, state: Any, packing: Packing, workspace: Workspace) -> Any:
    """The memory that each row of a packed batch read: a State of [N, H]."""
    before = workspace.arrays_like(cell.State, "before", trace.h.shape)
    for name, first, into in zip(cell.State._fields, state, before, strict=True):
        into[:packing.batch] = first
        np.take(getattr(trace, name), packing.previous, axis=0, out=into[packing.batch:], mode="clip")
    return before


def _rows(arrays: Any, rows: slice) -> Any:
    return type(arrays)(*[array[rows] for array in arrays])


def _map(function, arrays: Any) -> Any:
    """Apply `function` to every array of a NamedTuple; a missing bias (None) stays missing."""
    return type(arrays)(*(None if array is None else function(array) for array in arrays))
