"""The component: a picture in, what the visitor selected or edited out."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from explainer.components.channel import STATE, Channel, is_text, is_whole, nothing
from explainer.components.files import component_of
from explainer.components.graph.contract import Picture, Selection, WeightEdit
from explainer.components.graph.frames import Frame, frames_as_json
from explainer.components.graph.weights import pictures_as_json

_component = component_of("signature_graph", ["graph/graph.css"])
FROM_BROWSER = Channel(dict.fromkeys(("node", "matrix", "view", "mode"), is_text)
                       | dict.fromkeys(("unit", "step", "frame"), is_whole))


def signature_graph(picture: Picture | Sequence[Picture] | dict[str, Any], *, key: str, view: str = "unrolled",
                    mode: str = "forward", step: int | None = None,
                    views: Sequence[str] = ("folded", "unrolled", "projection"), switches: bool = True,
                    editable: float = 0.0, autoplay: bool = False, loop: bool = False, report: bool = False,
                    frames: Sequence[Frame] = (), frame: int | None = None, channel: str = "",
                    then: Callable[[], None] | None = None) -> Selection:
    """Draw a picture (or several, played one after the other) and say what the visitor did.

    picture    also as `pictures_as_json` makes them ready, if they are drawn more than once
    view       "folded", "unrolled", "projection" or "memory" (every box open: a heatmap on the time axis); what is
               shown first, or after a change of this value
    mode       "forward" or "backward" (only if the picture has gradients)
    step       where the scrubber stands at first; the last step if None (the first with `autoplay`)
    views      the views that the switch offers; one or none: no switch
    switches   whether the switches to the gradients and to a heatmap over time are offered
    editable   how large, on either side of zero, a weight may be made that the visitor changes (0: none can be
               changed); the change is in `Selection.edit` for one run
    autoplay   start to play when mounted; `loop` starts again at the end (with the next picture)
    frames     the same sequence at checkpoints of the training, to be scrubbed through in the browser; the last
               one is the network of `picture`, and `frame` is the one shown first (None: the last)
    channel    pictures with the same one move together through training and time
    then       called when the visitor did something; without it whatever the picture stands in runs again
    report     whether pinning, matrix, view and (on pause or release, never while scrubbing) the step
               come back to Python, by `FROM_BROWSER.news(key)`; without it nothing but an edit makes a rerun
    """
    settings = {"view": view, "mode": mode, "step": step, "views": list(views), "switches": switches,
                "editable": editable > 0, "most": editable, "autoplay": autoplay, "loop": loop, "report": report,
                "frame": frame, "channel": channel}
    pictures = [picture] if isinstance(picture, Picture) else picture
    sent = pictures if isinstance(pictures, dict) else pictures_as_json(pictures)
    data = {**sent, "settings": settings, "heard": FROM_BROWSER.heard(key)}
    if frames:
        data["frames"] = frames_as_json(frames)
    result = _component(key=key, data=data,
                        on_selection_change=then or nothing, on_edit_change=then or nothing)
    return selection_of(getattr(result, STATE, None), getattr(result, "edit", None))


def edit_of(key: str) -> WeightEdit | None:
    """The weight that the visitor has just changed in a picture, for its callback; None for no change."""
    return selection_of(None, getattr(st.session_state.get(key), "edit", None)).edit


def selection_of(chosen: Any, edit: Any) -> Selection:
    """What the browser sent, checked: whatever is not of the right kind counts as nothing."""
    return Selection(**FROM_BROWSER.checked(chosen), edit=_edit_of(edit))


def _edit_of(edit: Any) -> WeightEdit | None:
    try:
        made = WeightEdit(str(edit["matrix"]), int(edit["row"]), int(edit["column"]), float(edit["value"]))
    except (TypeError, KeyError, ValueError, OverflowError):
        return None
    return made if math.isfinite(made.value) else None
