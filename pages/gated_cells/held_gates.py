"""The network with its keeping gates held open: what its memory is after a text."""

import dataclasses

import numpy as np

from rnncore import Model
from rnncore.cells import gates
from rnncore.diagnostics.float64_trace import float64_trace

Array = np.ndarray
SATURATED = 50.0         # a bias that holds a gate: sigma(50) is 1 to the last digit


def largest_change(model: Model, cell: str, symbols: Array) -> float:
    """The largest change of any neuron's memory over the text `symbols` [T], with the gates held.

    The memory begins as random numbers between -1 and 1: one that is empty could not show that it is kept.
    """
    held = with_gates_held(model, cell)
    rng = np.random.default_rng(0)
    start = [np.tanh(rng.standard_normal(held.config.hidden_size)) for _ in held.cell_module.State._fields]
    passage = float64_trace(held, symbols, held.cell_module.State(*start))
    memory, before = (passage.trace.c, passage.state.c) if cell == "lstm" else (passage.trace.h, passage.state.h)
    return float(np.abs(memory[-1] - before).max())


def with_gates_held(model: Model, cell: str) -> Model:
    """The same network, its keeping gates held open (and an LSTM's input gates shut) by their biases."""
    held = {"lstm": {0: -SATURATED, 1: SATURATED}, "gru": {1: SATURATED}}[cell]
    biases = model.params.b_h.copy()
    blocks = gates.by_gate(biases[None], model.cell_module.GATE_COUNT)[:, 0]
    weights = {name: getattr(model.params, name).copy() for name in ("W_xh", "W_hh")}
    for gate, bias in held.items():
        blocks[gate] = bias
        for matrix in weights.values():
            gates.by_gate(matrix, model.cell_module.GATE_COUNT)[gate] = 0.0
    return dataclasses.replace(model, params=model.params._replace(b_h=biases, **weights))
