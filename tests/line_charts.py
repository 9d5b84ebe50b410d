"""Line charts in Plotly's words, so that tests read every chart of a page alike, whoever draws it."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.charts.lines import LineChart
from explainer.components.live_chart.live_chart import as_data


def figure_of(chart: LineChart) -> go.Figure:
    """A line chart as a figure: what is sent to the browser, and nothing else."""
    made = in_plotlys_words(as_data(chart))
    for trace in made["data"]:
        trace |= {name: np.array(trace[name], float) for name in ("x", "y") if trace["type"] == "scatter"}
    return go.Figure(made)


def in_plotlys_words(chart: dict[str, Any]) -> dict[str, Any]:
    """What the browser is sent for a line chart, as Plotly's dictionary."""
    memory = chart["memory"]
    cells = [{"type": "heatmap", "x": memory["x"], "y": memory["names"], "z": memory["values"]}] if memory else []
    axes = {f"{name}axis": {"range": axis["range"], "title": {"text": axis["title"]}, "tickvals": axis["ticks"],
                            "ticktext": axis["tick_words"], "dtick": axis["every"]}
            for name, axis in (("x", chart["x"]), ("y", chart["y"]))}
    return {"data": cells + [_trace(line) for line in chart["lines"]],
            "layout": axes | {"shapes": [_shape(rule) for rule in chart["rules"]],
                              "annotations": [_annotation(words) for words in chart["words"]]}}


def _trace(line: dict[str, Any]) -> dict[str, Any]:
    mode = "+".join(name for name, size in (("lines", line["width"]), ("markers", line["dots"])) if size)
    made = {"type": "scatter", "mode": mode, "x": line["x"], "y": line["y"], "name": line["name"],
            "showlegend": line["legend"]}
    if line["told"] is not None:
        made["customdata"] = line["told"]
    if line["width"]:
        made["line"] = {"color": line["colour"], "width": line["width"], "dash": line["dash"]}
    return made


def _shape(rule: dict[str, Any]) -> dict[str, Any]:
    across, along = ("y", "x") if rule["upright"] else ("x", "y")
    return {"type": "line", f"{across}ref": f"{across} domain", f"{across}0": 0, f"{across}1": 1,
            f"{along}0": rule["at"], f"{along}1": rule["at"], "line": {"dash": rule["dash"]}}


def _annotation(words: dict[str, Any]) -> dict[str, Any]:
    if words["upright"]:
        return {"text": words["text"], "x": words["at"], "xanchor": "left", "yanchor": "top"}
    return {"text": words["text"], "y": words["at"], "xanchor": "right" if words["right"] else "left",
            "yanchor": "bottom" if words["above"] else "top"}
