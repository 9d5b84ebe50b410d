"""The colours of values: two more hues, told apart from the four of the quantities; and none of the picture's own."""

import re
from itertools import product
from pathlib import Path

from PIL import ImageColor

from explainer import components
from explainer.shell import palette
from tests.explainer.shell.test_palette import BLINDNESS, THEMES, THINGS, contrast, lab, linear, of

HERE = Path(components.__file__).parent
STYLE = re.sub(r"/\*.*?\*/", "", (HERE / "graph" / "graph.css").read_text(), flags=re.DOTALL)
DRAWN = [path for folder in ("js", "graph/js", "memory_map", "phase_portrait") for path in (HERE / folder).glob("*.js")]
SCRIPTS = "".join(path.read_text() for path in sorted(DRAWN))
VALUES = ["negative", "positive"]


def seen(role: str, theme: str, kind: str) -> list[float]:
    lights = linear(of(role, theme))
    return lab([max(0.0, sum(w * c for w, c in zip(row, lights, strict=True))) for row in BLINDNESS[kind]])


def test_values_are_told_apart_from_quantities_and_from_each_other():
    for theme, kind, value in product(THEMES, BLINDNESS, VALUES):
        for other in {*THINGS, *VALUES} - {value}:
            pair = zip(seen(value, theme, kind), seen(other, theme, kind), strict=True)
            assert sum((a - b) ** 2 for a, b in pair) ** 0.5 > 15, (theme, kind, value, other)


def test_values_can_be_read_as_text():
    for theme, value, ground in product(THEMES, VALUES, ("background", "surface")):
        assert contrast(of(value, theme), of(ground, theme)) >= 4.5, (theme, value, ground)


def test_the_picture_has_no_colour_of_its_own():
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", STYLE + re.sub(r"`[^`]*`", "", SCRIPTS))
    for value in re.findall(r":\s*([^;{}]+)[;}]", STYLE):
        assert not set(re.findall(r"(?<![\w-])[a-z]+(?![\w-])", value.lower())) & set(ImageColor.colormap), value


def test_the_picture_uses_roles_that_exist():
    assert set(re.findall(r"var\(--u-([\w-]+)\)", STYLE + SCRIPTS)) <= {*palette.ROLES, "tint"}


def test_no_text_can_become_markup():
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(", SCRIPTS)
