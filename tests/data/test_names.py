"""The lists that ship: their form. (Their truth was checked by reading them.)"""

import re
import string
from pathlib import Path

import pytest

from explainer.state.choices import LISTS

DATA = Path(__file__).parents[2] / "data"
FILES = sorted((DATA / "names").glob("*.txt"))
BETWEEN = {"cities": " -", "stars": " "}
FEWEST = {"given_names": 2000}

each_list = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="ascii").split("\n")[:-1]


def test_the_lists_are_those_the_app_offers():
    assert {path.stem for path in FILES} == set(LISTS) and len(FILES) >= 6
    assert not [path for path in (DATA / "names").iterdir() if path not in FILES]


@each_list
def test_bytes(path):
    data = path.read_bytes()
    assert data.isascii() and data.endswith(b"\n") and not data.endswith(b"\n\n")
    assert b"\r" not in data and b"\t" not in data


@each_list
def test_every_line_is_a_name(path):
    between = BETWEEN.get(path.stem, "")
    allowed = set(string.ascii_letters + between)
    parts = re.compile(f"[{re.escape(between)}]") if between else re.compile("$^")
    for name in lines(path):
        assert name == name.strip() and set(name) <= allowed and name[:1] in string.ascii_uppercase, repr(name)
        assert all(parts.split(name)) and name[1:2], f"{name!r}: nothing between two spaces or hyphens, or one letter"


@each_list
def test_no_name_shouts(path):
    assert not [name for name in lines(path) if len(name) > 2 and name.isupper()]


@each_list
def test_sorted_and_unique(path):
    names = lines(path)
    assert names == sorted(names)
    assert len({name.casefold() for name in names}) == len(names)


@each_list
def test_enough(path):
    assert len(lines(path)) >= FEWEST.get(path.stem, 200)


@each_list
def test_the_readme_says_what_the_list_is(path):
    told = [line for line in (DATA / "README.md").read_text().splitlines() if path.name in line]
    assert told and max(map(len, told)) > len(path.name) + 30
