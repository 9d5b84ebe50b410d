"""How a memory fades: the whole gradient, the straight way through the gates, and the formula for it."""

import numpy as np
import plotly.graph_objects as go

from explainer.figures.decades import FORGOTTEN, axis, size, within
from explainer.palette import GRADIENT, HIDDEN, MUTED, Pair, in_chart

Array = np.ndarray
LOW, HIGH = -6, 2
MARGIN = {"l": 52, "r": 10, "t": 54, "b": 46, "autoexpand": False}     # fixed: measuring takes longer than drawing


def fading_figure(norm: Array, straight: Array, held: Array, held_name: str, longest: int,
                  height: int = 350) -> go.Figure:
    """What is left against the steps back, as log10: of the whole gradient, along the straight way, by the formula.

    All three are [lags]. What leaves the frame can still be read by pointing at it.
    """
    grey = in_chart(MUTED)
    lines = [_line(held_name, held, MUTED, "dot", 2.6),
             _line("straight way", straight, HIDDEN, "dash", 2.6),
             _line("all roads", norm, GRADIENT, "solid", 3.5)]
    layout = {
        "height": height, "margin": MARGIN, "hovermode": "x unified",
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "xaxis": {"title": {"text": "steps back from the last one"}, "range": [0, longest], "fixedrange": True},
        "yaxis": axis(LOW, HIGH, 1) | {"fixedrange": True},
        "shapes": [{"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "y0": FORGOTTEN, "y1": FORGOTTEN,
                    "line": {"width": 1.2, "color": grey, "dash": "dash"}}],
        "annotations": [{"text": "1 %", "xref": "x domain", "x": 1, "xanchor": "right", "y": FORGOTTEN,
                         "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": grey}}]}
    return go.Figure({"data": lines, "layout": layout})        # at once, for each part added later takes time


def _line(name: str, log10: Array, colour: Pair, dash: str, width: float) -> dict:
    return {"type": "scatter", "x": np.arange(len(log10)), "y": within(log10, LOW, HIGH), "name": name, "mode": "lines",
            "customdata": np.array([size(float(x)) for x in log10]),
            "hovertemplate": name.partition(":")[0] + ": %{customdata}<extra></extra>",
            "line": {"color": in_chart(colour), "width": width, "dash": dash}}
