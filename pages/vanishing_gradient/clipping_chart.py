"""Gradient norm and loss along training, with and without clipping."""

import numpy as np
import plotly.graph_objects as go

from explainer.charts.log_scale import axis, format_log10, within
from explainer.shell.palette import GRADIENT, MUTED, in_chart
from rnncore.diagnostics.clipping import Comparison, Run

Array = np.ndarray
LOW, HIGH = -4, 4
LAST = 10                 # updates whose mean loss is told


def norms_figure(found: Comparison, height: int = 360) -> go.Figure:
    """||g|| of every update before clipping, on an absolute log scale; the limit is a line."""
    figure = go.Figure()
    for name, run, dash in (("without clipping", found.free, "dot"), ("with clipping", found.clipped, "solid")):
        with np.errstate(divide="ignore"):
            log10 = np.log10(run.norms)
        log10 = np.where(np.isfinite(run.norms), log10, np.inf)
        figure.add_scatter(x=np.arange(1, len(log10) + 1), y=within(log10, LOW, HIGH), name=name, mode="lines",
                           customdata=np.array([format_log10(float(value)) for value in log10]),
                           hovertemplate="update %{x}: %{customdata}<extra>" + name + "</extra>", line=_line(dash))
    figure.add_hline(y=float(np.log10(found.clip_norm)), line={"width": 1.2, "dash": "dash", "color": in_chart(MUTED)},
                     annotation={"text": "limit", "font": {"size": 12, "color": in_chart(MUTED)}},
                     annotation_position="top right")
    figure.update_layout(**_layout(found, height), yaxis=axis(LOW, HIGH, 2) | {"fixedrange": True,
                         "title": "length of the gradient"})
    return figure


def losses_figure(found: Comparison, chance: float, height: int = 360) -> go.Figure:
    """The loss of every update's batch; guessing is a line."""
    figure = go.Figure()
    for name, run, dash in (("without clipping", found.free, "dot"), ("with clipping", found.clipped, "solid")):
        figure.add_scatter(x=np.arange(1, len(run.losses) + 1), y=run.losses, name=name, mode="lines", line=_line(dash),
                           hovertemplate="update %{x}: %{y:.3f}<extra>" + name + "</extra>")
    figure.add_hline(y=chance, line={"width": 1.2, "dash": "dash", "color": in_chart(MUTED)},
                     annotation={"text": "guessing", "font": {"size": 12, "color": in_chart(MUTED)}},
                     annotation_position="top right")
    top = max(chance, *(float(np.nanmax(run.losses, initial=0.0)) for run in (found.clipped, found.free)))
    figure.update_layout(**_layout(found, height), yaxis={"range": [0, min(top, 10 * chance) * 1.1], "fixedrange": True,
                         "title": "loss in nats"})
    return figure


def run_in_words(run: Run) -> str:
    """How a run ended: its largest gradient and its last loss, or where it broke."""
    if run.diverged is not None:
        return f"broke at update {run.diverged}: its numbers left the range of any number"
    return (f"longest gradient {format_log10(float(np.log10(np.nanmax(run.norms) or 1e-300)))} before clipping, "
            f"mean loss of the last {min(LAST, len(run.losses))} updates {run.losses[-LAST:].mean():.3f}")


def _line(dash: str) -> dict:
    """How a run's line is drawn: dotted and grey is the one without clipping."""
    free = dash == "dot"
    return {"color": in_chart(MUTED if free else GRADIENT), "width": 1.6 if free else 2.4, "dash": dash}


def _layout(found: Comparison, height: int) -> dict:
    """What both charts share: updates from 1 to the longer run's last."""
    last = max(len(found.clipped.norms), len(found.free.norms))
    return {"height": height, "margin": {"l": 10, "r": 10, "t": 10, "b": 10}, "hovermode": "x unified",
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
            "xaxis": {"title": "update", "range": [1, max(2, last)], "fixedrange": True}}
