"""One neuron's memory as a sum: the share that each letter wrote and that the gates have left."""

from collections.abc import Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go

from explainer.shell.palette import MUTED, SERIES, in_chart
from pages.gated_cells.gates_over_text_chart import FEWEST

Array = np.ndarray
_FAINT = 0.06        # shares below this part of the tallest get no letter
_COLOURS = tuple(pair for pair in SERIES if pair is not MUTED)


def memory_as_sum_figure(parts: Array, memory: Array, letters: Sequence[str], name: str,
                         height: int = 320) -> go.Figure:
    """Bars: `parts` [t, s], how much of the memory at step t was written at step s. Dots: `memory` [T], their sum.

    Shares above zero are stacked upwards and those below downwards, the oldest nearest to zero.
    """
    T = len(memory)
    at = np.arange(1, T + 1)
    tall = max(float(np.abs(parts).max()), 1e-12)
    figure = go.Figure()
    for s, letter in enumerate(letters):
        shown = escape(letter)
        share = parts[s:, s]
        text = [shown if abs(x) > _FAINT * tall else "" for x in share]
        figure.add_bar(x=at[s:], y=share, name=f"{shown} (step {s + 1})", text=text, textposition="inside",
                       insidetextanchor="middle", textangle=0, marker={"color": in_chart(_COLOURS[s % len(_COLOURS)])},
                       hovertemplate=f"written at {shown}, step {s + 1}: " + "%{y:+.3f}<extra></extra>")
    figure.add_scatter(x=at, y=memory, mode="lines+markers", name=name, line={"color": in_chart(MUTED), "width": 2},
                       marker={"size": 10, "symbol": "diamond"}, hovertemplate=f"{name}: " + "%{y:+.3f}<extra></extra>")
    figure.update_layout(
        height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, barmode="relative", bargap=0.25, showlegend=False,
        hovermode="closest",
        xaxis={"tickvals": at, "ticktext": [escape(letter) for letter in letters], "range": [0.5, max(T, FEWEST) + 0.5],
               "tickfont": {"size": 15}, "fixedrange": True, "showgrid": False},
        yaxis={"title": name, "zeroline": True, "fixedrange": True})
    return figure
