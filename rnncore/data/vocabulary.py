"""Symbols and their numbers.

Number 0 is the boundary. It is fed in before the first letter ("a name begins") and is what
the network predicts after the last one ("the name is over"). 26 letters make 27 symbols.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from rnncore.data.letters import folded, listed

Array = np.ndarray

BOUNDARY = 0
BOUNDARY_SIGN = "∎"
COMBINING_DOT = "\u0307"


class UnknownSymbolError(ValueError):
    """A text holds a symbol that the vocabulary does not know."""


@dataclass(frozen=True)
class Vocabulary:
    """An ordered set of one-character symbols, numbered from 1; 0 is the boundary.

    `folds_case` says that texts are lower-cased before they are looked up.
    """

    symbols: tuple[str, ...]
    folds_case: bool = True
    _number: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(set(self.symbols)) != len(self.symbols) or not all(len(s) == 1 for s in self.symbols):
            raise ValueError("Symbols must be single characters, each only once.")
        if not self.symbols:
            raise ValueError("A vocabulary needs at least one symbol.")
        object.__setattr__(self, "_number", {s: i + 1 for i, s in enumerate(self.symbols)})

    @classmethod
    def of(cls, texts: Iterable[str], folds_case: bool = True) -> "Vocabulary":
        """Every character in `texts`, in code point order."""
        found = set().union(*(cls._folded(text, folds_case) for text in texts))
        return cls(tuple(sorted(found)), folds_case)

    def __len__(self) -> int:
        return len(self.symbols) + 1

    def fold(self, text: str) -> str:
        """`text` as the network sees it."""
        if self.folds_case and COMBINING_DOT in self._number and "İ" not in self._number:
            return text.lower()          # networks of before had i and the dot for İ
        return self._folded(text, self.folds_case)

    def encode(self, text: str) -> Array:
        """Symbol numbers of a text, without boundaries. Raises UnknownSymbolError, in one sentence."""
        folded = self.fold(text)
        unknown = list(dict.fromkeys(s for s in folded if s not in self._number))
        if unknown:
            raise UnknownSymbolError(f"The model has never seen {listed(unknown)}.")
        return np.array([self._number[s] for s in folded], dtype=np.int64)

    def decode(self, numbers: Iterable[int]) -> str:
        """The text up to the first boundary."""
        letters = []
        for number in numbers:
            if number == BOUNDARY:
                break
            letters.append(self.symbols[number - 1])
        return "".join(letters)

    def decode_all(self, rows: Array) -> list[str]:
        """The texts of many rows at once [n, T]; a row ends at its first boundary, or where it is -1."""
        ended = np.logical_or.accumulate(rows <= BOUNDARY, axis=1)
        letters = np.array(["", *self.symbols], dtype=object)[np.where(ended, BOUNDARY, rows)]
        return ["".join(row) for row in letters.tolist()]

    def sign(self, number: int) -> str:
        """How to write one symbol on a page: the letter, or ∎ for the boundary."""
        return BOUNDARY_SIGN if number == BOUNDARY else self.symbols[number - 1]

    @staticmethod
    def _folded(text: str, folds_case: bool) -> str:
        return folded(text) if folds_case else text
