"""What charts that follow a slider or a training run are made of: Plotly's dictionaries, drawn by `live/chart.py`."""

from typing import Any

import numpy as np

from explainer.charts.log_scale import format_log10, within
from explainer.shell.palette import MUTED, Pair, in_chart

Array = np.ndarray
Figure = dict[str, Any]          # {"data": [...], "layout": {...}}, as go.Figure takes it


def line(x: Array, y: Array, colour: Pair, width: float, dash: str = "solid", **more: Any) -> dict:
    """One line. It is told when it is pointed at if it has a `hovertemplate`."""
    told = {} if "hovertemplate" in more else {"hoverinfo": "skip"}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y,
            "line": {"color": in_chart(colour), "width": width, "dash": dash}} | told | more


def sizes_line(log10: Array, frame: tuple[float, float], name: str, told: str, colour: Pair, width: float,
               dash: str = "solid", lags: Array | None = None) -> dict:
    """A line of sizes on a logarithmic axis, lag by lag: what leaves the frame can still be read by pointing at it."""
    return line(np.arange(len(log10)) if lags is None else lags, within(log10, *frame), colour, width, dash, name=name,
                customdata=[format_log10(float(x)) for x in log10],
                hovertemplate=f"{told}%{{customdata}}<extra></extra>")


def mark(x: float, y: float, colour: Pair, diameter: float = 11) -> dict:
    """One point."""
    return {"type": "scatter", "mode": "markers", "x": np.array([x]), "y": np.array([y]), "showlegend": False,
            "hoverinfo": "skip", "marker": {"color": in_chart(colour), "size": diameter}}


def rule(at: float, dash: str = "dash") -> dict:
    """A line across the whole frame."""
    return {"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "y0": at, "y1": at,
            "line": {"width": 1.2, "color": in_chart(MUTED), "dash": dash}}


def words_at(at: float, text: str, *, right: bool = True, above: bool = True) -> dict:
    """Words at such a line."""
    return {"text": text, "xref": "x domain", "x": int(right), "xanchor": "right" if right else "left", "y": at,
            "yanchor": "bottom" if above else "top", "showarrow": False, "font": {"color": in_chart(MUTED)}}


def upright(at: float, dash: str = "solid") -> dict:
    """A line from the bottom of the frame to its top."""
    return {"type": "line", "yref": "y domain", "y0": 0, "y1": 1, "x0": at, "x1": at,
            "line": {"width": 1.4, "color": in_chart(MUTED), "dash": dash}}


def words_beside(at: float, text: str) -> dict:
    """Words at the top of such a line, on its right."""
    return {"text": text, "x": at, "xanchor": "left", "yref": "y domain", "y": 1, "yanchor": "top", "showarrow": False,
            "font": {"color": in_chart(MUTED)}}


def framed(lines: list[dict], xaxis: dict, yaxis: dict, height: int, left: int = 52, **more: Any) -> Figure:
    """Lines with their axes; `left` is the room for the numbers at the upright one, in pixels."""
    return {"data": lines, "layout": {
        "height": height, "margin": {"l": left, "r": 12, "t": 34, "b": 46}, "hovermode": "x unified",
        "xaxis": xaxis, "yaxis": yaxis} | more}
