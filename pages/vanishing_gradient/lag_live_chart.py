"""The lag task trained here: the right answers along training."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from explainer.charts.lines import Figure, framed, line, rule, words_at
from explainer.state.cells import COLOURS, DASHES
from pages.vanishing_gradient.lag_outcomes import percent
from rnncore.tasks.lag import BATCH, CHANCE, SOLVED

Array = np.ndarray


class Line(NamedTuple):
    """One trial along its training."""

    cell: str
    name: str
    seed: int
    updates: Array       # [checks] updates so far
    accuracy: Array      # [checks] share of right answers, 0 to 1


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
