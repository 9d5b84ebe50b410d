"""Numbers to learn against the longest text that can be read."""

import numpy as np
import plotly.graph_objects as go

from explainer.palette import HIDDEN, MUTED, in_chart

Array = np.ndarray


def growth_figure(lengths: Array, recurrent: Array, window: Array, at: int, height: int = 320) -> go.Figure:
    """Two lines over `lengths`: a recurrent network, and a feedforward net with weights for every place.

    `at` is the length that is marked; both counts there are in the legend.
    """
    figure = go.Figure()
    lines = (("feedforward net", window, MUTED, "dash"),
             ("recurrent network", recurrent, HIDDEN, "solid"))
    i = int(np.searchsorted(lengths, at))
    for name, counts, colour, dash in lines:
        figure.add_scatter(x=lengths, y=counts, name=f"{name}: {counts[i]:,}", mode="lines",
                           line={"color": in_chart(colour), "width": 3, "dash": dash},
                           hovertemplate="%{x} words: %{y:,}<extra>" + name + "</extra>")
        figure.add_scatter(x=lengths[[i]], y=counts[[i]], mode="markers", showlegend=False, hoverinfo="skip",
                           marker={"color": in_chart(colour), "size": 11})
    figure.update_layout(
        height=height, margin={"l": 0, "r": 8, "t": 8, "b": 0}, hovermode="closest",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": "longest text it can read, in words", "fixedrange": True,
               "range": [0, float(lengths[-1]) * 1.02]},
        yaxis={"title": "numbers to learn", "rangemode": "tozero", "fixedrange": True,
               "range": [0, float(max(window[-1], recurrent[-1])) * 1.12]})
    return figure
