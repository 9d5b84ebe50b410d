"""Vectors as strips of cells: hue by sign, strength by size, every number one hover away."""

from collections.abc import Sequence
from html import escape

import numpy as np

from explainer.charts.labels import number

Array = np.ndarray


def one_hot_strip(symbols: Sequence[str], hot: int) -> str:
    """All symbols of a vocabulary in a row; one of them is 1, the others are 0."""
    cells = "".join(f'<i class="{"is-hot" if i == hot else ""}" title="{escape(sign)}: {int(i == hot)}">'
                    f"<bdi>{escape(sign)}</bdi></i>" for i, sign in enumerate(symbols))
    said = f"A one-hot vector of {len(symbols)} numbers: 1 for {escape(symbols[hot])}, 0 for all others"
    return f'<div class="u-strip u-onehot" role="img" tabindex="0" aria-label="{said}">{cells}</div>'


def strip(values: Array, largest: float, what: str) -> str:
    """`values` [n] as coloured cells; `largest` has the strongest colour, small ones are lifted (power 0.6)."""
    cells = "".join(
        f'<i class="{"is-minus" if v < 0 else "is-plus"}" '
        f'style="--v:{min(1.0, abs(float(v)) / largest) ** 0.6:.3f}" '
        f'title="{i + 1}: {number(float(v))}"></i>' for i, v in enumerate(values))
    return (f'<div class="u-strip" role="img" tabindex="0" aria-label="{escape(what)}: {len(values)} numbers from '
            f'{number(float(values.min()))} to {number(float(values.max()))}">{cells}</div>')
