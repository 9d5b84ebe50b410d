"""Gates over a whole text: every neuron at every letter, and their means on top."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from explainer.shell.palette import MUTED, Pair, in_chart

Array = np.ndarray
_MEANS, _GATE, _GAP = 90, 130, 22     # pixels
FEWEST = 6      # columns there is room for: a short text gets columns of a usual width, not giant ones


class Gate(NamedTuple):
    """One gate along a text."""

    name: str            # what it does, in a word: "kept"
    symbol: str          # f
    colour: Pair
    values: Array        # [T, H], from 0 (shut) to 1 (open)


def gates_figure(gates: Sequence[Gate], letters: Sequence[str], order: Array, step: int, unit: int) -> go.Figure:
    """Above: the mean of each gate over all neurons. Below: a map of neurons against letters for each gate.

    `order` [H] is the order of the neurons from top to bottom; `step` (from 1) and `unit` (from 0) are marked.
    """
    T, H = gates[0].values.shape
    at = np.arange(1, T + 1)
    height = _MEANS + (_GATE + _GAP) * len(gates)
    figure = make_subplots(len(gates) + 1, 1, shared_xaxes=True, vertical_spacing=_GAP / height,
                           row_heights=[_MEANS, *[_GATE] * len(gates)])
    marks = ("circle", "square", "diamond")
    for row, gate in enumerate(gates, start=2):
        colour, name = in_chart(gate.colour), f"{gate.name} ({gate.symbol})"
        figure.add_scatter(x=at, y=gate.values.mean(axis=1), name=name, mode="lines+markers", row=1, col=1,
                           line={"color": colour, "width": 2.5}, marker={"size": 8, "symbol": marks[row - 2]},
                           hovertemplate="mean %{y:.3f}<extra>" + name + "</extra>")
        figure.add_heatmap(x=at, y=np.arange(1, H + 1), z=gate.values[:, order].T, zmin=0, zmax=1, row=row, col=1,
                           colorscale=[[0, f"{colour}00"], [1, colour]], showscale=False, xgap=2, name=name,
                           customdata=np.repeat((order + 1)[:, None], T, axis=1),
                           hovertemplate="neuron %{customdata}: %{z:.3f}<extra>" + name + "</extra>")
        figure.update_yaxes(row=row, col=1, range=[H + 0.5, 0.5], showticklabels=False, ticks="", showgrid=False,
                            title={"text": name, "font": {"color": colour, "size": 13}}, fixedrange=True)
        place = int(np.flatnonzero(order == unit)[0]) + 1
        figure.add_shape(type="rect", x0=0.5, x1=T + 0.5, y0=place - 0.6, y1=place + 0.6, row=row, col=1,
                         line={"color": in_chart(MUTED), "width": 1.6})
    for row in range(1, len(gates) + 2):
        figure.add_shape(type="rect", x0=step - 0.5, x1=step + 0.5, y0=0, y1=1, yref="y domain", row=row, col=1,
                         line={"color": in_chart(MUTED), "width": 1.6, "dash": "dot"})
    figure.update_yaxes(row=1, col=1, range=[-0.05, 1.05], tickvals=np.array([0, 0.5, 1.0]), title="mean",
                        fixedrange=True)
    figure.update_xaxes(tickvals=at, ticktext=[escape(letter) for letter in letters], range=[0.5, max(T, FEWEST) + 0.5],
                        showgrid=False, zeroline=False, fixedrange=True, tickfont={"size": 15}, ticks="",
                        showticklabels=False)
    for row in (1, len(gates) + 1):
        figure.update_xaxes(row=row, col=1, showticklabels=True)
    figure.update_layout(height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, hovermode="closest",
                         legend={"orientation": "h", "y": 1.01, "yanchor": "bottom", "x": 0})
    return figure
