"""The cells of one budget: held-out loss along training, and what each came to."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go

from explainer.shell.palette import in_chart
from explainer.state.cells import CELLS, count_in_words, shipped_cells

Array = np.ndarray
COLUMNS = ("Cell", "units", "weights", "loss, 3 seeds", "loss, test", "seconds", "horizon before", "horizon after")
TITLES = {"characters": "letters read", "step": "training steps", "seconds": "seconds on one core"}


def race_figure(curves: Mapping[str, tuple[str, list[tuple[Array, Array]]]], against: str, start: float,
                height: int = 420) -> go.Figure:
    """`curves` by cell: its name, and (x, nats) for every seed. The x axis is logarithmic, from `start` on."""
    figure = go.Figure()
    low, high, last = np.inf, -np.inf, start
    for cell, (name, runs) in curves.items():
        for n, (x, nats) in enumerate(runs):
            seen = x >= start
            if not seen.any():
                continue
            figure.add_scatter(x=x[seen], y=nats[seen], name=name, legendgroup=cell, showlegend=n == 0, mode="lines",
                               line={"color": in_chart(CELLS[cell].colour), "width": 2.6 if n == 0 else 1.2,
                                     "dash": CELLS[cell].dash},
                               hovertemplate="%{x:,.3~s}: %{y:.3f}<extra>" + f"{name}, seed {n}" + "</extra>")
            low, high, last = min(low, nats[seen].min()), max(high, nats[seen].max()), max(last, x[-1])
    round_ones = np.outer(10.0 ** np.arange(-3, 10), (1, 2, 5)).ravel()
    ticks = round_ones[(round_ones >= start) & (round_ones <= last)]
    figure.update_layout(
        height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, hovermode="closest",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": TITLES[against], "type": "log", "fixedrange": True, "tickvals": ticks, "tickformat": "~s",
               "range": [np.log10(start), np.log10(last)]},
        yaxis={"title": "nats per letter, held out", "range": [low - 0.02, high + 0.02], "fixedrange": True})
    return figure


def results_table(rows: Iterable[Sequence[str]]) -> str:
    """HTML: a row for each cell under `COLUMNS`, the cell's name first; its texts are plain."""
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    body = "".join(f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{escape(text)}</td>" for text in told)}</tr>'
                   for name, *told in rows)
    return ('<div class="u-entrants-frame" tabindex="0" role="group" '
            f'aria-label="The {count_in_words(shipped_cells())} cells in numbers">'
            f'<table class="u-entrants"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')
