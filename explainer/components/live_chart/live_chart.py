"""A chart that follows a slider while it is dragged, or a network while it trains.

`st.plotly_chart` takes its picture away, measures the empty place, and draws the next one: seen at every move of a
slider that speaks while it is dragged, a third of all frames were empty. This one draws lines, marks and memories into
the same picture, at once, and loads no library for it. It also reads with the keyboard: the arrow keys go along.

It draws a small part of what a Plotly figure can hold, and refuses the rest, so that nothing is left out in silence.
A figure comes as Plotly's own dictionary: to make a `go.Figure` of it takes longer than to draw it.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import numpy as np

from explainer.charts.lines import Figure
from explainer.components.files import component_of
from explainer.shell.palette import values_scale

_component = component_of("live_chart", ["live_chart/live_chart.css"])

_AXIS = {"range", "tickvals", "ticktext", "tickformat", "dtick", "zeroline", "title"}
_SHAPE = {"type", "x0", "x1", "y0", "y1", "line"}
_WORDS = {"text", "x", "xanchor", "y", "yanchor", "showarrow", "font"}
_DRAWN: dict[str, set[str]] = {
    "scatter": {"type", "x", "y", "name", "mode", "line", "marker", "customdata", "hovertemplate", "hoverinfo",
                "showlegend"},
    "heatmap": {"type", "x", "y", "z", "zmin", "zmax", "colorscale", "showscale", "hovertemplate"},
    # `meta` are words for the values of x, told instead of the numbers.
    "layout": {"height", "margin", "hovermode", "showlegend", "meta", "xaxis", "yaxis", "shapes", "annotations"},
    "line": {"color", "width", "dash"}, "marker": {"color", "size"}, "font": {"color"}, "title": {"text"},
    "margin": set("lrtb"), "xaxis": _AXIS, "yaxis": _AXIS,
    "shapes across": _SHAPE | {"xref"}, "shapes upright": _SHAPE | {"yref"},
    "annotations across": _WORDS | {"xref"}, "annotations upright": _WORDS | {"yref"},
}
# What it cannot do without. Of the other parts it needs all that it can draw.
_NEEDED: dict[str, set[str]] = {
    "scatter": {"type", "x", "y", "mode"}, "layout": {"height", "margin", "hovermode", "xaxis", "yaxis"},
    "line": {"color", "width"}, "xaxis": {"range"}, "yaxis": {"range"},
}
# Where only some values are drawn. What is left out has Plotly's own default, which is another one.
_ONLY: dict[str, dict[str, tuple]] = {
    "scatter": {"mode": ("lines", "markers", "lines+markers")},
    "heatmap": {"zmin": (-1,), "zmax": (1,), "showscale": (False,), "colorscale": (values_scale(),),
                "hovertemplate": ("%{y}: %{z:.2f}<extra></extra>",)},
    "layout": {"hovermode": ("x unified", "closest"), "showlegend": (None, False)},
    "line": {"dash": (None, "solid", "dot", "dash", "dashdot")},
    "xaxis": {"tickformat": (None, "d")}, "yaxis": {"tickformat": (None, "d")},
    "shapes across": {"type": ("line",), "xref": ("x domain",), "x0": (0,), "x1": (1,)},
    "shapes upright": {"type": ("line",), "yref": ("y domain",), "y0": (0,), "y1": (1,)},
    "annotations across": {"xref": ("x domain",), "showarrow": (False,), "xanchor": ("left", "right"),
                           "yanchor": ("top", "bottom")},
    "annotations upright": {"yref": ("y domain",), "y": (1,), "xanchor": ("left",), "yanchor": ("top",),
                            "showarrow": (False,)},
}
_HINTS = ("%{name}", "%{customdata}", "<extra></extra>")      # what a hovertemplate may hold besides words


class NotDrawnError(ValueError):
    """The figure holds something this chart would leave out."""


def live_chart(figure: Figure, *, key: str, alt: str) -> None:
    """Draw a figure. `alt` says what is to be seen, as text or HTML; `key` tells charts apart."""
    _component(key=key, data={"figure": drawable(figure), "alt": unescape(re.sub(r"<[^>]*>", "", alt))})


def drawable(figure: Figure) -> Figure:
    """The figure with lists for arrays; NotDrawnError if it holds what is not drawn."""
    spec = _plain(figure)
    _check("layout", spec["layout"])
    for trace in spec["data"]:
        _check("data", trace)
        if trace["type"] == "heatmap":
            continue
        words = trace.get("hovertemplate", "")
        if trace["mode"] == "markers" and (words or trace.get("showlegend", True)):
            raise NotDrawnError("The live chart neither names nor tells marks.")
        for hint in _HINTS:
            words = words.replace(hint, "")
        if "%{" in words or "<" in words:
            raise NotDrawnError(f"The live chart cannot tell “{trace['hovertemplate']}”.")
    return spec


def _check(part: str, found: dict[str, Any]) -> None:
    """Every name in this part of a figure must be one that is drawn; so must those in its own parts."""
    if not isinstance(found, dict):
        raise NotDrawnError(f"The live chart draws no {part} that is {found}.")
    part = _kind(part, found)
    if part not in _DRAWN:
        raise NotDrawnError(f"The live chart draws no {part}.")
    unknown, missing = set(found) - _DRAWN[part], _NEEDED.get(part, _DRAWN[part]) - set(found)
    if unknown or missing:
        raise NotDrawnError(f"The live chart draws no {', '.join(sorted(unknown))} of {part}." if unknown else
                            f"The live chart draws no {part} without {', '.join(sorted(missing))}.")
    for name, values in _ONLY.get(part, {}).items():
        if found.get(name) not in values:
            raise NotDrawnError(f"The live chart cannot draw {name} {found.get(name)} of {part}.")
    for problem in _misfits(part, found):
        raise NotDrawnError(f"The live chart draws no {problem}.")
    for name in found.keys() & {"line", "marker", "font", "margin", "xaxis", "yaxis", "title", "shapes", "annotations"}:
        for inner in found[name] if isinstance(found[name], list) else [found[name]]:
            _check(name, inner)


def _misfits(part: str, found: dict[str, Any]) -> Iterator[str]:
    """What does not fit together, or is of another kind."""
    if part.startswith("shapes") and found["y0"] != found["y1"] and found["x0"] != found["x1"]:
        yield "lines but those straight across or upright"
    if "color" in found and not re.fullmatch(r"#\d{6}", str(found["color"])):
        yield f"colour {found['color']} of {part}: it is none of the palette's"
    if part in ("xaxis", "yaxis"):
        if len(found.get("tickvals", ())) != len(found.get("ticktext", ())):
            yield f"{part} with ticks and words that are not equally many"
        if not isinstance(found.get("dtick"), int | float | None):
            yield f"dtick {found['dtick']} of {part}"
    if part == "scatter":
        for mode, needed in (("lines", "line"), ("markers", "marker")):
            if mode in found["mode"] and needed not in found:
                yield f"{mode} without {needed}"


def _kind(part: str, found: dict[str, Any]) -> str:
    """Which kind of this part it is, where there are several."""
    if part == "data":
        return str(found.get("type"))
    if part in ("shapes", "annotations"):
        return f"{part} {'upright' if 'yref' in found else 'across'}"
    return part


def _plain(value: Any) -> Any:
    """Arrays as lists; what is not finite as None, which JSON has: a line ends there."""
    if isinstance(value, np.ndarray):
        finite = value.dtype.kind != "f" or np.isfinite(value).all()
        return value.tolist() if finite else [_plain(x) for x in value] if value.ndim > 1 else [
            x if np.isfinite(x) else None for x in value.tolist()]
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
