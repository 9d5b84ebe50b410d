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
HIDDEN = Pair("#A84A00", "#FFA24D")       # h and W_hh
OUTPUT = Pair("#00795A", "#3BD3A2")       # o and W_ho
GRADIENT = Pair("#B0407F", "#F08CC0")     # everything that flows back
NEGATIVE = Pair("#5B34D6", "#8F82FF")     # values below zero …
POSITIVE = Pair("#AF0D2E", "#FA5E66")     # … and above, on one scale through the background
MUTED = Pair("#5E6472", "#9AA1B0")        # words beside the picture, lines to compare with

BACKGROUND = Pair("#FFFFFF", "#0F1218")
SURFACE = Pair("#F6F6FA", "#181C25")
TEXT = Pair("#1E2230", "#ECEEF3")
BORDER = Pair("#DCDCE6", "#2C323E")

TINT = 0.08                               # of a colour behind words of that colour, where something is chosen

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


def in_chart(pair: Pair) -> str:
    """A colour of `SERIES` for a chart, under the name that the browser fills with its theme's shade."""
    return f"#{SERIES.index(pair) + 1:06d}"


def _mixed(colour: str, ground: str, share: float) -> str:
    """`share` of a colour on a background."""
    lights = (round(int(colour[i:i + 2], 16) * share + int(ground[i:i + 2], 16) * (1 - share)) for i in (1, 3, 5))
    return "#" + "".join(f"{light:02X}" for light in lights)


# Values on a scale through the background: five from the lowest up to zero, five from zero to the highest.
DIVERGING: tuple[Pair, ...] = tuple(
    Pair(_mixed(end.light, BACKGROUND.light, share), _mixed(end.dark, BACKGROUND.dark, share))
    for end, shares in ((NEGATIVE, (1, 0.75, 0.5, 0.25, 0)), (POSITIVE, (0, 0.25, 0.5, 0.75, 1))) for share in shares)


def css_variables() -> str:
    """A style sheet that names every role and series, for the app's own HTML."""
    named = ROLES | {f"series-{i}": pair for i, pair in enumerate(SERIES)}
    lines = "".join(f"--u-{role}: {pair.css};" for role, pair in named.items())
    return f":root {{ {lines}--u-tint: {TINT:.0%}; }}"
