"""Truncated backprop through time: memory horizons against the cut, and what each cell came to at one cut."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from explainer.charts.lines import Axis, LineChart, framed, line, mark, upright
from explainer.shell.palette import MUTED
from explainer.state.cells import CELLS


class Trained(NamedTuple):
    """What a cell's networks with one cut came to."""

    cell: str
    cut: int             # steps that the gradient goes back at most
    loss: float          # nats per letter on streams of held-out names
    horizon: float       # steps back after which less than 1 % of the gradient is left


def cut_figure(found: Sequence[Trained], cut: int, height: int = 320) -> LineChart:
    """Horizon against the cut (its logarithm), a line for each cell, with marks at the chosen one.

    The dotted line is the cut itself: how far the gradient went in training.
    """
    places = sorted({one.cut for one in found})
    lines = [line(np.log10(places), np.array(places), MUTED, 1.5, "dot", name="the cut itself")]
    marks = []
    for cell in dict.fromkeys(one.cell for one in found):
        mine, record = [one for one in found if one.cell == cell], CELLS[cell]
        lines.append(line(
            np.log10([one.cut for one in mine]), np.array([one.horizon for one in mine]), record.colour, 2.5,
            record.dash, name=record.label, dots=6, told=[in_words(one) for one in mine]))
        marks += [mark(np.log10(one.cut), one.horizon, record.colour) for one in mine if one.cut == cut]
    return framed([*lines, *marks],
                  Axis((np.log10(places[0]) - 0.06, np.log10(places[-1]) + 0.06), "steps that the gradient goes back",
                       ticks=np.log10(places), tick_words=[str(place) for place in places]),
                  Axis((0, 1.05 * max(*places, *(one.horizon for one in found))), "memory horizon in steps",
                       zero_line=True), height, left=64,
                  rules=[upright(np.log10(cut), "dot")], one_by_one=True)


def cut_cards(found: Sequence[Trained], cut: int) -> str:
    """Loss and horizon of each cell at one cut, as HTML."""
    cards = "".join(f"<li><b>{CELLS[one.cell].label}</b><span><em>{one.loss:.3f}</em></span>"
                    f"<small>nats per letter; horizon {one.horizon:g} steps</small></li>"
                    for one in found if one.cut == cut)
    return f'<ul class="u-horizons">{cards}</ul>'


def found_in_words(found: Sequence[Trained], cut: int) -> str:
    """What each cell came to at one cut, in words."""
    return " ".join(f"{CELLS[one.cell].label}, {in_words(one)}." for one in found if one.cut == cut)


def in_words(one: Trained) -> str:
    """What stands at a point where it is pointed at."""
    return f"cut at {one.cut}: {one.loss:.3f} nats, horizon {one.horizon:g}"
