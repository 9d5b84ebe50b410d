"""How a memory fades: the whole gradient, the straight way through the gates, and the formula for it."""

import numpy as np

from explainer.charts.lines import Figure, framed, rule, sizes_line, words_at
from explainer.charts.log_scale import FORGOTTEN, axis
from explainer.shell.palette import GRADIENT, HIDDEN, MUTED, Pair

Array = np.ndarray
LOW, HIGH = -6, 2


def fading_figure(norm: Array, straight: Array, held: Array, held_name: str, longest: int,
                  height: int = 350) -> Figure:
    """What is left against the steps back, as log10: of the whole gradient, along the straight way, by the formula.

    All three are [lags]. What leaves the frame can still be read by pointing at it.
    """
    def line(log10: Array, name: str, colour: Pair, width: float, dash: str = "solid") -> dict:
        return sizes_line(log10, (LOW, HIGH), name, f"{name.partition(':')[0]}: ", colour, width, dash)

    lines = [line(held, held_name, MUTED, 2.6, "dot"), line(straight, "straight way", HIDDEN, 2.6, "dash"),
             line(norm, "all roads", GRADIENT, 3.5)]
    xaxis = {"title": {"text": "steps back from the last one"}, "range": [0, longest]}
    return framed(lines, xaxis, axis(LOW, HIGH, 1), height, shapes=[rule(FORGOTTEN)],
                  annotations=[words_at(FORGOTTEN, "1 %")])
