"""A chart that follows a slider while it is dragged, or a network while it trains.

`st.plotly_chart` takes its picture away, measures the empty place, and draws the next one: seen at every move of a
slider that speaks while it is dragged, a third of all frames were empty. This one draws lines, marks and memories into
the same picture, at once, and loads no library for it. It also reads with the keyboard: the arrow keys go along.
"""

import re
from dataclasses import fields, is_dataclass
from html import unescape
from typing import Any

import numpy as np

from explainer.charts.lines import LineChart
from explainer.components.files import component_of

_component = component_of("live_chart", ["live_chart/live_chart.css"])


def live_chart(chart: LineChart, *, key: str, alt: str) -> None:
    """Draw a chart. `alt` says what is to be seen, as text or HTML; `key` tells charts apart."""
    _component(key=key, data={"chart": as_data(chart), "alt": unescape(re.sub(r"<[^>]*>", "", alt))})


def as_data(value: Any) -> Any:
    """A chart, or a part of one, as JSON data: fields by their names, arrays as lists, what is not finite as None."""
    if is_dataclass(value):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        finite = value.dtype.kind != "f" or np.isfinite(value).all()
        return value.tolist() if finite else [as_data(inner) for inner in value]
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    return [as_data(inner) for inner in value] if isinstance(value, list | tuple) else value
