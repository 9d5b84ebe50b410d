"""Three tasks on sentences: years, sentiment, the next word.

    task = TASKS["year"]
    data = task.data(folder)                 grammar to sentences, split by whole frames
    answers(net, "In 1986, the Mets won.")   any network, any text, word by word

A grammar (a file of `folder`) has other templates for training, validation and test; what is told is
measured on test templates. The same grammar gives the same sentences, always.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rnncore.data.grammar import Grammar, read_grammar
from rnncore.data.words import Words
from rnncore.tasks.sentences import next_word, sentiment, year
from rnncore.tasks.sentences.answers import Answers, answers, answers_to, probability, ranking
from rnncore.tasks.sentences.examples import Sentence, SentenceData

__all__ = ["TASKS", "Answers", "Sentence", "SentenceData", "Task", "answers", "answers_to", "data_of", "probability",
           "ranking"]

SPLIT_SEED = 1986        # fixed, so that every network is judged on the same sentences


@dataclass(frozen=True)
class Task:
    """One task: how its sentences are made, and what is asked."""

    key: str                 # "year", "sentiment" or "next-word"
    title: str
    objective: str           # a key of `objectives.OBJECTIVES`
    parts: Callable[[Grammar, np.random.Generator], dict[str, tuple[Sentence, ...]]]
    hidden: float = 0.0      # see SentenceData
    cut: float = 0.0
    asked: float = 1.0

    def data(self, folder: Path) -> SentenceData:
        """The sentences of this task's grammar in `folder`; made once per process."""
        return _data(self.key, folder)


TASKS: dict[str, Task] = {task.key: task for task in (
    Task("year", "Years in a sentence", "share", year.parts, hidden=0.05),
    Task("sentiment", "How much a review likes it", "share", sentiment.parts, hidden=0.03),
    Task("next-word", "The next word", "symbols", next_word.parts, hidden=0.02, cut=0.2, asked=0.15),
)}


def data_of(task: Task, grammar: Grammar) -> SentenceData:
    """A grammar's sentences, and the vocabulary of the training part: a word only the tests have is unknown."""
    parts = task.parts(grammar, np.random.default_rng(SPLIT_SEED))
    train = parts["train"]
    answered = [(sentence.answer,) for sentence in train if sentence.answer]
    vocabulary = Words.of([*(sentence.words for sentence in train), *answered])
    return SentenceData(task.title, grammar.fingerprint, vocabulary, parts, task.hidden, task.cut, task.asked)


@cache
def _data(key: str, folder: Path) -> SentenceData:
    return data_of(TASKS[key], read_grammar(folder / f"{key}.txt"))
