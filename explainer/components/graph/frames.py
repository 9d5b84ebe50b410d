"""Checkpoints of a training run as frames of one picture, small enough to be scrubbed in the browser.

A frame holds what the network had in its memory, and what it expected, at every step of one
sequence, as it was at that time of its training. Numbers travel as 16-bit shares of the largest
one: an error below 1/65,000 of the scale.
"""

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from rnncore import Model
from rnncore.readout import logits
from rnncore.sampling import next_probabilities, trace_of

Array = np.ndarray
WHOLE = 32767
LANES = {"h": "hidden", "c": "cell"}


class Checkpoint(NamedTuple):
    """A network as it was after `step` training steps; the loss is nats per character on held-out names."""

    step: int
    loss: float
    model: Model


@dataclass(frozen=True)
class Frame:
    """One sequence at one checkpoint: an array [T, units] for every lane that training changes."""

    step: int
    loss: float
    lanes: dict[str, Array]


def frame_of(checkpoint: Checkpoint, inputs: Array) -> Frame:
    """What the network of a checkpoint does with `inputs` [T]: memories, and probabilities of what comes next."""
    model = checkpoint.model
    trace = trace_of(model, inputs)
    lanes = {LANES[name]: getattr(trace, name)[:, 0] for name in model.cell_module.State._fields}
    lanes["output"] = next_probabilities(logits(model.readout, trace.h[:, 0]))
    return Frame(checkpoint.step, checkpoint.loss, lanes)


def frames_as_json(frames: Sequence[Frame]) -> list[dict[str, Any]]:
    """Frames as plain JSON data."""
    return [{"step": frame.step, **loss_as_json(frame.loss),
             "lanes": {lane: packed(array) for lane, array in frame.lanes.items()}} for frame in frames]


def loss_as_json(loss: float) -> dict[str, float]:
    """A loss, if there is one."""
    return {"loss": round(float(loss), 4)} if math.isfinite(loss) else {}


def packed(array: Array) -> dict[str, Any]:
    """An array as 16-bit numbers in base64, row after row, and the reach they are shares of."""
    finite = np.nan_to_num(np.asarray(array, np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    reach = float(np.abs(finite).max(initial=0.0)) or 1.0
    whole = np.round(finite / reach * WHOLE).astype("<i2")
    return {"data": base64.b64encode(whole.tobytes()).decode(), "reach": float(f"{reach:.9g}")}
