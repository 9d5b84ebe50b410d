"""The same network with more digits.

Training runs in float32, which keeps seven digits. Where a difference of two nearly equal numbers
is asked for (what one letter changed, how far a fixed point still moves), seven are too few.
"""

import dataclasses
from typing import Any

import numpy as np

from rnncore.model import Model


def in_double(model: Model) -> Model:
    """`model` in float64: the very same weights, and arithmetic of sixteen digits."""
    if model.dtype == np.float64:
        return model
    return dataclasses.replace(model, params=_wide(model.params), readout=_wide(model.readout))


def _wide(arrays: Any) -> Any:
    return type(arrays)(*(None if array is None else array.astype(np.float64) for array in arrays))
