"""How often a network is right on sentences it has never seen.

    year        F1 = 2 TP / (2 TP + FP + FN)      over words; a word is called a year above one half
    sentiment   accuracy                          of the side of one half, after the last word
    next word   share of right words              at the end, where the clue is far; likeliest word counts
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rnncore.model import Model
from rnncore.tasks.sentences.answers import Net, answers_to
from rnncore.tasks.sentences.examples import Sentence
from rnncore.tasks.sentences.next_word import is_far

Array = np.ndarray


class Tagging(NamedTuple):
    """Counts of words, and what follows from them. Without any year, found or missed, F1 is 1."""

    right: int           # years found (TP)
    wrong: int           # words called years that are none (FP)
    missed: int          # years not found (FN)

    @property
    def f1(self) -> float:
        """2 TP / (2 TP + FP + FN), from 0 to 1."""
        counted = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / counted if counted else 1.0


def tagging(net: Net, sentences: Sequence[Sentence]) -> Tagging:
    """Year tags of all words of all sentences."""
    said = np.concatenate([values[1:, 0] > 0.5 for values in answers_to(net, sentences)])
    true = np.concatenate([sentence.wanted[1:] for sentence in sentences]) > 0.5
    return _count(said, true)


def tagging_by_place(net: Net, sentences: Sequence[Sentence], most: int) -> list[Tagging]:
    """The same for the words at each place: the first `most` places, the first word first."""
    found = answers_to(net, sentences)
    said, true = np.zeros((2, len(sentences), most), dtype=bool)
    for row, (sentence, values) in enumerate(zip(sentences, found, strict=True)):
        shown = min(most, len(sentence.words))
        said[row, :shown] = values[1:shown + 1, 0] > 0.5
        true[row, :shown] = np.array(sentence.wanted[1:shown + 1]) > 0.5
    return [_count(said[:, place], true[:, place]) for place in range(most)]


def accuracy(net: Net, sentences: Sequence[Sentence]) -> float:
    """Share of reviews on whose right side of one half the network stands at the end."""
    said = [values[-1, 0] > 0.5 for values in answers_to(net, sentences)]
    return float(np.mean([s == (sentence.wanted[-1] > 0.5) for s, sentence in zip(said, sentences, strict=True)]))


def right_words(net: Model, sentences: Sequence[Sentence], far: bool = True) -> float:
    """Share of sentences whose answer is the likeliest word at the end; only those with a far clue, if `far`."""
    asked = [sentence for sentence in sentences if is_far(sentence) or not far]
    said = [int(np.argmax(values[-1])) for values in answers_to(net, asked)]
    true = [net.vocabulary.number(sentence.answer) for sentence in asked]
    return float(np.mean(np.array(said) == true))


def _count(said: Array, true: Array) -> Tagging:
    return Tagging(int((said & true).sum()), int((said & ~true).sum()), int((~said & true).sum()))
