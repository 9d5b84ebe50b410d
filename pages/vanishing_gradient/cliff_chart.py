"""The loss of one neuron over its weight and bias, and two descents on it."""

import numpy as np
import plotly.graph_objects as go

from explainer.shell.palette import GRADIENT, INPUT, MUTED, in_chart
from rnncore.diagnostics.cliff import Descent

Array = np.ndarray
WEIGHTS, BIASES = (0.5, 2.5), (-0.6, 0.4)                 # what the picture shows
FINE = 81                                                 # places along each side


def ground() -> tuple[Array, Array]:
    """The weights and biases of the picture's grid."""
    return np.linspace(*WEIGHTS, FINE), np.linspace(*BIASES, FINE)


def cliff_figure(losses: Array, clipped: Descent, free: Descent, height: int = 400) -> go.Figure:
    """The loss at each place, [bias, weight], from white to strong; both ways from one start, and where each ended."""
    weights, biases = ground()
    figure = go.Figure(go.Heatmap(
        x=weights, y=biases, z=losses, colorscale=[[0, f"{in_chart(INPUT)}00"], [1, in_chart(INPUT)]],
        zmin=0, zmax=float(losses.max()), zsmooth=False, colorbar={"title": "loss", "thickness": 12},
        hovertemplate="w %{x:.2f}, b %{y:.2f}: loss %{z:.3f}<extra></extra>"))
    for name, way, dash, symbol in (("without clipping", free, "dot", "x"),
                                    ("with clipping", clipped, "solid", "circle")):
        colour = in_chart(MUTED if way is free else GRADIENT)
        figure.add_scatter(x=way.weights, y=way.biases, name=name, mode="lines+markers",
                           line={"color": colour, "width": 2.4, "dash": dash},
                           marker={"symbol": symbol, "size": 5, "color": colour}, customdata=way.losses,
                           hovertemplate="w %{x:.2f}, b %{y:.2f}: loss %{customdata:.4f}<extra>" + name + "</extra>")
    figure.add_scatter(x=way.weights[:1], y=way.biases[:1], name="start", mode="markers",
                       marker={"symbol": "diamond", "size": 13, "color": in_chart(MUTED)}, hoverinfo="skip")
    figure.update_layout(
        height=height, margin={"l": 56, "r": 8, "t": 34, "b": 46}, legend={"orientation": "h", "y": 1.1, "x": 0},
        xaxis={"range": list(WEIGHTS), "title": "weight w", "fixedrange": True},
        yaxis={"range": list(BIASES), "title": "bias b", "fixedrange": True})
    return figure


def leaves(way: Descent) -> Array:
    """Whether each descent is ever outside of the picture, or of all numbers."""
    inside = ((way.weights >= WEIGHTS[0]) & (way.weights <= WEIGHTS[1])
              & (way.biases >= BIASES[0]) & (way.biases <= BIASES[1]))
    return ~inside.all(axis=0)
