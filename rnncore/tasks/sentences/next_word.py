"""The next-word task: "I picked up the remote controller on the couch and turned on the …"

What a sentence ends with was decided by a clue many words before; the words just before the end ("turned on
the") fit many endings. Learning goes on at every word, like that of the names' networks; what counts is the end.
"""

from typing import NamedTuple

import numpy as np

from rnncore.data.grammar import NO_TEMPLATE, Grammar, GrammarError, Template
from rnncore.data.words import pieces
from rnncore.tasks.sentences.examples import Sentence

COUNTS = {"train": 8000, "validation": 400, "test": 1000}
FAR = 8                  # words back: what the promise is about

# Never learned from, like its frame.
KNOWN = ("I picked up the remote controller on the couch and turned on the", "television", "remote controller")


class Situation(NamedTuple):
    """What a sentence is about: how it ends, and what gives that away."""

    ending: str                  # "turned on the"
    answer: str                  # "lawn mower"
    clues: tuple[str, ...]


def situations(grammar: Grammar) -> tuple[Situation, ...]:
    """The situations of the grammar. Raises GrammarError for one without clues."""
    found = []
    for template in grammar.parts["situations"]:
        answer, colon, clues = template.text.partition(":")
        if not (template.mark and colon and clues.strip()):
            raise GrammarError(f"The grammar has a situation without an ending or a clue: {template.text[:40]!r}.")
        found.append(Situation(template.mark, answer.strip(), tuple(clue.strip() for clue in clues.split("|"))))
    return tuple(found)


def parts(grammar: Grammar, rng: np.random.Generator) -> dict[str, tuple[Sentence, ...]]:
    """Training, validation and test, each from its own frames."""
    made = {name: tuple(_draw(grammar, name, rng) for _ in range(count)) for name, count in COUNTS.items()}
    return made | {"test": (_sentence(*KNOWN), *made["test"])}


def is_far(sentence: Sentence) -> bool:
    """Whether the clue stands `FAR` words or more before the answer."""
    return sentence.clue >= FAR


def _draw(grammar: Grammar, part: str, rng: np.random.Generator) -> Sentence:
    known, templates = situations(grammar), grammar.parts[part]
    situation = known[rng.integers(len(known))]
    clue = situation.clues[rng.integers(len(situation.clues))]
    template = templates[rng.integers(len(templates))]
    own = {"clue": lambda _: clue, "ending": lambda _: situation.ending}
    text = " ".join(piece.text for piece in grammar.fill(template, rng, own))
    return _sentence(text, situation.answer, clue, template)


def _sentence(text: str, answer: str, clue: str, template: Template = NO_TEMPLATE) -> Sentence:
    words, clue_words = pieces(text), pieces(clue)
    width = len(clue_words)
    at = max(i for i in range(len(words) - width + 1) if words[i:i + width] == clue_words) + width
    return Sentence(tuple(words), answer=answer, template=template.text, mark=template.mark, clue=len(words) + 1 - at)
