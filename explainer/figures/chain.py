"""tanh of tanh of tanh: the curve, its slope, and the slope at one point as a product."""

import numpy as np
import plotly.graph_objects as go

from explainer.figures.decades import size
from explainer.palette import GRADIENT, HIDDEN, MUTED, in_chart

Array = np.ndarray


def chain_figure(x: Array, y: Array, slope: Array, at: tuple[float, float, float], height: int = 300) -> go.Figure:
    """The function applied n times and its slope over `x`, with the tangent at one point.

    `at` is (x, y, slope) there. The slope is drawn against the same axis as the value: both lie
    between −1 and 1.
    """
    here, value, steepness = at
    half = 0.9
    figure = go.Figure()
    figure.add_scatter(x=x, y=x, name="x itself", mode="lines", hoverinfo="skip",
                       line={"color": in_chart(MUTED), "width": 1, "dash": "dot"})
    figure.add_scatter(x=x, y=y, name="value", mode="lines", line={"color": in_chart(HIDDEN), "width": 2.5},
                       hovertemplate="x = %{x:.2f}: %{y:.3f}<extra>value</extra>")
    figure.add_scatter(x=x, y=slope, name="slope", mode="lines",
                       line={"color": in_chart(GRADIENT), "width": 2.5, "dash": "dash"},
                       hovertemplate="x = %{x:.2f}: %{y:.3g}<extra>slope</extra>")
    ends = np.array([here - half, here + half])
    figure.add_scatter(x=ends, y=value + steepness * (ends - here), name="tangent", mode="lines", hoverinfo="skip",
                       showlegend=False, line={"color": in_chart(GRADIENT), "width": 4})
    figure.add_scatter(x=np.array([here]), y=np.array([value]), name="your x", mode="markers", showlegend=False,
                       marker={"color": in_chart(HIDDEN), "size": 11},
                       hovertemplate="x = %{x:.2f}: %{y:.3f}<extra>your x</extra>")
    figure.update_layout(
        height=height, margin={"l": 44, "r": 12, "t": 34, "b": 46, "autoexpand": False}, hovermode="closest",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": "x", "range": [float(x[0]), float(x[-1])], "zeroline": True},
        yaxis={"range": [-1.15, 1.15], "zeroline": True})
    return figure


def factor_columns(factors: Array, log10_product: float) -> str:
    """The slope at one point as HTML: a column per factor, and what is left after multiplying so far.

    `factors` [n] are the slopes of each tanh where it stands, in order of application.
    """
    left = np.cumprod(factors)
    columns = "".join(
        f'<li><div><span>{size(np.log10(factor)) if factor else 0}</span><i style="--share:{factor:.4f}"></i></div>'
        f"<b>{i}</b><small>{size(np.log10(product)) if product else 0}</small></li>"
        for i, (factor, product) in enumerate(zip(factors, left, strict=True), start=1))
    return (f'<ol class="u-factors" tabindex="0" aria-label="The slope of each tanh, and their product so far">'
            f"{columns}</ol><p class=\"u-product\">{_written(factors)} = <b>{size(log10_product)}</b></p>")


def _written(factors: Array) -> str:
    shown = [f"{factor:.3g}" for factor in factors]
    return " × ".join(shown if len(shown) <= 6 else [*shown[:3], "…", *shown[-2:]])
