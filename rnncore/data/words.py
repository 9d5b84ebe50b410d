"""Sentences as words and their numbers.

    In 1986, the Mets won!     in  ####  ,  the  mets  won  !

A text is cut into words, numbers and signs. A word is read in small letters. A number is read by its
shape alone: whoever sees `####` knows that it is a whole number from 1000 to 2099 and not which one.
So no network can learn years by heart; whether `####` is a year, only the words around it can tell.

    1986 -> ####    7 -> #    42 -> ##    310 -> ###    8,450 and 3.5 -> #,#    1980s -> ####s    2nd -> #th
    all other whole numbers, such as 52000 or 9876 -> #####

Number 0 is the boundary ∎, number 1 the unknown word. A symbol may be two words that belong together
("lawn mower"); where they stand beside each other they are read as one.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from rnncore.data.vocabulary import BOUNDARY, BOUNDARY_SIGN

Array = np.ndarray

UNKNOWN = 1
UNKNOWN_SIGN = "(unknown)"
YEAR_LIKE = "####"
EARLIEST, LATEST = 1000, 2099        # whole numbers that have the shape of a year

_LETTERS = r"[^\W\d_]+"
_PIECES = re.compile(rf"\d+(?:[.,]\d+)+|\d++(?:(?:st|nd|rd|th|s)(?![^\W\d_]))?|{_LETTERS}(?:['’\-]{_LETTERS})*|\S")


class Reading(NamedTuple):
    """A text as a network reads it. The boundary before the first word is not among them."""

    words: tuple[str, ...]       # as they were written, except for spaces
    numbers: Array               # [T] the symbol that each is read as
    unknown: tuple[str, ...]     # those that the vocabulary does not have, each once


def pieces(text: str) -> list[str]:
    """Words, numbers and signs of a text as they were written. It never fails; an empty text has none."""
    return _PIECES.findall(unicodedata.normalize("NFC", text))


def form(piece: str) -> str:
    """What a piece is read as: a word in small letters, a number by its shape."""
    if not piece[0].isdecimal():
        return piece.replace("’", "'").lower()
    digits = re.sub(r"\D+", "", piece)
    if piece.endswith(("st", "nd", "rd", "th")):
        return "#th"
    if piece.endswith("s"):
        return _shape(digits) + "s"
    return "#,#" if "," in piece or "." in piece else _shape(digits)


@dataclass(frozen=True)
class Words:
    """An ordered set of words, numbered from 2; 0 is the boundary and 1 the unknown word.

    It has what `Vocabulary` has, except that no text is refused. Raises ValueError for words that could
    never be read.
    """

    symbols: tuple[str, ...]
    folds_case: bool = True
    _number: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.symbols:
            raise ValueError("A vocabulary needs at least one word.")
        if len(set(self.symbols)) != len(self.symbols) or not all(map(is_readable, self.symbols)):
            raise ValueError("Words must be written as they are read, each only once.")
        if not self.folds_case:
            raise ValueError("Words are always read in small letters.")
        object.__setattr__(self, "_number", {s: i + 2 for i, s in enumerate(self.symbols)})

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]], fewest: int = 1) -> "Words":
        """The forms of all pieces that occur at least `fewest` times, in alphabetical order.

        A piece of two words ("lawn mower") is a symbol of its own.
        """
        counts = Counter(" ".join(map(form, piece.split(" "))) for text in texts for piece in text)
        return cls(tuple(sorted(word for word, count in counts.items() if count >= fewest)))

    def __len__(self) -> int:
        return len(self.symbols) + 2

    def __contains__(self, word: str) -> bool:
        return word in self._number

    def number(self, word: str) -> int:
        """The number of a word (or number, or sign); `UNKNOWN` if the vocabulary does not have it."""
        return self._number.get(" ".join(map(form, word.split(" "))), UNKNOWN)

    def read(self, text: str) -> Reading:
        """Every piece of a text with its number; two words that are one symbol are joined."""
        found = self._joined(pieces(text))
        numbers = [self.number(piece) for piece in found]
        unknown = [p for p, n in zip(found, numbers, strict=True) if n == UNKNOWN]
        return Reading(tuple(found), np.array(numbers, dtype=np.int64), tuple(dict.fromkeys(unknown)))

    def encode(self, text: str) -> Array:
        """Symbol numbers of a text, without boundaries."""
        return self.read(text).numbers

    def decode(self, numbers: Iterable[int]) -> str:
        """The text up to the first boundary, with spaces between words."""
        words = []
        for number in numbers:
            if number == BOUNDARY:
                break
            words.append(self.sign(number))
        return " ".join(words)

    def decode_all(self, rows: Array) -> list[str]:
        """The texts of many rows at once [n, T]; a row ends at its first boundary, or where it is -1."""
        return [self.decode(row[row >= 0]) for row in rows]

    def sign(self, number: int) -> str:
        """How to write one symbol on a page."""
        if number == BOUNDARY:
            return BOUNDARY_SIGN
        return UNKNOWN_SIGN if number == UNKNOWN else self.symbols[number - 2]

    def _joined(self, found: list[str]) -> list[str]:
        joined: list[str] = []
        for piece in found:
            if joined and " " not in joined[-1] and f"{form(joined[-1])} {form(piece)}" in self._number:
                joined[-1] = f"{joined[-1]} {piece}"
            else:
                joined.append(piece)
        return joined


def _shape(digits: str) -> str:
    if len(digits) <= 3:
        return "#" * len(digits)
    return YEAR_LIKE if len(digits) == 4 and EARLIEST <= int(digits) <= LATEST else "#####"


def is_readable(word: str) -> bool:
    """Whether reading can ever give this symbol: one form, or two with a space between."""
    if not isinstance(word, str) or not 0 < len(word) <= 60:
        return False
    if set(word) <= set("#,sth"):
        return word in {"#", "##", "###", YEAR_LIKE, "#####", "#,#", "#th", "#s", "##s", "###s", "####s", "#####s"} \
            or pieces(word) == [word]
    parts = word.split(" ")
    return len(parts) <= 2 and all(pieces(part) == [part] and form(part) == part for part in parts)
