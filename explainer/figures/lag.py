"""The lag task in pictures: one sequence, who solved it, how many sequences it took."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from explainer.figures.horizon import SYMBOLS
from explainer.figures.race import COLOURS, DASHES
from explainer.palette import MUTED, SERIES, in_chart
from rnncore.lag import BATCH, CHANCE, DISTRACTORS, SOLVED
from rnncore.lag import SYMBOLS as TO_REMEMBER

Array = np.ndarray

LETTERS = "ABCD"[:TO_REMEMBER] + "wxyz"[:DISTRACTORS]
HEAD, TAIL = 5, 3           # steps of a sequence that are shown; between them they are counted
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


def sequence_strip(symbols: Sequence[int]) -> str:
    """One sequence as HTML: the symbol to remember, distractors, the question, the answer."""
    letters = [LETTERS[symbol] for symbol in symbols]
    chips = [f'<li class="is-first"><b>{letters[0]}</b><small>step 0</small></li>']
    steps = range(1, len(letters))
    shown = list(steps) if len(steps) <= HEAD + TAIL else [*steps[:HEAD], None, *steps[-TAIL:]]
    for step in shown:
        chips.append(f'<li class="is-gap"><b>…</b><small>{len(steps) - HEAD - TAIL} more</small></li>' if step is None
                     else f"<li><b>{letters[step]}</b><small>{step}</small></li>")
    chips.append(f'<li class="is-asked"><b>? → {letters[0]}</b><small>asked once</small></li>')
    return f'<ol class="u-lagstrip" tabindex="0" aria-label="One sequence of the task">{"".join(chips)}</ol>'


def success_table(groups: Sequence[Group], caption: str) -> str:
    """A row per kind of network, a column per lag, a dot per seed: filled where it was solved."""
    lags = sorted({lag for group in groups for lag in group.outcomes})
    heads = "".join(f'<th scope="col">T = {lag}</th>' for lag in lags)
    rows = "".join(f'<tr><th scope="row">{_key(groups, group)}{escape(group.name)}</th>'
                   + "".join(_cell(group, lag) for lag in lags) + "</tr>" for group in groups)
    return (f'{_frame(caption)}<table class="u-lag"><caption>{escape(caption)}</caption>'
            f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>")


def count_in_words(outcomes: Sequence[Outcome]) -> str:
    """`9 of 10`."""
    return f"{sum(one.solved for one in outcomes)} of {len(outcomes)}"


def percent(share: float) -> str:
    """`37 %`."""
    return f"{100 * share:.0f} %"


def _cell(group: Group, lag: int) -> str:
    outcomes = group.outcomes.get(lag, [])
    if not outcomes:
        return "<td><small>not yet run</small></td>"
    dots = "".join(_dot(one) for one in outcomes)
    colour = SERIES.index(COLOURS[group.cell])
    over = [one for one in outcomes if one.finished]
    return (f'<td style="--cell:var(--u-series-{colour})"><b>{count_in_words(over) if over else "training"}</b>'
            f'<span class="u-dots" aria-hidden="true">{dots}</span></td>')


def _dot(one: Outcome) -> str:
    state = "is-solved" if one.solved else "is-open" if one.finished else "is-running"
    told = (f"seed {one.seed}: solved after {one.sequences:,} sequences" if one.solved else
            f"seed {one.seed}: {'not solved' if one.finished else 'so far'}, at best {percent(one.best)} right")
    return f'<i class="{state}" title="{told}"></i>'


def _key(groups: Sequence[Group], group: Group) -> str:
    """The mark of a group in the chart."""
    signs = {"circle": "●", "square": "■", "diamond": "◆", "circle-open": "○", "square-open": "□", "diamond-open": "◇"}
    return (f'<span style="color:var(--u-series-{SERIES.index(COLOURS[group.cell])})" aria-hidden="true">'
            f"{signs[_symbol(groups, group)]}</span> ")


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
                marker={"color": colour, "size": 8 if solved else 6, "line": {"width": 1.5, "color": colour},
                        "symbol": _symbol(groups, group) if solved else "x-thin"})
        _medians(figure, group, place, len(groups), lags)
    figure.add_hline(y=budget, line={"width": 1.2, "dash": "dash", "color": in_chart(MUTED)},
                     annotation={"text": f"budget: {budget:,} sequences; above it, not solved", "font": {"size": 12}},
                     annotation_position="bottom left")
    ticks = np.array([300, 1_000, 3_000, 10_000, 30_000, 100_000])
    figure.update_layout(
        height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, hovermode="closest",
        xaxis={ "tickvals": np.arange(len(lags)), "ticktext": [f"T = {lag}" for lag in lags],
               "range": [-0.5, len(lags) - 0.5], "zeroline": False, "showgrid": False, "fixedrange": True},
        yaxis={"title": "sequences needed (log scale)", "type": "log", "tickvals": ticks,
               "ticktext": [f"{tick:,}" for tick in ticks], "fixedrange": True,
               "range": [np.log10(400), np.log10(budget * UNSOLVED * 1.3)]})
    return figure


def _symbol(groups: Sequence[Group], group: Group) -> str:
    """The cell's mark; a second group of the same cell has it open."""
    is_first = next(other for other in groups if other.cell == group.cell).key == group.key
    return SYMBOLS[group.cell] + ("" if is_first else "-open")


def _beside(place: int, of: int, seed: int, seeds: int) -> float:
    """Where a dot lies within its lag: groups side by side, seeds spread a little, in their order."""
    width = 0.8 / of
    return -0.4 + width * (place + 0.15 + 0.7 * (seed + 0.5) / seeds)


def _medians(figure: go.Figure, group: Group, place: int, of: int, lags: list[int]) -> None:
    width = 0.8 / of
    for lag, outcomes in group.outcomes.items():
        needed = np.array([one.sequences if one.solved else np.inf for one in outcomes])
        median = float(np.median(needed)) if len(needed) else np.inf
        if np.isfinite(median):
            left = lags.index(lag) - 0.4 + width * place
            figure.add_shape(type="line", x0=left + 0.1 * width, x1=left + 0.9 * width, y0=median, y1=median,
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


def accuracy_figure(lines: Sequence[Line], updates: int, height: int = 320) -> go.Figure:
    """The share of right answers against sequences seen, a line per trial; guessing and the goal are dashed."""
    figure = go.Figure()
    named: set[str] = set()
    for line in lines:
        figure.add_scatter(
            x=line.updates * BATCH, y=100 * line.accuracy, name=line.name, legendgroup=line.cell, mode="lines",
            showlegend=line.name not in named, hovertemplate="%{x:,} sequences: %{y:.0f} % right<extra>" +
            f"{line.name}, seed {line.seed}</extra>",
            line={"color": in_chart(COLOURS[line.cell]), "width": 2, "dash": DASHES[line.cell]})
        named.add(line.name)
    for share, words in ((CHANCE, "guessing"), (SOLVED, "solved")):
        figure.add_hline(y=100 * share, line={"width": 1.2, "dash": "dash", "color": in_chart(MUTED)},
                         annotation={"text": f"{words}: {percent(share)}", "font": {"size": 12}},
                         annotation_position="bottom right")
    figure.update_layout(
        height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10}, hovermode="closest",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": "sequences seen", "range": [0, updates * BATCH], "fixedrange": True},
        yaxis={"title": "right answers, %", "range": [0, 104], "fixedrange": True})
    return figure


# Hochreiter & Schmidhuber 1997, Table 2: method, lag, and how many of 18 trials succeeded.
PUBLISHED = (
    ("RTRL", 4, "78, 56 or 22 %, by learning rate"),
    ("RTRL", 10, "0 %"),
    ("BPTT", 100, "0 %"),
    ("Neural sequence chunker", 100, "33 %"),
    ("LSTM", 100, "100 %, after 5,040 sequences"),
)


def published_table() -> str:
    """The table of 1997 as HTML."""
    rows = "".join(f'<tr><th scope="row">{escape(method)}</th><td>{lag}</td><td>{escape(success)}</td></tr>'
                   for method, lag, success in PUBLISHED)
    return (f'{_frame("The table of 1997")}<table class="u-lag u-lag1997"><caption>Hochreiter &amp; Schmidhuber 1997, '
            'Table 2 (task 2a, 18 trials)</caption><thead><tr><th scope="col">method</th><th scope="col">lag</th>'
            f'<th scope="col">trials that succeeded</th></tr></thead><tbody>{rows}</tbody></table></div>')


def _frame(label: str) -> str:
    """Opens a frame of its own for what is too wide for a phone."""
    return f'<div class="u-scroll" tabindex="0" role="group" aria-label="{escape(label)}">'
