"""Every colour of the app, once. A test holds `config.toml` to it.

One colour per quantity, in text, formula, graph and chart. Each pair is (light theme, dark theme)
and reaches 4.5:1 as text on its theme's background.
"""

from typing import NamedTuple


class Pair(NamedTuple):
    """The same role in both themes."""

    light: str
    dark: str

    @property
    def css(self) -> str:
        """A CSS colour that follows the theme by itself."""
        return f"light-dark({self.light}, {self.dark})"


INPUT = Pair("#0072B2", "#5BB8F0")        # x and W_xh
HIDDEN = Pair("#B45000", "#FFA24D")       # h and W_hh
OUTPUT = Pair("#00795A", "#3BD3A2")       # o and W_ho
GRADIENT = Pair("#B0407F", "#F08CC0")     # everything that flows back
NEGATIVE = Pair("#5B34D6", "#8F82FF")     # values below zero …
POSITIVE = Pair("#AF0D2E", "#FA5E66")     # … and above, on one scale through the background
MUTED = Pair("#5E6472", "#9AA1B0")        # words beside the picture, lines to compare with

BACKGROUND = Pair("#FFFFFF", "#0F1218")
SURFACE = Pair("#F6F6FA", "#181C25")
TEXT = Pair("#1E2230", "#ECEEF3")
BORDER = Pair("#DCDCE6", "#2C323E")

ON_HIDDEN = Pair("#FFFFFF", "#241300")    # words on the main button, which is HIDDEN

ROLES: dict[str, Pair] = {
    "input": INPUT, "hidden": HIDDEN, "output": OUTPUT, "gradient": GRADIENT, "muted": MUTED,
    "negative": NEGATIVE, "positive": POSITIVE,
    "background": BACKGROUND, "surface": SURFACE, "text": TEXT, "border": BORDER,
    "on-hidden": ON_HIDDEN,
}

# The order in which charts take colours: ten, or the chart library falls back to its own.
SERIES: tuple[Pair, ...] = (
    INPUT, HIDDEN, OUTPUT, GRADIENT, MUTED,
    Pair("#6B57C8", "#B0A2FF"), Pair("#7A6600", "#D9C04A"), Pair("#A33A3A", "#FF9C94"),
    Pair("#3F6E2A", "#9CCB7F"), Pair("#3A6F84", "#8CC7DC"),
)


def css_variables() -> str:
    """A style sheet that names every role, for the app's own HTML."""
    lines = "".join(f"--u-{role}: {pair.css};" for role, pair in ROLES.items())
    return f":root {{ {lines} }}"
