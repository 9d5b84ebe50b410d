"""Loss along training, beside what counting can do."""

from typing import NamedTuple

import numpy as np

from explainer.charts.lines import Axis, LineChart, framed, line, rule, words_at
from explainer.shell.palette import SERIES

Array = np.ndarray

MOST_POINTS = 400


class Curve(NamedTuple):
    """One line. Colours come from the theme, in the order the curves are given."""

    name: str
    steps: Array
    nats: Array


def loss_figure(curves: list[Curve], lines: dict[str, float], uniform: float, last_step: int | None = None,
                height: int = 340) -> LineChart:
    """Nats per character against training steps, with dashed `lines` to compare with.

    The first curve takes the theme's first colour (input blue), the second the next (hidden
    orange), and each line style differs too, so that colour is never the only mark.
    """
    drawn = []
    for curve, dash, colour in zip(curves, _dashes(len(curves)), SERIES[:len(curves)], strict=True):
        steps, nats = _thinned(np.asarray(curve.steps), np.asarray(curve.nats, dtype=float))
        drawn.append(line(steps, nats, colour, 2.5, dash, name=curve.name, told=[f"{x:.3f}" for x in nats]))
    seen = [nats for curve in curves for nats in curve.nats if np.isfinite(nats)] + list(lines.values())
    low, high = min(seen, default=uniform), max([uniform, *seen])      # learning by heart can end above blind guessing
    return framed(
        drawn, Axis((0, last_step or _last(curves)), "training step"),
        Axis((low - 0.2, high + 0.12), "nats per character", zero_line=True), height, left=64,
        rules=[rule(nats) for nats in lines.values()],
        words=[words_at(nats, f"{name} {nats:.2f}", above=False) for name, nats in lines.items()])


def _last(curves: list[Curve]) -> int:
    return max((int(curve.steps[-1]) for curve in curves if len(curve.steps)), default=1)


def _dashes(count: int) -> list[str]:
    return [("dot", "solid", "dash", "dashdot")[i % 4] for i in range(count)]


def _thinned(x: Array, y: Array) -> tuple[Array, Array]:
    """At most `MOST_POINTS` points, each the mean of those it stands for; the last step stays."""
    if len(x) <= MOST_POINTS:
        return x, y
    parts = np.array_split(np.arange(len(x)), MOST_POINTS)
    return np.array([x[part[-1]] for part in parts]), np.array([y[part].mean() for part in parts])
