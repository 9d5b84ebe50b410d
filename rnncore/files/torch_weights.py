"""Weights to and from `torch.nn.RNN`, `GRU` and `LSTM` (one layer, one direction), as plain arrays.

PyTorch keeps its matrices transposed ([gates * H, D]) and has two biases that are only ever added
together; here there is one. On the way in the two are summed, on the way out `bias_hh` is zero. The
GRU's `b_hn` stands inside the reset gate's product, so it is kept apart both ways. PyTorch itself is
not needed: give `from_torch` the arrays of a state_dict, and load what `to_torch` gives into one.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnncore.cells import CELLS

Array = np.ndarray

NAMES = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


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
