"""Cell and readout together: symbols in, loss and gradients out.

This is the training step's arithmetic and the only one there is: pages that explain a forward
or backward pass call the same functions with a workspace of their own.
"""

from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from rnncore.cells import CellConfig
from rnncore.data.batches import Batch, last_rows
from rnncore.model import Weights
from rnncore.numerics.workspace import Workspace
from rnncore.objectives import OBJECTIVES
from rnncore.readout import logits, readout_gradients
from rnncore.sequence import backprop_through_time, unroll

Array = np.ndarray


class Forward(NamedTuple):
    """One forward pass over a packed batch."""

    trace: Any           # the cell's Step, packed [N, H]
    state: Any           # the State before the first step
    seen: Array          # [N, H] what the readout reads: h, or some rows of it, thinned by dropout
    logits: Array        # [N, V], or one row for each of `batch.asked`


def forward(cell: ModuleType, config: CellConfig, weights: Weights, batch: Batch,
            workspace: Workspace | None = None, kept: Array | None = None) -> Forward:
    """Project all inputs, unroll the cell, read out every step (or those of `batch.asked`).

    `kept` [N, H] is a dropout mask that multiplies h on its way to the readout only.
    """
    workspace = workspace or Workspace(weights.readout.W_ho.dtype)
    N, H = batch.packing.size, config.hidden_size
    projected = workspace.array("projected", (cell.GATE_COUNT, N, H))
    cell.project_inputs(weights.cell, batch.inputs, projected)
    state = batch.state
    if state is None:
        state = cell.init_state(batch.packing.batch, config, workspace.dtype)
    trace = unroll(cell, weights.cell, projected, state, packing=batch.packing,
                   activation=config.activation, workspace=workspace)
    seen = trace.h if kept is None else np.multiply(trace.h, kept, out=workspace.array("seen", (N, H)))
    if batch.asked is not None:
        seen = seen[batch.asked]
    V = weights.readout.b_o.size
    # A symbol's scores lie together in memory: the softmax then runs along rows of N, not of V.
    scores = workspace.array("logits", (V, len(seen))).T
    return Forward(trace, state, seen, logits(weights.readout, seen, scores))


def loss_and_gradients(cell: ModuleType, config: CellConfig, weights: Weights, batch: Batch,
                       out: Weights, workspace: Workspace | None = None,
                       kept: Array | None = None, objective: str = "symbols") -> float:
    """The mean loss of a batch's answers, with dL/dweights written into `out`."""
    return _differentiated(cell, config, weights, batch, out, workspace, kept, objective)[0]


def carried_loss_and_gradients(cell: ModuleType, config: CellConfig, weights: Weights, batch: Batch,
                               out: Weights, workspace: Workspace | None = None,
                               kept: Array | None = None, objective: str = "symbols") -> tuple[float, Any]:
    """As `loss_and_gradients`, and the memory after each sequence's last step: a State of [B, H], a copy.

    The gradient takes `batch.state` for a constant: where that is what another batch left behind, this is backprop
    through time truncated between the two.
    """
    loss, trace = _differentiated(cell, config, weights, batch, out, workspace, kept, objective)
    last = last_rows(batch.packing)
    return loss, cell.State(*[getattr(trace, name)[last] for name in cell.State._fields])


def _differentiated(cell, config, weights, batch, out, workspace, kept, objective) -> tuple[float, Any]:
    """Forward, loss and back: the loss and the trace, which lies in the workspace."""
    workspace = workspace or Workspace(weights.readout.W_ho.dtype)
    trace, state, seen, scores = forward(cell, config, weights, batch, workspace, kept)
    loss = OBJECTIVES[objective].loss_in_place(scores, batch.targets)      # scores are now dL/dscores
    readout_gradients(weights.readout, seen, scores, out.readout)
    d_h = workspace.array("d_h", trace.h.shape)
    if batch.asked is None:
        np.matmul(scores, weights.readout.W_ho.T, out=d_h)
    else:
        d_h.fill(0.0)                        # the steps nobody asked about
        d_h[batch.asked] = scores @ weights.readout.W_ho.T
    if kept is not None:
        d_h *= kept
    backprop_through_time(cell, weights.cell, trace, state, batch.inputs, d_h,
                          packing=batch.packing, activation=config.activation,
                          workspace=workspace, out=out.cell)
    return loss, trace


def mean_loss(cell: ModuleType, config: CellConfig, weights: Weights, batches: list[Batch],
              workspace: Workspace | None = None, objective: str = "symbols") -> float:
    """The mean loss over several batches: every answer counts once. No gradients."""
    total = answers = 0
    for batch in batches:
        scores = forward(cell, config, weights, batch, workspace).logits
        total += OBJECTIVES[objective].loss_in_place(scores, batch.targets) * batch.answers
        answers += batch.answers
    return total / answers
