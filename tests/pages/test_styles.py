"""Each chapter's style sheet restyles nothing but its own chapter, whichever of them a browser still holds."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pages.chapters import CHAPTERS

ROOT = Path(__file__).parents[2]
STYLED = [chapter.folder for chapter in CHAPTERS if list(chapter.folder.glob("*.css"))]
NAME = re.compile(r"(?:\.(?!st|katex)|st-key-)([a-zA-Z][\w-]*)")      # a class of ours, or the key of a widget


def rules(css: str) -> Iterator[str]:
    """The selectors of a sheet, also those within @media; keyframes have none."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    plain = re.sub(r"@keyframes [^{]*\{(?:[^{}]*\{[^}]*\})*[^}]*\}", "", plain)
    for prelude in re.findall(r"([^{};]+)\{", plain):
        if not prelude.strip().startswith("@"):
            yield from (selector.strip() for selector in re.split(r",(?![^(]*\))", prelude))


@cache
def words_in(folder: Path) -> frozenset[str]:
    """Everything that may be a class or a key in what the files of a folder draw."""
    files = [path for path in folder.rglob("*") if path.suffix in {".py", ".js"}]
    return frozenset(word for path in files for word in re.findall(r"[a-zA-Z][\w-]*", path.read_text()))


def foreign_words(folder: Path) -> frozenset[str]:
    """What the other chapters and the shared rooms say."""
    others = [other.folder for other in CHAPTERS if other.folder != folder]
    return frozenset().union(*map(words_in, [*others, ROOT / "explainer"]))


def leaks(css: str, foreign: frozenset[str]) -> list[str]:
    """The selectors that name nothing of their own."""
    return [selector for selector in rules(css) if not set(NAME.findall(selector)) - foreign]


@pytest.mark.parametrize("folder", STYLED, ids=lambda folder: folder.name)
def test_every_rule_names_something_of_its_own_chapter(folder):
    for sheet in folder.glob("*.css"):
        assert not leaks(sheet.read_text(), foreign_words(folder)), sheet.name


def test_a_rule_that_leaks_is_found():
    css = ("/* .own */ .u-bars, .own :is(.u-bars, i) { a: b } @media (x) { .own i { c: d } .stHtml li { e: f } }"
           "@keyframes k { to { g: h } } [class*=\"st-key-mine\"] .katex { i: j }")
    assert list(rules(css)) == [".u-bars", ".own :is(.u-bars, i)", ".own i", ".stHtml li",
                                '[class*="st-key-mine"] .katex']
    assert leaks(css, frozenset({"u-bars"})) == [".u-bars", ".stHtml li"]
