"""One entry of a gradient as a sum with a term per step; and answers before and after an update."""

from collections.abc import Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go

from explainer.charts.labels import number
from explainer.charts.log_scale import power
from explainer.shell.palette import GRADIENT, in_chart

Array = np.ndarray


def terms_figure(terms: Array, read: Sequence[str], height: int = 260) -> go.Figure:
    """The terms [T] as bars with their numbers, one per step; `read` are the signs read there."""
    steps = np.arange(1, len(terms) + 1)
    figure = go.Figure()
    figure.add_bar(x=steps, y=terms, text=[number(float(term)) for term in terms], textposition="outside",
                   textfont={"size": 12}, cliponaxis=False, marker={"color": in_chart(GRADIENT)},
                   hovertemplate="step %{x}: %{text}<extra></extra>")
    top = float(np.abs(terms[np.isfinite(terms)]).max(initial=0.0)) or 1.0
    low, high = min(0.0, float(np.nanmin(terms))), max(0.0, float(np.nanmax(terms)))
    figure.update_layout(
        height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, showlegend=False, bargap=0.25,
        xaxis={"title": "step, and what was read there", "tickvals": steps, "fixedrange": True,
               "ticktext": [f"{t}<br>{escape(sign)}" for t, sign in zip(steps, read, strict=True)]},
        yaxis={"range": [low - 0.2 * top, high + 0.2 * top], "zeroline": True, "fixedrange": True,
               "exponentformat": "power", "nticks": 5})
    return figure


def sum_line(matrix: str, row: int, column: int, terms: Array, gradient: float, nudged: float) -> str:
    """The sum of the terms, the gradient of backprop through time and the slope found by nudging, as HTML."""
    entry = f"<sub>{row},{column}</sub>"
    cells = (("Sum of the terms", float(terms.sum())), ("Backprop through time", gradient),
             ("Nudge the weight, watch the loss", nudged))
    rows = "".join(f'<div><dt>{name}</dt><dd>{_exact(value)}</dd></div>' for name, value in cells)
    return f'<p class="u-entry">∂L/∂{escape(matrix)}{entry}</p><dl class="u-sums">{rows}</dl>'


def answers_table(read: Sequence[str], right: Sequence[str], before: Array, after: Array) -> str:
    """p(right answer) at each step that counts, before and after, as an HTML table."""
    body = "".join(
        f"<tr><td><bdi>{escape(sign)}</bdi></td><td><bdi>{escape(wanted)}</bdi></td>"
        f'<td class="u-number">{100 * p:.2f} %</td><td class="u-number">{100 * q:.2f} %</td>'
        f"<td>{'▲ better' if q > p else '▼ worse' if q < p else 'the same'}</td></tr>"
        for sign, wanted, p, q in zip(read, right, before, after, strict=True))
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("After", "right answer", "had", "now has", "that is"))
    return ('<div class="u-scroll" tabindex="0" role="region" aria-label="Right answers before and after">'
            f'<table class="u-samples u-answers"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>')


def _exact(value: float) -> str:
    """Ten significant digits: enough to see where two ways part."""
    if not np.isfinite(value):
        return "beyond any number"
    mantissa, exponent = f"{value:+.9e}".split("e")
    power_of_ten = "" if not int(exponent) else f" × {power(int(exponent))}"
    return mantissa.replace("-", "−") + power_of_ten
