"""Quantities in the app's own HTML: subscripts, colours, numbers."""

import re
from html import escape

ROLES = {"W_xh": "input", "W_hh": "hidden", "W_ho": "output", "b_h": "hidden", "b_hn": "hidden", "b_o": "output"}


def label(text: str) -> str:
    """`h_{4}` as HTML, with its subscript."""
    return re.sub(r"_\{([^}]*)\}", r"<sub>\1</sub>", escape(text))


def coloured(text: str, role: str) -> str:
    """A quantity in the colour of its role."""
    return f'<span class="u-{role}">{label(text)}</span>'


def number(x: float) -> str:
    """A number with its sign, as short as it can be read: +0.123, −12.3, 1.2e+06."""
    if x != x or abs(x) == float("inf"):
        return "not a number"
    if x != 0 and (abs(x) >= 10_000 or abs(x) < 0.0005):
        return f"{x:+.1e}".replace("-", "−")
    return f"{x:+.3f}".replace("-", "−")


def plain(text: str) -> str:
    """`h_{4}` for a place without HTML: h4."""
    return re.sub(r"_\{([^}]*)\}", r"_\1", text)
