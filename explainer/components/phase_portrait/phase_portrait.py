"""The phase portrait as a component: a memory of two neurons, the arrows of each letter, and a path through them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from explainer.components.files import component_of
from explainer.components.graph.frames import packed
from rnncore.diagnostics.phase import FixedPoint

Array = np.ndarray
_component = component_of("phase_portrait", ["graph/graph.css", "memory_map/plane.css"])


class Field(NamedTuple):
    """What one letter does to every memory."""

    sign: str
    moves: Array                 # [P, 2] F(h) - h at the points of the grid
    rests: Sequence[FixedPoint]  # where F(h) = h


def phase_portrait(grid: Array, fields: Sequence[Field], *, key: str, path: Array | None = None,
                   which: Sequence[int] = (), trails: Array | None = None, channel: str = "",
                   step: int | None = None) -> None:
    """Draw the plane of two neurons.

    grid     [P, 2] where the arrows stand; `fields` has an arrow for each, letter by letter
    path     [T + 1, 2] the memory along a text, before its first letter too; `which` [T] says which field
             each step belongs to, and the step is scrubbed in the browser
    trails   [K, S, 2] in place of a path: S memories carried along by the first field for K - 1 steps
    """
    data = as_data(grid, fields, path, which, trails)
    data["settings"] = {"channel": channel, "step": step}
    _component(key=key, data=data)


def as_data(grid: Array, fields: Sequence[Field], path: Array | None, which: Sequence[int],
            trails: Array | None) -> dict[str, Any]:
    """What is sent to the browser."""
    return {
        "grid": packed(grid), "which": list(which),
        "fields": [{"sign": field.sign, "moves": packed(field.moves), "rests": [_rest(point) for point in field.rests]}
                   for field in fields],
        "path": None if path is None else packed(path),
        "trails": None if trails is None else {"steps": len(trails), **packed(trails)}}


def _rest(point: FixedPoint) -> dict[str, Any]:
    return {"h": [round(float(x), 6) for x in point.h], "kind": point.kind,
            "sizes": [round(float(abs(e)), 4) for e in point.eigenvalues]}
