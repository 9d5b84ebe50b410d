"""How many words each step sends: `python -m tests.words [FOLDER]`.

Words of sentences, labels, options and help count, also in boxes that are closed; names of steps on the strip, links
onwards, pictures, numbers, formulas and code do not. A question is counted, its answer is not: nobody has guessed yet.

With the folder of another version, made of whole pages, it counts those.
"""

import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

SAID = {"body", "label", "help", "options", "content", "text", "caption", "html_content"}      # fields of Streamlit's
LEFT_OUT = re.compile(r"<(script|style|code|pre|svg|math)\b.*?</\1>|<span popover\b.*?</span>"
                      r"|<[^>]*class=\"u-(?:unseen|place)\".*?</[^>]+>|<[^>]+>|:material/\w+:|\]\([^)]*\)|`[^`]*`"
                      r"|\$[^$]*\$", re.DOTALL)
WORD = re.compile(r"[^\W\d_](?:[\w’'.-]*\w)?")
FRAME = re.compile(r"(\.step|next_step|leave_path)$")          # keys of what stands around a step
SENTENCES = ("markdown", "html", "caption", "warning", "info", "error", "success", "bidi_component")
CLOSED = ("expander", "popover")
PICTURES = ("code", "page_link", "plotly_chart", "arrow_data_frame")


class Piece(NamedTuple):
    """One text that a page sends: what kind of element says it and as what, whether in a closed box or below
    everything, and its words."""

    kind: str
    field: str
    is_fine_print: bool
    is_closed: bool
    text: str

    @property
    def plain(self) -> str:
        """Without markup, formulas and code."""
        return unescape(LEFT_OUT.sub(" ", self.text))

    @property
    def is_sentence(self) -> bool:
        """Whether it is read, and not the name of a setting; a question is read."""
        return self.kind in SENTENCES or self.kind == "question"

    @property
    def is_in_sight(self) -> bool:
        """Whether it is read without opening anything: a menu's options and what a question mark tells are not."""
        is_hidden = self.field == "help" or (self.kind == "selectbox" and self.field == "options")
        return not (self.is_fine_print or self.is_closed or is_hidden)


def sent(node: Any, is_fine_print: bool = False, is_closed: bool = False) -> Iterator[Piece]:
    """Every text that a page sends, in its order; of a tree of Streamlit's own test."""
    proto, kind = getattr(node, "proto", None), getattr(node, "type", "")
    key = str(getattr(proto, "id", "") or "")
    is_fine_print = is_fine_print or key.endswith("u-fine-print")
    if proto is not None and kind not in PICTURES and not FRAME.search(key):
        asked = "guess_" in key
        yield from (Piece("question" if asked else kind, field, is_fine_print, is_closed, text)
                    for field, text in _fields(proto))
    is_closed = is_closed or kind in CLOSED
    for child in getattr(node, "children", {}).values():
        yield from sent(child, is_fine_print, is_closed)


def _fields(proto: Any) -> Iterator[tuple[str, str]]:
    for field, value in proto.ListFields() if hasattr(proto, "ListFields") else ():
        values = list(value) if hasattr(value, "__iter__") and not isinstance(value, str | bytes) else [value]
        if field.type == field.TYPE_MESSAGE:
            for inner in values:
                yield from _fields(inner)
        elif field.type == field.TYPE_STRING and field.name in SAID:
            yield from ((field.name, str(value)) for value in values)


def count(pieces: list[Piece]) -> int:
    """How many words there are."""
    return sum(len(WORD.findall(piece.plain)) for piece in pieces)


def opened(place: str, step: str = "") -> list[Piece]:
    """What a step of a chapter sends, or a page without steps."""
    from tests.visitor import Visitor
    from tests.whole import opened_whole
    with opened_whole(False):
        return list(sent(Visitor({"step": step} if step else {}, place, 300).at._tree))


def opened_elsewhere(folder: Path, place: str) -> list[Piece]:
    """What a page of another version sends."""
    from streamlit.testing.v1 import AppTest
    from streamlit.util import calc_hash
    script = folder / "streamlit_app.py"
    at = AppTest.from_file(script, default_timeout=300)
    at._page_hash = calc_hash(place or str(script))
    at.run()
    assert not at.exception, at.exception
    return list(sent(at._tree))


def counts() -> dict[tuple[str, str], tuple[int, int]]:
    """How many words each step sends and how many are in sight, by chapter and step; home has no step."""
    from tests.whole import all_steps
    each = [("", ""), *((place, name) for place, control in all_steps().items() for name in control.names)]
    found = {one: opened(*one) for one in each}
    return {one: (count(all_of_it), count([piece for piece in all_of_it if piece.is_in_sight]))
            for one, all_of_it in found.items()}


def main(folder: Path | None = None) -> None:
    """Print the words of each step, of the ten-minute path and of the whole app; or of another version's pages."""
    if folder is not None:
        places = [path.stem.replace("_", "-") for path in sorted((folder / "pages").glob("[a-z]*.py"))]
        found = {place: count(opened_elsewhere(folder, "" if place == "home" else place)) for place in places}
        print(*(f"{words:6,} {place}" for place, words in found.items()), f"{sum(found.values()):6,} in all", sep="\n")
        return
    from explainer.state.steps import WHOLE
    from pages.chapters import TEN_MINUTES
    found = counts()
    print("  sent in sight")
    print(*(_line(f"{place or 'home'} {step}", [words]) for (place, step), words in found.items()), sep="\n")
    print(_line(f"on the ten-minute path, {len(TEN_MINUTES)} steps", [found[stop] for stop in TEN_MINUTES]))
    print(_line("in all", list(found.values())))
    whole = {place: opened(place, WHOLE) for place in dict.fromkeys(place for place, _ in found) if place}
    print(*(f"{count(pieces):6,} {place}, whole" for place, pieces in whole.items()), sep="\n")
    print(f"{sum(map(count, whole.values())) + found['', ''][0]:6,} in home and whole chapters")


def _line(name: str, each: list[tuple[int, int]]) -> str:
    sent_words, in_sight = map(sum, zip(*each, strict=True))
    return f"{sent_words:6,} {in_sight:8,} {name}"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
