"""One source of colour, held against everything else that names one; and colours one can read."""

import re
import tomllib
from itertools import combinations, product
from pathlib import Path

import pytest
from PIL import ImageColor

from explainer.shell import palette

ROOT = Path(__file__).parents[3]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
STYLES = sorted(path for room in ("explainer", "pages") for path in (ROOT / room).rglob("*.css"))
THEMES = ["light", "dark"]
GROUNDS = {"background", "surface", "border"}
WORDS = [role for role in palette.ROLES if role not in GROUNDS and not role.startswith("on-")]
THINGS = ["input", "hidden", "output", "gradient"]
TAKEN = {"primaryColor": "hidden", "backgroundColor": "background", "secondaryBackgroundColor": "surface",
         "textColor": "text", "borderColor": "border", "linkColor": "input"}


def linear(colour: str) -> list[float]:
    """A colour's three lights, each 0 to 1, as the eye's formula wants them."""
    channels = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast(one: str, two: str) -> float:
    """WCAG 2.2: (lighter + 0.05) / (darker + 0.05)."""
    light = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))
                   for colour in (one, two))
    return (light[1] + 0.05) / (light[0] + 0.05)


def of(role: str, theme: str) -> str:
    return getattr(palette.ROLES[role], theme)


def test_the_measure():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def tint(role: str, share: float, theme: str) -> str:
    return palette._mixed(of(role, theme), of("background", theme), share)


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_chosen_can_be_read_on_a_tint_of_its_own_colour(theme):
    """Streamlit's own switches take a tenth of the primary colour, and captions in them are a little paler."""
    assert contrast(of("hidden", theme), tint("hidden", 0.1, theme)) >= 4.75
    for role in WORDS:
        assert contrast(of(role, theme), tint(role, palette.TINT, theme)) >= 4.5, role
        assert contrast(of("muted", theme), tint(role, palette.TINT, theme)) >= 4.5, role


def test_no_style_sheet_puts_words_on_a_tint_of_its_own():
    """What is chosen is marked by the palette's tint: `aria-checked` or `aria-pressed` with a share of another size."""
    for path in STYLES:
        for rule in re.findall(r"aria-(?:checked|pressed)[^}]*color-mix\([^}]*", path.read_text()):
            assert "var(--u-tint)" in rule, (path.name, rule)


def test_the_theme_takes_its_colours_from_the_palette():
    for theme in THEMES:
        for option, role in TAKEN.items():
            assert CONFIG[theme][option] == of(role, theme), (theme, option)


def test_charts_take_theirs_too():
    for theme in THEMES:
        assert CONFIG[theme]["chartCategoricalColors"] == [getattr(pair, theme) for pair in palette.SERIES], theme


def test_values_go_through_the_background():
    for theme in THEMES:
        assert CONFIG[theme]["chartDivergingColors"] == [getattr(pair, theme) for pair in palette.DIVERGING], theme
        ends = [getattr(palette.DIVERGING[i], theme) for i in (0, 4, 5, 9)]
        assert ends == [of(role, theme) for role in ("negative", "background", "background", "positive")], theme


def test_the_theme_has_no_colour_of_its_own():
    for theme in THEMES:
        named = {value for value in CONFIG[theme].values() if isinstance(value, str) and value.startswith("#")}
        assert named <= {getattr(pair, theme) for pair in palette.ROLES.values()}, theme
    assert not [value for value in CONFIG.values() if isinstance(value, str) and value.startswith("#")]


def test_ten_series_all_different():
    for theme in THEMES:
        assert len({getattr(pair, theme) for pair in palette.SERIES}) == len(palette.SERIES) == 10


def test_every_role_can_be_read():
    for role, ground, theme in product(WORDS, ("background", "surface"), THEMES):
        assert contrast(of(role, theme), of(ground, theme)) >= 4.5, (role, ground, theme)


def test_words_on_a_colour_can_be_read():
    upon = [role for role in palette.ROLES if role.startswith("on-")]
    assert upon
    for role, theme in product(upon, THEMES):
        assert contrast(of(role, theme), of(role.removeprefix("on-"), theme)) >= 4.5, (role, theme)


def test_every_line_of_a_chart_can_be_seen():
    for pair, theme in product(palette.SERIES, THEMES):
        assert contrast(getattr(pair, theme), of("background", theme)) >= 4.5, (pair, theme)


# Machado, Oliveira & Fernandes 2009, severity 1.
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def lab(lights: list[float]) -> list[float]:
    r, g, b = lights
    xyz = ((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b,
           (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def test_the_quantities_are_told_apart_with_any_colour_vision():
    for kind, theme in product(BLINDNESS, THEMES):
        seen = {}
        for role in THINGS:
            lights = linear(of(role, theme))
            seen[role] = lab([max(0.0, sum(w * c for w, c in zip(row, lights, strict=True)))
                              for row in BLINDNESS[kind]])
        for one, two in combinations(THINGS, 2):
            apart = sum((a - b) ** 2 for a, b in zip(seen[one], seen[two], strict=True)) ** 0.5
            assert apart > 10, f"{one} and {two} are {apart:.1f} apart: {kind}, {theme}"


def test_a_style_sheet_has_no_colour_of_its_own():
    for path in STYLES:
        bare = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert not re.findall(r"\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(", bare), path.name
        for value in re.findall(r":\s*([^;{}]+)[;}]", bare):
            words = set(re.findall(r"(?<![\w-])[a-z]+(?![\w-])", value.lower()))
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", value), (path.name, value)
            assert not words & set(ImageColor.colormap), (path.name, value)


def test_a_style_sheet_uses_roles_that_exist():
    """Or what a shared sheet has made of them."""
    shared = "".join(path.read_text() for path in STYLES if path.is_relative_to(ROOT / "explainer" / "shell"))
    known = set(re.findall(r"--u-([\w-]+):", palette.css_variables() + shared))
    for path in STYLES:
        assert set(re.findall(r"var\(--u-([\w-]+)\)", path.read_text())) <= known, path.name


def test_every_role_is_written_for_the_style_sheets():
    assert {"shared.css", "graph.css", "lag_task.css"} <= {path.name for path in STYLES}
    written = dict(re.findall(r"--u-([\w-]+): light-dark\((.*?)\);", palette.css_variables()))
    named = palette.ROLES | {f"series-{i}": pair for i, pair in enumerate(palette.SERIES)}
    assert written == {name: f"{pair.light}, {pair.dark}" for name, pair in named.items()}


def test_nobody_else_names_a_colour():
    for path in (*(ROOT / "explainer").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "streamlit_app.py"):
        if path.name != "palette.py":
            assert not re.findall(r"#[0-9a-fA-F]{6}\b|rgba?\(", path.read_text()), path.name
