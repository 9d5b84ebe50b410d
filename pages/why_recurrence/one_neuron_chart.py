"""A memory of one neuron after a single input, step by step, as HTML columns."""

from explainer.charts.labels import number
from rnncore.model import Array

HIGH, LOW = 2.0, -1.0        # the frame, in units of what was stored: the same for every weight


def pulse_columns(h: Array) -> str:
    """`h` [T + 1] from the step at which the number came in: a bar each, beside a line at what was stored.

    Bars are drawn relative to h[0]; one that leaves the frame ends in an arrow, its number is told all the same.
    """
    columns = []
    for t, value in enumerate(h):
        share = float(value / h[0]) if h[0] else 0.0
        shown = min(HIGH, max(LOW, share))
        outside = "" if shown == share else (" is-above" if share > 0 else " is-below")
        side = "is-down" if share < 0 else "is-up"
        columns.append(f'<li class="{side}{outside}"><div class="u-well"><i style="--v:{abs(shown):.4f}"></i></div>'
                       f"<span>{number(float(value))}</span><b>{t}</b></li>")
    return ('<ol class="u-pulse" tabindex="0" aria-label="What the neuron holds after each step">'
            f'{"".join(columns)}</ol>')
