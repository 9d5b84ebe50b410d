"""Memory horizons along training: three cells, one number each at every checkpoint."""

import numpy as np
import plotly.graph_objects as go

from explainer.shell.palette import MUTED, in_chart
from explainer.state.cells import CELLS
from rnncore.diagnostics.horizon import Along, Horizon


def horizon_figure(along: dict[str, Along], names: dict[str, str], height: int = 380) -> go.Figure:
    """Median horizon against training step (its logarithm); beyond the limit a point lies on the line "over"."""
    figure = go.Figure()
    limit = next(iter(along.values())).horizons[0].limit
    top = limit * 1.08
    steps = sorted({step for run in along.values() for step in run.steps})
    for cell, run in along.items():
        colour = in_chart(CELLS[cell].colour)
        figure.add_scatter(
            x=np.log10(1 + np.array(run.steps)), name=names[cell], mode="lines+markers",
            y=np.array([top if found.over else found.median for found in run.horizons]),
            customdata=np.array([f"after {step:,} steps: {horizon_in_words(found)}" for step, found in
                                 zip(run.steps, run.horizons, strict=True)]),
            hovertemplate="%{customdata}<extra>" + names[cell] + "</extra>",
            line={"color": colour, "dash": CELLS[cell].dash, "width": 2.5},
            marker={"color": colour, "symbol": CELLS[cell].symbol, "size": 7})
    figure.add_hline(y=limit, line={"width": 1.2, "dash": "dash", "color": in_chart(MUTED)})
    shown = [step for step in (0, 1, 10, 100, 1000, 10_000) if step <= steps[-1]]
    figure.update_layout(
        height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, hovermode="closest",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": "training step", "tickvals": np.log10(1 + np.array(shown)), "fixedrange": True,
               "ticktext": [f"{step:,}" for step in shown], "zeroline": False},
        yaxis={"title": "horizon in steps", "range": [0, limit * 1.16], "fixedrange": True,
               "tickvals": np.array([*range(0, limit + 1, 50), top]),
               "ticktext": [*map(str, range(0, limit + 1, 50)), f"over {limit}"]})
    return figure


def horizon_cards(along: dict[str, Along], names: dict[str, str]) -> str:
    """Each cell's horizon before and after training, and its loss in the end, as HTML."""
    cards = "".join(
        f"<li><b>{names[cell]}</b><span><i>{horizon_in_words(run.horizons[0])}</i> → "
        f"<em>{horizon_in_words(run.horizons[-1])}</em></span>"
        f"<small>steps, before → after {run.steps[-1]:,} training steps; loss {run.losses[-1]:.3f}</small></li>"
        for cell, run in along.items())
    return f'<ul class="u-horizons">{cards}</ul>'


def horizon_in_words(found: Horizon) -> str:
    """A horizon in words: 21, or "over 200"."""
    return f"over {found.limit}" if found.over else f"{found.median:g}"
