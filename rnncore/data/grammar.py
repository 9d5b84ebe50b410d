"""Sentences from a grammar: a text file of word lists and templates.

    [lists]
    team: the Mets | the Lions
    crowd: a crowd of {like_year} people | {team}
    [train]
    {team} won in {year}.
    far > The year was, as {team} know, {year}.

A hole `{name}` is filled from the list of that name, or by whoever asked, as with `{year}`; entries may
have holes themselves. An entry may be empty. Before `>` a template can carry a mark that means something to
its task. The parts (train, validation, test, …) hold different templates, so that whoever is tested meets
frames it has never seen. Lines that begin with `#` are remarks.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

Filler = Callable[[np.random.Generator], str]
_HOLE = re.compile(r"\{(\w+)\}")


class GrammarError(ValueError):
    """A grammar that cannot be used; the message is one sentence."""


class Template(NamedTuple):
    """One frame."""

    text: str            # with holes
    mark: str = ""       # what stood before `>`


NO_TEMPLATE = Template("")


class Filled(NamedTuple):
    """A piece of a sentence and the hole it came from ("" for the template's own words)."""

    text: str
    hole: str


@dataclass(frozen=True)
class Grammar:
    """Word lists, and templates by part."""

    lists: dict[str, tuple[str, ...]]
    parts: dict[str, tuple[Template, ...]]
    fingerprint: str = ""

    def fill(self, template: Template | str, rng: np.random.Generator,
             own: dict[str, Filler] | None = None) -> list[Filled]:
        """Every hole filled by chance. `own` fillers come before lists. Raises GrammarError for an unknown hole."""
        text = template if isinstance(template, str) else template.text
        found: list[Filled] = []
        for i, piece in enumerate(_HOLE.split(text)):
            if i % 2 == 0:
                found += [Filled(piece, "")] if piece.strip() else []
            elif own and piece in own:
                found.append(Filled(own[piece](rng), piece))
            elif piece in self.lists:
                entries = self.lists[piece]
                found += [filled if filled.hole else Filled(filled.text, piece)
                          for filled in self.fill(entries[rng.integers(len(entries))], rng, own)]
            else:
                raise GrammarError(f"The grammar has a hole {{{piece}}} but no list of that name.")
        return found


def read_grammar(path: Path) -> Grammar:
    """The grammar in a file. Raises GrammarError."""
    return grammar_of(path.read_text(encoding="utf-8"))


def grammar_of(text: str) -> Grammar:
    """The grammar in a text. Raises GrammarError for a line outside a section or a list without a name."""
    lists: dict[str, tuple[str, ...]] = {}
    parts: dict[str, list[Template]] = {}
    section = ""
    for line in map(str.strip, text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif section == "lists":
            name, colon, entries = line.partition(":")
            if not colon or name in lists:
                raise GrammarError(f"The grammar has a list without a name, or twice the same name: {line[:40]!r}.")
            lists[name] = tuple(entry.strip() for entry in entries.split("|"))
        elif section:
            mark, arrow, template = line.partition(" > ")
            parts.setdefault(section, []).append(
                Template(template.strip(), mark.strip()) if arrow else Template(line))
        else:
            raise GrammarError(f"The grammar begins outside a section: {line[:40]!r}.")
    fingerprint = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Grammar(lists, {part: tuple(templates) for part, templates in parts.items()}, fingerprint)


def written(filled: Sequence[str]) -> str:
    """Pieces as a sentence: single spaces, none before a comma or full stop, a capital to begin with."""
    text = re.sub(r"\s+([,.;!?])", r"\1", " ".join(" ".join(filled).split()))
    return text[:1].upper() + text[1:]
