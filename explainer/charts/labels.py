"""Quantities in the app's own HTML: subscripts, colours, numbers."""

import math
import re
from html import escape

from explainer.charts.log_scale import format_log10


def label(text: str) -> str:
    """`h_{4}` as HTML, with its subscript."""
    return re.sub(r"_\{([^}]*)\}", r"<sub>\1</sub>", escape(text))


def coloured(text: str, role: str) -> str:
    """A quantity in the colour of its role."""
    return f'<span class="u-{role}">{label(text)}</span>'


def number(x: float) -> str:
    """A number with its sign, as short as it can be read: +0.123, −12.3, +1.2 × 10⁶."""
    if x != x or abs(x) == float("inf"):
        return "not a number"
    if x == 0:
        return "0"
    if (abs(x) >= 10_000 or abs(x) < 0.0005):
        return ("−" if x < 0 else "+") + format_log10(math.log10(abs(x)))
    return f"{x:+.3f}".replace("-", "−")


def minus(x: float) -> str:
    """A number as short as it can be read, with a true minus: −2, 0.25."""
    return f"{x:g}".replace("-", "−")


def plain(text: str) -> str:
    """`W_{hh}` for a place without HTML: W_hh."""
    return re.sub(r"_\{([^}]*)\}", r"_\1", text)


def percent(p: float) -> str:
    """A probability in percent as HTML, with a digit after the point where it is below ten: 3.1 %, 42 %, &lt;0.1 %."""
    if p == 0:
        return "0 %"
    if p < 0.001:
        return "&lt;0.1 %"
    return f"{100 * p:.1f} %" if p < 0.0995 else f"{100 * p:.0f} %"


def sign_html(sign: str) -> str:
    """A symbol of a vocabulary as HTML; a space can be seen."""
    return "␣" if sign == " " else escape(sign)
