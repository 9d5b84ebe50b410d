"""A series and its forecasts, the memory behind them on the same time axis, and error against distance."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from explainer.palette import INPUT, MUTED, OUTPUT, SERIES, Pair, in_chart, values_scale

Array = np.ndarray

FREE = SERIES[6]
_LINES, _ERRORS, _NEURON = 270, 100, 9      # pixels: the charts, and one row of the map below
_LEGEND = {"orientation": "h", "y": 1.03, "yanchor": "bottom", "x": 0}


class Line(NamedTuple):
    """One line of a chart; the dash sets it apart where colour does not."""

    name: str
    values: Array            # nan where there is nothing to draw
    colour: Pair
    dash: str = "solid"
    width: float = 2.2
    dots: bool = False       # a dot at every value


def truth_line(values: Array) -> Line:
    """What was measured."""
    return Line("measured", values, INPUT, width=1, dots=True)


def one_step_line(values: Array) -> Line:
    """What the network said, one step ahead."""
    return Line("one step ahead", values, OUTPUT)


def free_line(values: Array) -> Line:
    """What it said when it ran free."""
    return Line("running free", values, FREE, "dash", 2.6)


def naive_line(values: Array) -> Line:
    """What the strongest rule without training says, one step ahead."""
    return Line("naive rule, one step ahead", values, MUTED, "dot", 1.4)


def forecast_figure(times: Array, per_year: int, lines: list[Line], errors: list[Line], states: Array, order: Array,
                    cuts: tuple[int, int], unit: str) -> go.Figure:
    """Three charts under one time axis: `lines`, `errors` one step ahead, and the memory that spoke.

    times    [T] in years        states  [T, H] between −1 and 1        order  [H] neurons from top to bottom
    cuts     the index of the first held-out value, and of the first one said while running free
    """
    x, H = moments(times, per_year), states.shape[1]
    heights = [_LINES, _ERRORS, max(120, _NEURON * H)]
    figure = make_subplots(3, 1, shared_xaxes=True, vertical_spacing=0.04, row_heights=heights)
    for row, drawn in ((1, lines), (2, errors)):
        for line in drawn:
            figure.add_scatter(
                x=x, y=line.values, name=line.name, mode="lines+markers" if line.dots else "lines", row=row, col=1,
                connectgaps=False, showlegend=row == 1, marker={"size": 5, "color": in_chart(line.colour)},
                line={"color": in_chart(line.colour), "width": line.width, "dash": line.dash},
                hovertemplate=("%{y:.4~g}" if row == 1 else "%{y:+.3~g}") + f"<extra>{line.name}</extra>")
    figure.add_heatmap(
        x=x, y=np.arange(1, H + 1), z=states[:, order].T, zmin=-1, zmax=1, colorscale=values_scale(),
        showscale=False, name="memory", customdata=np.repeat((order + 1)[:, None], len(times), axis=1), row=3, col=1,
        hovertemplate="neuron %{customdata}: %{z:.2f}<extra></extra>")
    for index, dash in zip(dict.fromkeys(cuts), ("solid", "dash"), strict=False):
        at = _between(x, index)
        figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, xref="x", yref="paper",
                         line={"color": in_chart(MUTED), "width": 1.4, "dash": dash})
    figure.add_annotation(x=_between(x, cuts[0]), y=1, xref="x", yref="y domain", text="never learned from →",
                          showarrow=False, xanchor="left", yanchor="bottom", font={"color": in_chart(MUTED)})
    figure.update_yaxes(row=1, col=1, title=unit, fixedrange=True)
    figure.update_yaxes(row=2, col=1, title="error", fixedrange=True, nticks=4)
    figure.update_yaxes(row=3, col=1, title="memory", autorange="reversed", showticklabels=False, ticks="",
                        showgrid=False, fixedrange=True)
    figure.update_xaxes(showgrid=False, hoverformat="%b %Y" if per_year == 12 else "d",
                        range=[_between(x, 1, -1), _between(x, len(x) - 1, 1)])
    figure.update_layout(height=sum(heights) + 110, margin={"l": 10, "r": 10, "t": 10, "b": 10},
                         hovermode="x unified", legend=_LEGEND)
    return figure


def horizon_figure(errors: dict[str, Array], names: dict[str, str], unit: str, step: str,
                   height: int = 300) -> go.Figure:
    """Error against how far ahead: `names` of the network ("free") and of three naive rules, in this order."""
    figure = go.Figure()
    steps = np.arange(1, len(errors["free"]) + 1)
    looks = [(FREE, "dash", 2.8), (MUTED, "solid", 1.8), (MUTED, "dot", 1.8), (MUTED, "dashdot", 1.8)]
    drawn = [Line(names[who], errors[who], *look) for who, look in zip(names, looks, strict=True)]
    for line in drawn:
        figure.add_scatter(x=steps, y=line.values, name=line.name, mode="lines",
                           line={"color": in_chart(line.colour), "width": line.width, "dash": line.dash},
                           hovertemplate="%{y:.4~g}<extra>" + line.name + "</extra>")
    figure.update_layout(
        height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, hovermode="x unified", legend=_LEGEND,
        xaxis={"title": f"{step}s ahead", "fixedrange": True},
        yaxis={"title": f"error ({unit})", "rangemode": "tozero", "fixedrange": True})
    return figure


def moments(times: Array, per_year: int) -> Array:
    """Places on a time axis: whole years as numbers, months as dates."""
    months = np.round(times * 12).astype(np.int64)
    if per_year == 1:
        return months // 12
    return (months - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")


def _between(x: Array, index: int, way: int = 0) -> object:
    """The place half-way before the value at `index`; with a `way` of −1 or 1, half a step outside the axis."""
    if way:
        ends = x[0] if way < 0 else x[-1]
        step = x[index] - x[index - 1]
        return str(ends + way * (step // 2)) if x.dtype.kind == "M" else float(ends + way * step / 2)
    if x.dtype.kind == "M":
        return str(x[index - 1] + (x[index] - x[index - 1]) // 2)
    return float(x[index] + x[index - 1]) / 2
