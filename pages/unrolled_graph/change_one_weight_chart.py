"""How far each memory moved when a weight was changed, as a row of columns."""

import numpy as np

from explainer.charts.labels import label
from explainer.components.graph.contract import Picture


def largest_changes(before: Picture, after: Picture) -> list[float]:
    """The largest change of any hidden unit at each step, from the start (step 0) to the last common one: [T + 1]."""
    last = min(before.steps, after.steps)
    pairs = ((before.node(f"hidden:{t}").values, after.node(f"hidden:{t}").values) for t in range(last + 1))
    return [float(np.max(np.abs(np.subtract(a, b)))) for a, b in pairs]


def moved_columns(before: Picture, after: Picture) -> str:
    """`largest_changes` as HTML columns; zero is exactly zero."""
    sizes = largest_changes(before, after)
    top = max(sizes) or 1.0
    columns = "".join(_column(after.node(f"hidden:{t}").label, size, size / top) for t, size in enumerate(sizes))
    return f'<ol class="u-moved" tabindex="0" aria-label="How far each memory moved">{columns}</ol>'


def _column(name: str, size: float, share: float) -> str:
    told = "0" if size == 0 else f"{size:.3f}" if size >= 0.0005 else f"{size:.0e}"
    return (f'<li class="{"" if size else "is-still"}"><div><span>{told}</span>'
            f'<i style="--share:{share:.3f}"></i></div><b>{label(name)}</b></li>')
