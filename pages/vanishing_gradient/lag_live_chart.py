"""The lag task trained here: the right answers along training."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from explainer.charts.lines import Axis, LineChart, framed, line, rule, words_at
from explainer.state.cells import CELLS
from pages.vanishing_gradient.lag_outcomes import percent
from rnncore.tasks.lag import BATCH, CHANCE, SOLVED

Array = np.ndarray


class TrialLine(NamedTuple):
    """One trial along its training."""

    cell: str
    name: str
    seed: int
    updates: Array       # [checks] updates so far
    accuracy: Array      # [checks] share of right answers, 0 to 1


def accuracy_figure(lines: Sequence[TrialLine], updates: int, height: int = 320) -> LineChart:
    """The share of right answers against sequences seen, a line per trial; guessing and the goal are dashed."""
    named: set[str] = set()
    drawn = []
    for one in lines:
        drawn.append(line(
            one.updates * BATCH, 100 * one.accuracy, CELLS[one.cell].colour, 2, CELLS[one.cell].dash, name=one.name,
            legend=one.name not in named, before=f"{one.name}, ",
            told=[f"seed {one.seed}: {100 * share:.0f} % right" for share in one.accuracy]))
        named.add(one.name)
    goals = ((100 * CHANCE, f"guessing: {percent(CHANCE)}"), (100 * SOLVED, f"solved: {percent(SOLVED)}"))
    return framed(drawn, Axis((0, updates * BATCH), "sequences seen"),
                  Axis((0, 104), "right answers, %", zero_line=True), height, left=64, one_by_one=True,
                  rules=[rule(at) for at, _ in goals],
                  words=[words_at(at, words, above=False) for at, words in goals])
