"""The year task: which words of a sentence are years?

Numbers reach a network by their shape only (see `data.words`), so years cannot be learned by heart; and still no
year of the test is ever in training. Four-digit numbers that are no years are drawn from the same range.

What comes *before* a number decides whether it is a year, so a network that tags each word as soon as it has
read it can be right ("in front of 1986", "in July 1986"). Sentences in which only what comes *after*
decides ("1986 people came", "1986 was cold") are in training too, and in a test set of their own.

Training sees numbers of four digits only at places in `SEEN` (the first word is 1) and sentences of at most
`LONGEST` words. The test sets:

    seen      frames never seen, numbers at places and sentences of lengths like those of training
    unseen    the same frames behind openings: numbers at other places, sentences longer than any in training
    far       the word that decides stands six words or more before the number
    after     it stands after the number
"""

from collections.abc import Callable

import numpy as np

from rnncore.data.grammar import NO_TEMPLATE, Filled, Grammar, Template
from rnncore.data.words import YEAR_LIKE, form, pieces
from rnncore.tasks.sentences.examples import Sentence

SEEN = frozenset({1, 2, 3, 4, 8, 9, 10, 11})
LONGEST = 14             # words of a training sentence, its full stop included
LIMIT = 23               # words of a test sentence: what the graph can show
TEST_YEAR = 3            # years divisible by it are never in training
FIRST, LAST = 1000, 2099
MODERN = 1800            # three years of four are from here on
COUNTS = {"train": 6000, "validation": 400, "seen": 600, "unseen": 600, "far": 200, "after": 200}

# The sentences everybody knows this task by: tested, and never learned from.
KNOWN = ("The Mets won the World Series in 1986.", "In 1986, the Mets won their second World Series.")


def is_test_year(year: int) -> bool:
    """Whether a year is kept for tests."""
    return year % TEST_YEAR == 0


def parts(grammar: Grammar, rng: np.random.Generator) -> dict[str, tuple[Sentence, ...]]:
    """Training, validation and the four test sets."""
    made = {name: tuple(_draw(grammar, name, count, rng)) for name, count in COUNTS.items()}
    known = tuple(sentence_of([Filled(piece, "year" if form(piece) == YEAR_LIKE else "") for piece in pieces(text)])
                  for text in KNOWN)
    return made | {"seen": known + made["seen"]}


def sentence_of(filled: list[Filled], template: Template = NO_TEMPLATE) -> Sentence:
    """A sentence from the pieces of a template; pieces from a hole called "year" are tagged."""
    words, tags = [], [0.0]
    for text, hole in filled:
        found = pieces(text)
        words += found
        tags += [float(hole == "year")] * len(found)
    return Sentence(tuple(words), tuple(tags), template=template.text, mark=template.mark)


def places(sentence: Sentence) -> list[int]:
    """Where numbers from 1000 to 2099 stand, years or not; the first word is 1."""
    return [place for place, word in enumerate(sentence.words, start=1) if form(word) == YEAR_LIKE]


def fits(name: str, sentence: Sentence) -> bool:
    """Whether a sentence belongs into a part by its places and length."""
    found, length = set(places(sentence)), len(sentence.words)
    if name == "unseen":
        return not found & SEEN and LONGEST < length <= LIMIT and any(sentence.wanted)
    if name in ("far", "after"):
        return length <= LIMIT
    return found <= SEEN and length <= LONGEST


def _draw(grammar: Grammar, name: str, count: int, rng: np.random.Generator) -> list[Sentence]:
    part = name if name in grammar.parts else "test"
    marks = {"train": ("", "far", "after"), "validation": ("", "far", "after")}.get(name, (name,))
    templates = [t for t in grammar.parts[part] if t.mark in marks or (not t.mark and name in ("seen", "unseen"))]
    fillers, found = _fillers(part == "test"), []
    while len(found) < count:
        template = templates[rng.integers(len(templates))]
        filled = _in_order(grammar.fill(template, rng, fillers))
        if not template.mark:
            filled = grammar.fill("{lift}", rng) + filled
        sentence = sentence_of(filled, template)
        if fits(name, sentence):
            found.append(sentence)
    return found


def _fillers(is_test: bool) -> dict[str, Callable[[np.random.Generator], str]]:
    def year(rng: np.random.Generator) -> str:
        low = FIRST if rng.random() < 0.25 else MODERN
        while is_test_year(drawn := int(rng.integers(low, LAST + 1))) != is_test:
            pass
        return str(drawn)

    def digits(low: int, high: int) -> Callable[[np.random.Generator], str]:
        return lambda rng: str(rng.integers(low, high))

    def large(rng: np.random.Generator) -> str:
        drawn = int(rng.integers(2100, 90_000))
        return f"{drawn:,}" if rng.random() < 0.5 else str(drawn)

    return {"year": year, "like_year": year, "one": digits(1, 10), "two": digits(10, 100),
            "three": digits(100, 1000), "large": large}


def _in_order(filled: list[Filled]) -> list[Filled]:
    """Several years of a sentence in rising order: "from 1914 to 1918"."""
    years = iter(sorted((piece.text for piece in filled if piece.hole == "year"), key=int))
    return [Filled(next(years), "year") if piece.hole == "year" else piece for piece in filled]
