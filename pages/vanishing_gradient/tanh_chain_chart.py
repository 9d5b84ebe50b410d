"""tanh of tanh of tanh: the curve, its slope, and the slope at one point as a product."""

import numpy as np

from explainer.charts.labels import minus
from explainer.charts.lines import Axis, LineChart, framed, line, mark, sizes_axis, sizes_line
from explainer.charts.log_scale import format_log10
from explainer.shell.palette import GRADIENT, HIDDEN, MUTED

Array = np.ndarray

FRAME = 2.0              # values and slopes beyond leave the picture
MOST_TIMES = 1_000       # tanh in a row, in the picture of the two laws
LOW, HIGH = -12, 2       # of their slopes, log10


def chain_figure(x: Array, y: Array, slope: Array, at: tuple[float, float, float], height: int = 300) -> LineChart:
    """The function applied n times and its slope over `x`, with the tangent at one point.

    `at` is (x, y, slope) there. The slope is drawn against the same axis as the value: both lie
    between −1 and 1.
    """
    here, value, steepness = at
    half = 0.9 / max(1.0, abs(steepness))
    ends = np.array([here - half, here + half])
    lines = [
        line(x, x, MUTED, 1, "dot", name="x itself"),
        line(x, y, HIDDEN, 2.5, name="value", told=[minus(round(float(v), 3)) for v in y]),
        line(x, np.clip(slope, -FRAME, FRAME), GRADIENT, 2.5, "dash", name="slope",
             told=[format_log10(float(np.log10(v))) if v > 0 else "0" for v in slope]),
        line(ends, value + steepness * (ends - here), GRADIENT, 4, name="tangent", legend=False),
        mark(here, value, HIDDEN)]
    return framed(lines, Axis((float(x[0]), float(x[-1])), "x", zero_line=True),
                  Axis((-1.15, 1.15), zero_line=True), height, left=44)


def law_figure(own: Array, plain: Array, weight: float, height: int = 260) -> LineChart:
    """log10 |slope| of 0 … `MOST_TIMES` tanh in a row, with a weight and with weight 1, both axes logarithmic.

    A power law is a straight line there, anything exponential bends down.
    """
    times = np.unique(np.geomspace(1, MOST_TIMES, 60).round().astype(int))
    lines = [sizes_line(log10[times], (LOW, HIGH), name, f"{name}: ", colour, width, dash, np.log10(times))
             for log10, name, colour, width, dash in ((plain, "w = 1", MUTED, 2, "dot"),
                                                      (own, f"w = {weight:g} (yours)", GRADIENT, 3, "solid"))]
    whole = range(int(np.log10(MOST_TIMES)) + 1)
    x = Axis((0, np.log10(MOST_TIMES)), "how often tanh is applied", ticks=list(whole),
             tick_words=[f"{10 ** k:,}" for k in whole])
    return framed(lines, x, sizes_axis(LOW, HIGH, 2), height)


def factor_columns(factors: Array, log10_product: float) -> str:
    """The slope at one point as HTML: a column per factor, and what is left after multiplying so far.

    `factors` [n] are the slopes of each tanh where it stands, in order of application.
    """
    left, tallest = np.cumprod(factors), max(1.0, float(factors.max()))
    columns = "".join(
        f"<li><div><span>{format_log10(np.log10(factor)) if factor else 0}</span>"
        f'<i style="--share:{factor / tallest:.4f}"></i></div>'
        f"<b>{i}</b><small>{format_log10(np.log10(product)) if product else 0}</small></li>"
        for i, (factor, product) in enumerate(zip(factors, left, strict=True), start=1))
    return (f'<ol class="u-factors" tabindex="0" aria-label="The slope of each tanh, and their product so far">'
            f"{columns}</ol><p class=\"u-product\">{_written(factors)} = <b>{format_log10(log10_product)}</b></p>")


def _written(factors: Array) -> str:
    """The product written out; of more than six factors the first three and the last two."""
    shown = [f"{factor:.3g}" for factor in factors]
    return " × ".join(shown if len(shown) <= 6 else [*shown[:3], "…", *shown[-2:]])
