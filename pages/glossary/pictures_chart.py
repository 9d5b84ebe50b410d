"""Small pictures beside a term: areas under curves, bars, columns of squares, points: arrays in, HTML out."""

from collections.abc import Mapping
from html import escape

import numpy as np

Array = np.ndarray

SQUARE = 2.0            # width of a frame by its height


def curves(x: Array, lines: Mapping[str, Array], alt: str) -> str:
    """The area between each of `lines` and zero, against `x`; one over the other, so that all can be seen."""
    values = np.concatenate([*lines.values(), [0.0]])
    zero, across = 100.0 - _percent(np.zeros(1), values)[0], _percent(x, x)
    drawn = []
    for y in lines.values():
        edge = zip(across, 100.0 - _percent(y, values), strict=True)
        points = [f"0% {zero:.1f}%", *(f"{a:.1f}% {b:.1f}%" for a, b in edge), f"100% {zero:.1f}%"]
        drawn.append(f'<i class="is-area" style="clip-path: polygon({", ".join(points)})"></i>')
    return _picture("".join(drawn), alt)


def bars(groups: Mapping[str, Array], alt: str) -> str:
    """A group of bars for each of `groups`, on one scale; under each its name."""
    values, drawn = np.concatenate([*groups.values(), [0.0]]), []
    for name, heights in groups.items():
        each = "".join(f'<i style="height: {height:.1f}%"></i>' for height in _percent(heights, values))
        drawn.append(f'<span class="is-group"><span>{each}</span><small>{escape(name)}</small></span>')
    return _picture("".join(drawn), alt)


def columns(values: Array, alt: str) -> str:
    """A square for each of `values` [rows, columns]: the stronger the further from 0, in its sign's colour."""
    reach = float(np.abs(values).max()) or 1.0
    drawn = "".join(f'<i class="{"is-low" if v < 0 else "is-high"}" style="opacity: {abs(v) / reach:.2f}"></i>'
                    for v in values.ravel())
    return _picture(f'<span class="is-grid" style="--columns: {values.shape[1]}">{drawn}</span>', alt)


def plane(points: Array, alt: str) -> str:
    """Complex numbers as dots, with the unit circle."""
    scale = 46.0 / max(1.0, float(np.abs(points).max()))
    dots = "".join(f'<i class="is-dot" style="left: {50 + scale * z.real / SQUARE:.1f}%; '
                   f'top: {50 - scale * z.imag:.1f}%"></i>' for z in points)
    return _picture(f'<i class="is-circle" style="height: {2 * scale:.1f}%"></i>{dots}', alt)


def _percent(values: Array, among: Array) -> Array:
    """Where values lie between the lowest and the highest of all."""
    low, high = float(among.min()), float(among.max())
    return 100.0 * (np.asarray(values) - low) / ((high - low) or 1.0)


def _picture(drawn: str, alt: str) -> str:
    return f'<div class="u-small-picture" role="img" aria-label="{escape(alt)}">{drawn}</div>'
