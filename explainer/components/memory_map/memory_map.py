"""The map of the memory as a component: many names and the visitor's own text, at every checkpoint."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from explainer.components.channel import Channel, is_whole, nothing
from explainer.components.files import component_of
from explainer.components.graph.frames import Checkpoint, loss_as_json, packed
from rnncore.diagnostics.states import Plane

Array = np.ndarray
_component = component_of("memory_map", ["graph/graph.css", "memory_map/plane.css"])
FROM_BROWSER = Channel({"frame": is_whole})


class Cloud(NamedTuple):
    """N states along some names, on the map of every checkpoint."""

    names: tuple[str, ...]
    of: Array                    # [N] which name
    positions: Array             # [N] 0 after ∎, i after the i-th letter
    symbols: Array               # [N] the symbol just read
    planes: tuple[Plane, ...]    # by checkpoint, turned to agree
    points: tuple[Array, ...]    # [N, 2] each
    over: int                    # how many names the planes were made from


def memory_map(cloud: Cloud, checkpoints: Sequence[Checkpoint], path: Sequence[np.ndarray], text: Sequence[str], *,
               key: str, signs: Sequence[str], marks: str = "last", channel: str = "", frame: int | None = None,
               step: int | None = None, then: Callable[[], None] | None = None) -> None:
    """Draw the states of a cloud, each as a sign, and the `path` [T, 2] of `text` through them.

    `marks` says what the sign tells: "last" or "first" letter, or "position". Checkpoints are scrubbed in
    the browser; where the visitor let go comes back as `FROM_BROWSER.news(key)["frame"]`, None for the last one, and
    `then` is called.
    """
    data = as_data(cloud, checkpoints, path, text, signs)
    data["settings"] = {"marks": marks, "channel": channel, "frame": frame, "step": step}
    _component(key=key, data=data | {"heard": FROM_BROWSER.heard(key)}, on_selection_change=then or nothing)


def as_data(cloud: Cloud, checkpoints: Sequence[Checkpoint], path: Sequence[np.ndarray], text: Sequence[str],
            signs: Sequence[str]) -> dict[str, Any]:
    """What is sent to the browser."""
    first = np.searchsorted(cloud.of, np.arange(len(cloud.names)))      # where each name begins, at its ∎
    firsts = cloud.symbols[np.minimum(first + 1, len(cloud.symbols) - 1)]
    frames = [{"step": checkpoint.step, **loss_as_json(checkpoint.loss), "points": packed(points), "path": packed(way),
               "shares": [round(float(share), 4) for share in plane.shares]}
              for checkpoint, plane, points, way in zip(checkpoints, cloud.planes, cloud.points, path, strict=True)]
    return {"frames": frames, "names": list(cloud.names), "of": cloud.of.tolist(), "text": list(text),
            "positions": cloud.positions.tolist(), "symbols": cloud.symbols.tolist(), "signs": list(signs),
            "firsts": firsts.tolist(), "units": cloud.planes[-1].mean.size, "over": cloud.over}
