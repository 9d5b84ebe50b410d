"""Each chapter's style sheet restyles nothing but its own chapter, whichever of them a browser still holds."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pages.chapters import CHAPTERS

ROOT = Path(__file__).parents[2]
STYLED = [chapter.folder for chapter in CHAPTERS if list(chapter.folder.glob("*.css"))]
CLASS = re.compile(r"\.(?!st|katex)([a-zA-Z][\w-]*)")       # of our own HTML
KEY = re.compile(r"st-key-([\w-]+)")                         # of a widget or a container


def rules(css: str) -> Iterator[str]:
    """The selectors of a sheet, also those within @media; keyframes have none."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    plain = re.sub(r"@keyframes [^{]*\{(?:[^{}]*\{[^}]*\})*[^}]*\}", "", plain)
    for prelude in re.findall(r"([^{};]+)\{", plain):
        if not prelude.strip().startswith("@"):
            yield from (selector.strip() for selector in re.split(r",(?![^(]*\))", prelude))


@cache
def words_in(folder: Path) -> frozenset[str]:
    """Everything that may be a class in what the files of a folder draw; and, in quotes, a key in its Python."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        if path.suffix in {".py", ".js"}:
            found |= set(re.findall(r"[a-zA-Z][\w-]*", path.read_text()))
        if path.suffix == ".py":
            found |= set(re.findall(r'"\w+"', path.read_text()))
    return frozenset(found)


def foreign_words(folder: Path) -> frozenset[str]:
    """What the other chapters and the shared rooms say."""
    others = [other.folder for other in CHAPTERS if other.folder != folder]
    return frozenset().union(*map(words_in, [*others, ROOT / "explainer"]))


def leaks(css: str, foreign: frozenset[str]) -> list[str]:
    """The selectors that name nothing of their own."""
    return [selector for selector in rules(css)
            if not {*CLASS.findall(selector), *(f'"{key}"' for key in KEY.findall(selector))} - foreign]


def test_every_rule_names_something_of_its_own_chapter():
    assert STYLED
    for folder in STYLED:
        for sheet in folder.glob("*.css"):
            assert not leaks(sheet.read_text(), foreign_words(folder)), sheet.name


def test_a_rule_that_leaks_is_found():
    css = ("/* .own */ .u-bars, .own :is(.u-bars, i) { a: b } @media (x) { .own i { c: d } .stHtml li { e: f } }"
           "@keyframes k { to { g: h } } [class*='st-key-mine'] .katex, .st-key-model { i: j }")
    assert list(rules(css)) == [".u-bars", ".own :is(.u-bars, i)", ".own i", ".stHtml li",
                                "[class*='st-key-mine'] .katex", ".st-key-model"]
    assert leaks(css, frozenset({"u-bars", '"model"'})) == [".u-bars", ".stHtml li", ".st-key-model"]
