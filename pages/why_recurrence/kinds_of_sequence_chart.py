"""One example of each kind of sequence: words with what comes next, and a series with its forecast."""

from collections.abc import Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go

from explainer.shell.palette import INPUT, OUTPUT, in_chart

Array = np.ndarray


def next_word_bars(columns: Sequence[tuple[str, Sequence[tuple[str, float]]]]) -> str:
    """The likeliest next words after several beginnings, a column each: (beginning, [(word, probability)])."""
    told = ""
    for begin, ranked in columns:
        bars = "".join(f'<li class="{"is-chosen" if i == 0 else ""}"><code><bdi>{escape(word)}</bdi></code>'
                       f'<i style="width:{100 * p:.1f}%"></i><span>{p:.1%}</span></li>'
                       for i, (word, p) in enumerate(ranked))
        told += f'<div><p>“{escape(begin)} …”</p><ul class="u-bars">{bars}</ul></div>'
    return f'<div class="u-next-words">{told}</div>'


def series_figure(times: Array, truth: Array, said: Array, unit: str, height: int = 300) -> go.Figure:
    """What was measured and what the network said one step before."""
    figure = go.Figure()
    lines = (("measured", truth, INPUT, "solid"), ("said one step before", said, OUTPUT, "dash"))
    for name, values, colour, dash in lines:
        figure.add_scatter(x=times, y=values, name=name, mode="lines+markers", marker={"size": 5},
                           line={"color": in_chart(colour), "dash": dash, "width": 2.2},
                           hovertemplate="%{x:.0f}: %{y:.1f}<extra>" + name + "</extra>")
    figure.update_layout(height=height, margin={"l": 0, "r": 8, "t": 8, "b": 0}, hovermode="x unified",
                         legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
                         xaxis={"fixedrange": True}, yaxis={"title": escape(unit), "fixedrange": True})
    return figure
