"""The sentiment task: how much does a review like what it is about, 0 (not at all) to 1?

The words of the grammar carry values from -1 to 1, and a review's share is (1 + value) / 2, where

    very good                 degree * value
    not good                  -0.7 * value (0.6 of it with a degree: "not very good")
    A and B                   their mean; both speak the same way
    A but B                   0.2 A + 0.8 B; they speak against each other, and what comes last counts
    A although B              0.8 A + 0.2 B
    nobody would say that A   -0.7 A

A network is asked after every word for the share of the whole review: before the last word that is a guess
about what is still to come. A review that stands nearer than `MARGIN` to the middle is not used.
"""

import re
from typing import NamedTuple

import numpy as np

from rnncore.data.grammar import NO_TEMPLATE, Grammar, Template
from rnncore.data.words import pieces
from rnncore.tasks.sentences.examples import Sentence

COUNTS = {"train": 8000, "validation": 800, "test": 800}
MARGIN = 0.12            # of the value
NEGATED, NEGATED_DEGREE = -0.7, -0.6
MAIN, SIDE = 0.8, 0.2
EDGE = 0.02              # a share is never nearer to 0 or 1
_HOLE = re.compile(r"\{(a?)([LNP]?)([AB])\}")

# Nine words, among the tests and never learned from.
KNOWN = ("The film was slow but the ending was wonderful", 0.2 * -0.4 + 0.8 * 0.9)


class Judgement(NamedTuple):
    """A few words and their value."""

    text: str
    value: float


def parts(grammar: Grammar, rng: np.random.Generator) -> dict[str, tuple[Sentence, ...]]:
    """Training, validation and test, each from its own frames."""
    made = {name: tuple(_draw(grammar, name, rng) for _ in range(count)) for name, count in COUNTS.items()}
    text, value = KNOWN
    return made | {"test": (_sentence(text, value), *made["test"])}


def share(value: float) -> float:
    """A value from -1 to 1 as a share from 0 to 1, not quite to the ends."""
    return min(max((1 + value) / 2, EDGE), 1 - EDGE)


def value_of(rule: str, A: float, B: float) -> float:
    """The value of a review from those of its judgements."""
    return {"A": A, "-A": NEGATED * A, "A+B": (A + B) / 2, "A<B": SIDE * A + MAIN * B, "A>B": MAIN * A + SIDE * B}[rule]


def _draw(grammar: Grammar, part: str, rng: np.random.Generator) -> Sentence:
    templates = grammar.parts[part]
    while True:
        template = templates[rng.integers(len(templates))]
        values = {"A": 0.0, "B": 0.0}
        text = template.text
        for hole, article, kind, which in ((m[0], *m.groups()) for m in _HOLE.finditer(template.text)):
            judged = _judgement(grammar, kind, bool(article), rng)
            values[which] = judged.value
            text = text.replace(hole, judged.text, 1)
        value = value_of(template.mark, **values)
        agree = values["A"] * values["B"] > 0
        if abs(value) > MARGIN and {"A+B": agree, "A<B": not agree, "A>B": not agree}.get(template.mark, True):
            return _sentence(" ".join(piece.text for piece in grammar.fill(text, rng)), value, template)


def _sentence(text: str, value: float, template: Template = NO_TEMPLATE) -> Sentence:
    words = tuple(pieces(text))
    return Sentence(words, (share(value),) * (len(words) + 1), template=template.text, mark=template.mark)


def _judgement(grammar: Grammar, kind: str, article: bool, rng: np.random.Generator) -> Judgement:
    """An adjective ("", or "P" without "not"), a liking ("L") or a noun ("N")."""
    if kind == "L":
        return _liking(grammar, rng)
    word = _entry(grammar, "nouns" if kind == "N" else "adjectives", rng)
    negated = kind != "P" and not article and rng.random() < 0.3
    if kind == "N":
        return Judgement(f"{'not ' if negated else ''}a {word.text}", word.value * (NEGATED if negated else 1))
    if rng.random() < 0.5:
        named = word.text
        value = word.value * (NEGATED if negated else 1)
    else:
        degree = _entry(grammar, "degrees", rng)
        named = f"{degree.text} {word.text}"
        value = word.value * (NEGATED_DEGREE if negated else degree.value)
    if article:
        named = f"{'an' if named[0] in 'aeiou' else 'a'} {named}" if not named.startswith("a bit") else f"a {word.text}"
        value = word.value if named == f"a {word.text}" else value
    return Judgement(f"{'not ' if negated else ''}{named}", max(-1.0, min(1.0, value)))


def _liking(grammar: Grammar, rng: np.random.Generator) -> Judgement:
    if rng.random() < 0.3:
        bare = _entry(grammar, "bare", rng)
        return Judgement(f"did not {bare.text}", NEGATED * bare.value)
    word = _entry(grammar, "likings", rng)
    return Judgement(f"really {word.text}", min(1.0, max(-1.0, 1.2 * word.value))) if rng.random() < 0.25 else word


def _entry(grammar: Grammar, name: str, rng: np.random.Generator) -> Judgement:
    entries = grammar.lists[name]
    text, _, value = entries[rng.integers(len(entries))].rpartition(" ")
    return Judgement(text, float(value))
