"""Numbers to learn against the longest text that can be read."""

import numpy as np

from explainer.charts.lines import Axis, LineChart, framed, line, mark
from explainer.shell.palette import HIDDEN, MUTED

Array = np.ndarray


def parameter_count_figure(lengths: Array, recurrent: Array, window: Array, at: int, height: int = 320) -> LineChart:
    """Two lines over `lengths`: a recurrent network, and a feedforward net with weights for every place.

    `at` is the length that is marked; both counts there are in the legend.
    """
    i, drawn = int(np.searchsorted(lengths, at)), []
    for name, counts, colour, dash in (("feedforward net", window, MUTED, "dash"),
                                       ("recurrent network", recurrent, HIDDEN, "solid")):
        drawn += [line(lengths, counts, colour, 3, dash, name=f"{name}: {counts[i]:,}",
                       told=[f"{count:,}" for count in counts], before=f"{name}: "),
                  mark(float(lengths[i]), float(counts[i]), colour)]
    x = Axis((0, float(lengths[-1]) * 1.02), "longest text it can read, in words")
    y = Axis((0, float(max(window[-1], recurrent[-1])) * 1.12), "numbers to learn", zero_line=True)
    return framed(drawn, x, y, height, left=88)
