"""One forward pass (and one back), taken apart: what a picture needs to know, without batch axes."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from rnncore import Model
from rnncore.cells.gates import is_symbols
from rnncore.objectives import OBJECTIVES
from rnncore.readout import logits
from rnncore.sequence import backprop_through_time, input_gradient, unroll

Array = np.ndarray


class Run(NamedTuple):
    """Everything along one sequence. Arrays have time first; the memories begin with step 0."""

    inputs: Array | None     # [T] symbols or [T, D] vectors; None if nothing comes from outside
    input_parts: Array       # [G, T, H]: x W_xh, without the bias
    trace: Any               # the cell's Step, [T, H]
    memories: dict[str, Array]   # every field of the cell's State, [T + 1, H]
    scores: Array            # [T, V]


class Back(NamedTuple):
    """Gradients of one loss along a run, and how much of them flows through which kind of edge."""

    states: dict[str, Array]     # dL/dh_t (and dL/dc_t), all paths, [T + 1, H]
    scores: Array                # dL/dlogits_t, [T, V]
    inputs: Array                # dL/dx_t, [T, D]
    from_readout: Array          # what reaches h_t from its own output, [T, H]
    losses: Array                # [T] the loss at each step, such as −ln p of the target; nan where there is none


def run_of(model: Model, inputs: Array | None, steps: int, start: dict[str, Array]) -> Run:
    """Unroll `model` over one sequence. With `inputs` None only memory and bias act."""
    cell, params = model.cell_module, model.params
    fed = np.zeros((steps, model.config.input_size), model.dtype) if inputs is None else inputs
    if not is_symbols(fed):
        fed = fed.astype(model.dtype)
    state = cell.State(*(start[name][None].astype(model.dtype) for name in cell.State._fields))
    projected = cell.project_inputs(params, fed[:, None])
    trace = unroll(cell, params, projected, state, activation=model.config.activation)
    parts = cell.project_inputs(params._replace(b_h=None), fed[:, None])[:, :, 0]
    trace = type(trace)(*(field[:, 0] for field in trace))
    memories = {name: np.concatenate([getattr(state, name), getattr(trace, name)]) for name in cell.State._fields}
    return Run(inputs, parts, trace, memories, logits(model.readout, trace.h))


def back_of(model: Model, run: Run, targets: Sequence[float]) -> Back:
    """The gradients of the mean loss over the steps that have a target (0 or above)."""
    cell, T = model.cell_module, len(run.scores)
    targets, loss_in_place = np.asarray(targets[:T]), OBJECTIVES[model.objective].loss_in_place
    if model.objective != "symbols":
        targets = targets.astype(np.float64)[:, None]
    asked = np.flatnonzero(targets.reshape(T, -1)[:, 0] >= 0)
    d_scores, losses = np.zeros_like(run.scores), np.full(T, np.nan)
    for t in asked:
        losses[t] = loss_in_place(run.scores[t:t + 1].astype(np.float64), targets[t:t + 1])
    if asked.size:
        wanted = run.scores[asked].copy()
        loss_in_place(wanted, targets[asked])
        d_scores[asked] = wanted
    from_readout = d_scores @ model.readout.W_ho.T
    batch = type(run.trace)(*(np.ascontiguousarray(field[:, None]) for field in run.trace))
    state = cell.State(*(run.memories[name][:1] for name in cell.State._fields))
    fed = np.zeros((T, model.config.input_size), model.dtype) if run.inputs is None else run.inputs
    fed = fed if is_symbols(fed) else fed.astype(model.dtype)
    back = backprop_through_time(cell, model.params, batch, state, fed[:, None], from_readout[:, None].copy(),
                                 activation=model.config.activation)
    states = {name: np.concatenate([getattr(back.state, name), getattr(back.states, name)[:, 0]])
              for name in cell.State._fields}
    d_inputs = input_gradient(model.params, back.projected[:, :, 0])
    return Back(states, d_scores, d_inputs, from_readout, losses)
