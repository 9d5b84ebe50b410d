"""Text coloured by one neuron: letters as tiles whose colour is strongest at ±limit."""

from html import escape

import numpy as np

from explainer.charts.labels import number, sign_html
from rnncore.data.vocabulary import BOUNDARY_SIGN

Array = np.ndarray


def coloured_text(signs: list[str], values: Array, limit: float, unit: int) -> str:
    """Symbols as large tiles, each coloured by the neuron after it was read, with the number under it."""
    tiles = "".join(f"<li>{_letter(sign, float(value), limit)}<small>{number(float(value))}</small></li>"
                    for sign, value in zip(signs, values, strict=True))
    return (f'<ol class="hs-lit" data-unit="{unit}" tabindex="0" aria-label="The text, coloured by neuron {unit + 1}">'
            f"{tiles}</ol>")


def coloured_contexts(rows: list[tuple[str, int, Array]], limit: float, label: str) -> str:
    """Names whose letters are coloured up to a place: (name, letters read, values [letters + 1], ∎ first)."""
    items = ""
    for name, read, values in rows:
        begun, known = (name[:read], values[1:read + 1]) if read else (BOUNDARY_SIGN, values[:1])
        letters = "".join(_letter(sign, float(value), limit) for sign, value in zip(begun, known, strict=True))
        items += (f'<li data-value="{float(values[read]):.6f}"><b>{number(float(values[read]))}</b>'
                  f'<span class="hs-name"><bdi>{letters}<i>{escape(name[read:])}</i></bdi></span></li>')
    return f'<ol class="hs-contexts" aria-label="{escape(label)}">{items}</ol>'


def means_by_letter(signs: list[str], means: Array, counts: Array, limit: float) -> str:
    """The neuron's mean after each symbol of the alphabet; symbols that never came are left out."""
    order = [i for i in np.argsort(-means, kind="stable") if counts[i]]
    tiles = "".join(f"<li>{_letter(signs[i], float(means[i]), limit)}<small>{number(float(means[i]))}</small></li>"
                    for i in order)
    return f'<ol class="hs-lit is-small" tabindex="0" aria-label="Its mean after each letter">{tiles}</ol>'


def _letter(sign: str, value: float, limit: float) -> str:
    kind = "negative" if value < 0 else "positive"
    strength = min(1.0, abs(value) / limit) if limit else 0.0
    return (f'<em class="{kind}" style="--strength:{strength:.3f}" data-value="{value:.6f}">'
            f'{sign_html(sign)}</em>')
