"""The shipped trials of the lag task: how many sequences each seed took."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from explainer.shell.palette import MUTED, in_chart
from explainer.state.cells import CELLS
from pages.vanishing_gradient.lag_outcomes import Group, Outcome, percent

SPREAD = 0.86               # of the room of one lag that its dots take
UNSOLVED = 1.7              # how far above the budget's line those that ran out of it lie, as a factor


def symbol(groups: Sequence[Group], group: Group) -> str:
    """The name of the cell's mark, as Plotly calls it; a second group of the same cell has it open, a third crossed."""
    place = [other.key for other in groups if other.cell == group.cell].index(group.key)
    return CELLS[group.cell].symbol + ("", "-open", "-cross-open")[min(place, 2)]


def sequences_figure(groups: Sequence[Group], budget: int, height: int = 400) -> go.Figure:
    """A dot per seed: sequences until it was solved, on a log scale; above the dashed line the budget ran out.

    `budget` in sequences. Lags lie side by side, and within a lag the groups; a bar marks the median of all
    seeds where at least half of them solved it. The marks are those of `success_table`, which is the legend.
    """
    figure = go.Figure()
    lags = sorted({lag for group in groups for lag in group.outcomes})
    for place, group in enumerate(groups):
        dots = [(lags.index(lag) + _beside(place, len(groups), n, len(outcomes)), lag, one)
                for lag, outcomes in group.outcomes.items() for n, one in enumerate(outcomes)]
        colour = in_chart(CELLS[group.cell].colour)
        for solved in (True, False):
            kept = [dot for dot in dots if dot[2].solved == solved]
            figure.add_scatter(
                x=np.array([x for x, _, _ in kept]), name=group.name, legendgroup=group.key, mode="markers",
                y=np.array([one.sequences if solved else budget * UNSOLVED for _, _, one in kept], dtype=float),
                customdata=np.array([_outcome_in_words(lag, one) for _, lag, one in kept]), showlegend=False,
                hovertemplate="%{customdata}<extra>" + group.name + "</extra>",
                marker={"color": colour, "size": 7 if solved else 6, "opacity": 0.85,
                        "symbol": symbol(groups, group) if solved else "x-thin",
                        "line": {"width": 1.5, "color": colour}})
        _medians(figure, group, place, len(groups), lags)
    figure.add_hline(y=budget, line={"width": 1.2, "dash": "dash", "color": in_chart(MUTED)})
    figure.add_annotation(x=0, xref="paper", xanchor="left", y=np.log10(budget * UNSOLVED), yshift=14, showarrow=False,
                          text=f"× not solved within {budget:,} sequences", font={"size": 12})
    ticks = np.array([300, 1_000, 3_000, 10_000, 30_000, 100_000])
    figure.update_layout(
        height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, hovermode="closest",
        xaxis={"tickvals": np.arange(len(lags)), "ticktext": [f"T = {lag}" for lag in lags],
               "range": [-0.5, len(lags) - 0.5], "zeroline": False, "showgrid": False, "fixedrange": True},
        yaxis={"title": "sequences needed (log scale)", "type": "log", "tickvals": ticks,
               "ticktext": [f"{tick:,}" for tick in ticks], "fixedrange": True,
               "range": [np.log10(400), np.log10(budget * UNSOLVED * 1.9)]})
    return figure


def _beside(place: int, of: int, seed: int, seeds: int) -> float:
    """Where a dot lies within its lag: groups side by side, seeds spread a little, in their order."""
    width = SPREAD / of
    return -SPREAD / 2 + width * (place + 0.08 + 0.84 * (seed + 0.5) / seeds)


def _medians(figure: go.Figure, group: Group, place: int, of: int, lags: list[int]) -> None:
    """A bar at the median of each lag where at least half of the seeds solved it."""
    width = SPREAD / of
    for lag, outcomes in group.outcomes.items():
        needed = np.array([one.sequences if one.solved else np.inf for one in outcomes])
        median = float(np.median(needed)) if len(needed) else np.inf
        if np.isfinite(median):
            left = lags.index(lag) - SPREAD / 2 + width * place
            figure.add_shape(type="line", x0=left + 0.05 * width, x1=left + 0.95 * width, y0=median, y1=median,
                             line={"width": 2, "color": in_chart(CELLS[group.cell].colour)})


def _outcome_in_words(lag: int, one: Outcome) -> str:
    """What hovering over a dot tells."""
    end = f"solved after {one.sequences:,} sequences"
    return f"T = {lag}, seed {one.seed}: {end if one.solved else f'not solved, at best {percent(one.best)} right'}"
