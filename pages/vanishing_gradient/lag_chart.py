"""The lag task in charts: how many sequences it took, and the right answers along training."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from explainer.charts.lines import Figure, framed, line, rule, words_at
from explainer.shell.palette import MUTED, in_chart
from explainer.state.cells import COLOURS, DASHES, SYMBOLS
from rnncore.tasks.lag import BATCH, CHANCE, SOLVED

Array = np.ndarray

SPREAD = 0.86               # of the room of one lag that its dots take
UNSOLVED = 1.7              # how far above the budget's line those that ran out of it lie, as a factor


class Outcome(NamedTuple):
    """How one seed ended, or how far it is."""

    seed: int
    solved: bool
    sequences: int          # until it was solved, or so far
    best: float             # share of right answers
    finished: bool = True


class Group(NamedTuple):
    """One kind of network on several lags."""

    key: str                # of the group; the cell's name comes first: "lstm_keep"
    name: str
    outcomes: dict[int, list[Outcome]]      # by lag

    @property
    def cell(self) -> str:
        """"vanilla", "gru" or "lstm"."""
        return self.key.split("_")[0]


def count_in_words(outcomes: Sequence[Outcome]) -> str:
    """`9 of 10`."""
    return f"{sum(one.solved for one in outcomes)} of {len(outcomes)}"


def percent(share: float) -> str:
    """`37 %`."""
    return f"{100 * share:.0f} %"


def symbol(groups: Sequence[Group], group: Group) -> str:
    """The cell's mark; a second group of the same cell has it open."""
    is_first = next(other for other in groups if other.cell == group.cell).key == group.key
    return SYMBOLS[group.cell] + ("" if is_first else "-open")


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
        colour = in_chart(COLOURS[group.cell])
        for solved in (True, False):
            kept = [dot for dot in dots if dot[2].solved == solved]
            figure.add_scatter(
                x=np.array([x for x, _, _ in kept]), name=group.name, legendgroup=group.key, mode="markers",
                y=np.array([one.sequences if solved else budget * UNSOLVED for _, _, one in kept], dtype=float),
                customdata=np.array([_told(lag, one) for _, lag, one in kept]), showlegend=False,
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
        xaxis={ "tickvals": np.arange(len(lags)), "ticktext": [f"T = {lag}" for lag in lags],
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
    width = SPREAD / of
    for lag, outcomes in group.outcomes.items():
        needed = np.array([one.sequences if one.solved else np.inf for one in outcomes])
        median = float(np.median(needed)) if len(needed) else np.inf
        if np.isfinite(median):
            left = lags.index(lag) - SPREAD / 2 + width * place
            figure.add_shape(type="line", x0=left + 0.05 * width, x1=left + 0.95 * width, y0=median, y1=median,
                             line={"width": 2, "color": in_chart(COLOURS[group.cell])})


def _told(lag: int, one: Outcome) -> str:
    end = f"solved after {one.sequences:,} sequences"
    return f"T = {lag}, seed {one.seed}: {end if one.solved else f'not solved, at best {percent(one.best)} right'}"


class Line(NamedTuple):
    """One trial along its training."""

    cell: str
    name: str
    seed: int
    updates: Array
    accuracy: Array


def accuracy_figure(lines: Sequence[Line], updates: int, height: int = 320) -> Figure:
    """The share of right answers against sequences seen, a line per trial; guessing and the goal are dashed."""
    named: set[str] = set()
    drawn = []
    for one in lines:
        drawn.append(line(
            one.updates * BATCH, 100 * one.accuracy, COLOURS[one.cell], 2, DASHES[one.cell], name=one.name,
            showlegend=one.name not in named, customdata=[f"seed {one.seed}: {100 * share:.0f} % right"
                                                          for share in one.accuracy],
            hovertemplate="%{name}, %{customdata}<extra></extra>"))
        named.add(one.name)
    goals = ((100 * CHANCE, f"guessing: {percent(CHANCE)}"), (100 * SOLVED, f"solved: {percent(SOLVED)}"))
    return framed(drawn, {"title": {"text": "sequences seen"}, "range": [0, updates * BATCH]},
                  {"title": {"text": "right answers, %"}, "range": [0, 104]}, height, left=64, hovermode="closest",
                  shapes=[rule(at) for at, _ in goals],
                  annotations=[words_at(at, words, above=False) for at, words in goals])
