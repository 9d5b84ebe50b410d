"""Which letters of a list's names are capitals, and generated names written in the same way.

A network that reads small letters only knows nothing of it: the list does. Pure functions of names.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

CAPITALS, SMALL, WORDS = "capitals", "small", "words"
JOINERS = " -'’.·"
MOSTLY = 0.8             # of a list's names, words or letters after a sign
FEWEST = 3               # words that show an inner capital, or a word that is written small
BEGINNINGS = (2, 3)      # letters before an inner capital: Mc, Mac


class Case(NamedTuple):
    """How a list is written. Plain values: it can be kept beside a model as JSON."""

    kind: str = WORDS                        # all CAPITALS, all SMALL, or WORDS that begin with a capital
    after: tuple[str, ...] = (" ", "-", ".", "·")        # signs inside a name that a capital follows
    beginnings: tuple[str, ...] = ()         # of words, in small letters: a capital follows (mc)
    small: tuple[str, ...] = ()              # words inside a name that are written small (de, van)


USUAL = Case()


def case_of(names: Iterable[str]) -> Case:
    """How these names are written. Names without capital and small letters tell nothing."""
    cased = [name for name in names if name.lower() != name.upper()]
    if not cased:
        return USUAL
    long = [name for name in cased if sum(letter.isalpha() for letter in name) > 1] or cased
    for kind, is_such in ((CAPITALS, str.isupper), (SMALL, str.islower)):
        if sum(map(is_such, long)) > MOSTLY * len(long):
            return Case(kind)
    return _words(cased)


def in_case(name: str, case: Case) -> str:
    """A name in small letters as the list would write it."""
    if case.kind == SMALL:
        return name
    if case.kind == CAPITALS:
        return name.upper()
    out = []
    for before, word in _parts(name):
        begins = not before or before in case.after
        if before and word in case.small:
            begins = False
        out.append(before + (_capital(word, case) if begins else word))
    return "".join(out)


def _words(names: list[str]) -> Case:
    """The signs that capitals follow, the beginnings before inner capitals, and the words that are written small."""
    after: dict[str, Counter] = {sign: Counter() for sign in JOINERS}
    inner: dict[str, Counter] = {}
    inside: dict[str, Counter] = {}
    for name in names:
        for before, word in _parts(name):
            if not word or word[0].upper() == word[0].lower():
                continue
            if before:
                after[before][word[0].isupper()] += 1
                if before == " ":
                    inside.setdefault(word.lower(), Counter())[word.islower()] += 1
            for length in BEGINNINGS:
                if len(word) > length and word[0].isupper() and word[1:length].islower():
                    inner.setdefault(word[:length].lower(), Counter())[word[length].isupper()] += 1
    return Case(
        WORDS, tuple(sign for sign in JOINERS if _mostly(after[sign], 1) or (not after[sign] and sign in USUAL.after)),
        tuple(sorted(begin for begin, seen in inner.items() if _mostly(seen, FEWEST))),
        tuple(sorted(word for word, seen in inside.items() if _mostly(seen, FEWEST))))


def _mostly(seen: Counter, fewest: int) -> bool:
    return seen[True] >= fewest and seen[True] > (0.5 if fewest == 1 else MOSTLY) * seen.total()


def _parts(name: str) -> Iterator[tuple[str, str]]:
    """The words of a name, each with the sign before it; the first has none."""
    before, start = "", 0
    for at, sign in enumerate(name):
        if sign in JOINERS:
            yield before, name[start:at]
            before, start = sign, at + 1
    yield before, name[start:]


def _capital(word: str, case: Case) -> str:
    """A word with its first letter, and one after a beginning such as mc, as capitals."""
    for begin in sorted(case.beginnings, key=len, reverse=True):
        if word.startswith(begin) and len(word) > len(begin):
            return begin[0].title() + begin[1:] + word[len(begin)].title() + word[len(begin) + 1:]
    return word[:1].title() + word[1:]
