"""How a memory fades: the whole gradient, the straight way through the gates, and the formula for it."""

import numpy as np
import plotly.graph_objects as go

from explainer.figures.decades import axis, size, within
from explainer.palette import GRADIENT, HIDDEN, MUTED, in_chart

Array = np.ndarray
LOW, HIGH = -6, 2


def fading_figure(norm: Array, straight: Array, held: Array, held_name: str, longest: int,
                  height: int = 350) -> go.Figure:
    """What is left against the steps back, as log10: of the whole gradient, along the straight way, by the formula.

    All three are [lags]. What leaves the frame can still be read by pointing at it.
    """
    lags = np.arange(len(norm))
    figure = go.Figure()
    for name, log10, colour, dash in ((held_name, held, MUTED, "dot"),
                                      ("straight way: gate × gate × …", straight, HIDDEN, "dash"),
                                      ("all roads: the whole gradient", norm, GRADIENT, "solid")):
        told = np.array([size(float(x)) for x in log10])
        figure.add_scatter(x=lags, y=within(log10, LOW, HIGH), name=name, mode="lines", customdata=told,
                           hovertemplate=name.partition(":")[0] + ": %{customdata}<extra></extra>",
                           line={"color": in_chart(colour), "width": 3.5 if dash == "solid" else 2.6, "dash": dash})
    figure.add_hline(y=-2, line={"width": 1.2, "color": in_chart(MUTED), "dash": "dash"},
                     annotation={"text": "1 %", "font": {"size": 12, "color": in_chart(MUTED)}},
                     annotation_position="top right")
    figure.update_layout(
        height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, hovermode="x unified",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": "steps back from the last one", "range": [0, longest], "fixedrange": True},
        yaxis=axis(LOW, HIGH, 1) | {"fixedrange": True})
    return figure
