"""What is left of a gradient against the steps back: all ways, the direct path, and the formula for it."""

import numpy as np

from explainer.charts.lines import Axis, Line, LineChart, framed, rule, sizes_axis, sizes_line, words_at
from explainer.charts.log_scale import FORGOTTEN
from explainer.shell.palette import GRADIENT, HIDDEN, MUTED, Pair

Array = np.ndarray
LOW, HIGH = -6, 2


def bias_horizon_figure(jacobian_norm: Array, direct_path: Array, formula: Array, formula_name: str, longest: int,
                        height: int = 350) -> LineChart:
    """Three lines over the steps back, 0 to `longest`, all of them log10 [lags].

    Of the whole gradient, along the direct path, and by the formula. What leaves the frame can still be read by
    pointing at it.
    """
    def line(log10: Array, name: str, colour: Pair, width: float, dash: str = "solid") -> Line:
        return sizes_line(log10, (LOW, HIGH), name, f"{name.partition(':')[0]}: ", colour, width, dash)

    lines = [line(formula, formula_name, MUTED, 2.6, "dot"), line(direct_path, "straight way", HIDDEN, 2.6, "dash"),
             line(jacobian_norm, "all roads", GRADIENT, 3.5)]
    x = Axis((0, longest), "steps back from the last one")
    return framed(lines, x, sizes_axis(LOW, HIGH, 1), height, rules=[rule(FORGOTTEN)],
                  words=[words_at(FORGOTTEN, "1 %")])
