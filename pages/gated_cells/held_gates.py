"""The network with its keeping gates held open: what its memory is after a text."""

import dataclasses

import numpy as np

from rnncore import Model
from rnncore.cells import gates
from rnncore.diagnostics.float64_trace import float64_trace

Array = np.ndarray
SATURATED = 50.0         # a bias that holds a gate: sigma(50) is 1 to the last digit


def largest_change(model: Model, symbols: Array) -> float:
    """The largest change of any neuron's memory over the text `symbols` [T], with the gates held.

    The memory begins as random numbers between -1 and 1: one that is empty could not show that it is kept.
    """
    held = with_gates_held(model)
    cell = held.cell_module
    rng = np.random.default_rng(0)
    start = [np.tanh(rng.standard_normal(held.config.hidden_size)) for _ in cell.State._fields]
    passage = float64_trace(held, symbols, cell.State(*start))
    memory, before = getattr(passage.trace, cell.MEMORY), getattr(passage.state, cell.MEMORY)
    return float(np.abs(memory[-1] - before).max())


def with_gates_held(model: Model) -> Model:
    """The same network, its keeping gates held open by their biases, and shut the gates that only write, if any."""
    cell = model.cell_module
    held = {cell.GATES.index(gate): bias for gate, bias in ((cell.KEEPING_GATE, SATURATED),
                                                            (cell.WRITING_GATE, -SATURATED)) if gate}
    biases = model.params.b_h.copy()
    blocks = gates.by_gate(biases[None], cell.GATE_COUNT)[:, 0]
    weights = {name: getattr(model.params, name).copy() for name in ("W_xh", "W_hh")}
    for gate, bias in held.items():
        blocks[gate] = bias
        for matrix in weights.values():
            gates.by_gate(matrix, cell.GATE_COUNT)[gate] = 0.0
    return dataclasses.replace(model, params=model.params._replace(b_h=biases, **weights))
