"""Loss along training, beside what counting can do."""

from html import escape
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from explainer.palette import MUTED

Array = np.ndarray

MOST_POINTS = 400


class Curve(NamedTuple):
    """One line. Colours come from the theme, in the order the curves are given."""

    name: str
    steps: Array
    nats: Array


def loss_figure(curves: list[Curve], lines: dict[str, float], uniform: float, last_step: int | None = None,
                height: int = 340) -> go.Figure:
    """Nats per character against training steps, with dashed `lines` to compare with.

    The first curve takes the theme's first colour (input blue), the second the next (hidden
    orange), and each line style differs too, so that colour is never the only mark.
    """
    figure = go.Figure()
    for curve, dash in zip(curves, _dashes(len(curves)), strict=True):
        steps, nats = _thinned(np.asarray(curve.steps), np.asarray(curve.nats, dtype=float))
        name = escape(curve.name)       # the chart library reads tags
        figure.add_scatter(x=steps, y=nats, name=name, mode="lines", line={"width": 2.5, "dash": dash},
                           hovertemplate="step %{x:,}: %{y:.3f}<extra>" + name + "</extra>")
    for name, nats in lines.items():
        figure.add_hline(y=nats, line={"dash": "dash", "width": 1.2, "color": _GREY},
                         annotation={"text": f"{name} {nats:.2f}", "font": {"size": 12}},
                         annotation_position="bottom right")
    seen = [nats for curve in curves for nats in curve.nats if np.isfinite(nats)] + list(lines.values())
    low, high = min(seen, default=uniform), max([uniform, *seen])      # learning by heart can end above blind guessing
    figure.update_layout(
        height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, hovermode="x unified",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": "training step", "range": [0, last_step or _last(curves)]},
        yaxis={"title": "nats per character", "range": [low - 0.2, high + 0.12]})
    return figure


_GREY = MUTED.dark       # lies between both backgrounds: a thin line is seen on either


def _last(curves: list[Curve]) -> int:
    return max((int(curve.steps[-1]) for curve in curves if len(curve.steps)), default=1)


def _dashes(count: int) -> list[str]:
    return [("dot", "solid", "dash", "dashdot")[i % 4] for i in range(count)]


def _thinned(x: Array, y: Array) -> tuple[Array, Array]:
    """At most `MOST_POINTS` points, each the mean of those it stands for; the last step stays."""
    if len(x) <= MOST_POINTS:
        return x, y
    parts = np.array_split(np.arange(len(x)), MOST_POINTS)
    return np.array([x[part[-1]] for part in parts]), np.array([y[part].mean() for part in parts])
