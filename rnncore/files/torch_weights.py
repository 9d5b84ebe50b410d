"""Weights to and from `torch.nn.RNN`, `GRU` and `LSTM` (one layer, one direction), as plain arrays.

PyTorch keeps its matrices transposed ([gates * H, D]) and has two biases that are only ever added
together; here there is one. On the way in the two are summed, on the way out `bias_hh` is zero. The
GRU's `b_hn` stands inside the reset gate's product, so it is kept apart both ways. PyTorch itself is
not needed: give `from_torch` the arrays of a state_dict, and load what `to_torch` gives into one.
"""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from rnncore.cells import CELLS
from rnncore.files.archive import Target, write_to
from rnncore.model import Model

Array = np.ndarray

NAMES = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
LAYERS = {"vanilla": "RNN", "gru": "GRU", "lstm": "LSTM"}
_LINES = '''import numpy as np
import torch

file = np.load("{name}")
state = {{key: torch.from_numpy(file[key]) for key in file.files if key != "symbols"}}
symbols = list(file["symbols"]) if "symbols" in file.files else []        # number 0 is the boundary
network = torch.nn.ModuleDict({{"rnn": torch.nn.{layer}({inputs}, {hidden}{options}),
                               "readout": torch.nn.Linear({hidden}, {outputs})}})
network.load_state_dict(state)
said, memory = network["rnn"]({first})                            # [steps, {inputs}] in, [steps, {hidden}] out
print(network["readout"](said){answer})
'''


def from_torch(cell: str, arrays: Mapping[str, Array]) -> Any:
    """The cell's Params from a layer's `weight_ih_l0`, `weight_hh_l0` and, if it has them, biases.

    Raises KeyError for a missing matrix, ValueError for shapes that are no such layer.
    """
    weight_ih, weight_hh = (np.asarray(arrays[name]) for name in NAMES[:2])
    H = weight_hh.shape[1]
    height = CELLS[cell].GATE_COUNT * H
    if weight_hh.shape != (height, H) or weight_ih.ndim != 2 or len(weight_ih) != height:
        raise ValueError(f"These shapes are not those of a {cell} layer.")
    W_xh, W_hh = np.ascontiguousarray(weight_ih.T), np.ascontiguousarray(weight_hh.T)
    biases = [np.array(arrays[name]) for name in NAMES[2:]] if NAMES[2] in arrays else None
    if biases is not None and any(bias.shape != (height,) for bias in biases):
        raise ValueError(f"These biases are not those of a {cell} layer.")
    if cell == "gru":
        if biases is None:
            return CELLS[cell].Params(W_xh, W_hh, None, None)
        b_h, b_hh = biases
        b_h[:2 * H] += b_hh[:2 * H]
        return CELLS[cell].Params(W_xh, W_hh, b_h, b_hh[2 * H:].copy())
    return CELLS[cell].Params(W_xh, W_hh, None if biases is None else biases[0] + biases[1])


def to_torch(cell: str, params: Any) -> dict[str, Array]:
    """A layer's arrays by PyTorch's names; without biases if the cell has none."""
    arrays = {"weight_ih_l0": np.ascontiguousarray(params.W_xh.T),
              "weight_hh_l0": np.ascontiguousarray(params.W_hh.T)}
    if params.b_h is not None:
        arrays |= {"bias_ih_l0": params.b_h.copy(), "bias_hh_l0": np.zeros_like(params.b_h)}
        if cell == "gru":
            arrays["bias_hh_l0"][2 * len(params.b_hn):] = params.b_hn
    return arrays


def save_torch(model: Model, path: Target) -> None:
    """Write a model as `.npz` whose arrays have the names of a PyTorch `state_dict`, and its `symbols`.

    `loading_lines` loads it. Raises ValueError for a cell that PyTorch does not have.
    """
    _check(model)
    arrays = {f"rnn.{name}": array for name, array in to_torch(model.cell, model.params).items()}
    arrays |= {"readout.weight": np.ascontiguousarray(model.readout.W_ho.T), "readout.bias": model.readout.b_o}
    arrays = {name: array.astype(np.float32) for name, array in arrays.items()}
    if model.vocabulary is not None:
        arrays["symbols"] = np.array([model.vocabulary.sign(number) for number in range(len(model.vocabulary))])
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    write_to(path, buffer.getvalue())


def loading_lines(model: Model, name: str = "model-torch.npz") -> str:
    """The lines of Python that load such a file into PyTorch and let the network read one step."""
    _check(model)
    options = ", bias=False" * (not model.config.bias)
    if model.config.activation == "relu" and model.cell == "vanilla":
        options += ', nonlinearity="relu"'
    D = model.config.input_size
    first = (f"torch.nn.functional.one_hot(torch.tensor([0]), {D}).float()" if model.vocabulary is not None else
             f"torch.zeros(1, {D})")
    answer = {"symbols": ".softmax(-1)", "share": ".sigmoid()", "value": ""}[model.objective]
    return _LINES.format(name=name, layer=LAYERS[model.cell], inputs=D, hidden=model.config.hidden_size,
                         options=options, outputs=model.outputs, first=first, answer=answer)


def _check(model: Model) -> None:
    if model.cell not in LAYERS:
        raise ValueError(f"PyTorch has no cell called {model.cell}.")
    if model.cell == "vanilla" and model.config.activation not in ("tanh", "relu"):
        raise ValueError(f"PyTorch's RNN has no activation called {model.config.activation}.")
