"""Texts of one's own with two to five labels: the word network of the sentiment task, and its rivals.

With two labels the network says the share of the second one, as in the sentiment task; with more it says a
probability for each. It is asked at the last word, and now and then before. The words are those of the training
part that stand in two texts at least; all others are read as the unknown word, by the rivals too.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from rnncore.cells import CellConfig
from rnncore.data.batches import Batch, last_rows
from rnncore.data.labelled_texts import LabelledTexts
from rnncore.data.packing import pack, packing_of
from rnncore.data.vocabulary import BOUNDARY
from rnncore.data.words import UNKNOWN, Words, form, is_readable, pieces
from rnncore.model import Model, new_model
from rnncore.tasks import bag_of_words
from rnncore.tasks.sentences.answers import answers, values_of
from rnncore.training.config import TrainingConfig
from rnncore.training.history import History
from rnncore.training.loop import Training

Array = np.ndarray

TASK = "labelled"
LONGEST = 80             # words of a text that are read: its last ones
MOST_WORDS = 4_000       # of the vocabulary
WATCHED = 256            # texts in a batch that is only looked at
VALIDATION = TEST = 0.15
SPLIT_SEED = 1986
HIDDEN, ASKED = 0.03, 0.1
UNITS, STEPS, RATE, BATCH = 32, 600, 0.01, 32


class Part(NamedTuple):
    """Texts as numbers: padded [texts, longest + 1] with ∎ in front, their lengths with it, and their labels."""

    symbols: Array
    lengths: Array
    answers: Array

    @property
    def texts(self) -> list[Array]:
        """The numbers of each text's words, ∎ left out."""
        return [row[1:length] for row, length in zip(self.symbols, self.lengths, strict=True)]


@dataclass(frozen=True)
class LabelledData:
    """Labelled texts, split, as `Training` wants them (see `data.Data`)."""

    title: str
    fingerprint: str
    labels: tuple[str, ...]
    vocabulary: Words
    parts: dict[str, Part]                   # "train", "validation" and "test"
    texts: dict[str, tuple[str, ...]]        # as they were written, in the same order
    cut: int                                 # texts of which only the last words are read
    only_in_test: tuple[str, ...]            # words of the test part that the training part does not have
    unknown: float                           # share of the test's words that are read as unknown

    @property
    def examples(self) -> int:
        """How many texts there are to learn from."""
        return len(self.parts["train"].lengths)

    @property
    def is_share(self) -> bool:
        """Whether the network says one share: that of the second of two labels."""
        return len(self.labels) == 2

    def train_batch(self, chosen: Array, rng: np.random.Generator, network_size: int = 0) -> Batch:
        """The training texts of these numbers, some words hidden; asked at the end and at a few words before."""
        part = self.parts["train"]
        symbols = part.symbols[chosen]
        hidden = (rng.random(symbols.shape) < HIDDEN) & self._may_hide[symbols]
        batch = self._batch(part._replace(symbols=np.where(hidden, UNKNOWN, symbols), lengths=part.lengths[chosen],
                                          answers=part.answers[chosen]))
        asked = rng.random(batch.packing.size) < ASKED
        asked[last_rows(batch.packing)] = True
        return _asked(batch, np.flatnonzero(asked))

    def validation_batches(self) -> list[Batch]:
        """The validation texts, asked at their last word."""
        return [_asked(batch, last_rows(batch.packing)) for batch, _ in self.batches("validation")]

    def batches(self, name: str) -> list[tuple[Batch, Array]]:
        """All texts of a part, asked at every word, with the row numbers of each batch's texts."""
        part = self.parts[name]
        order = np.argsort(-part.lengths, kind="stable")
        rows = [order[start:start + WATCHED] for start in range(0, len(order), WATCHED)]
        return [(self._batch(Part(*(array[chosen] for array in part))), chosen) for chosen in rows]

    def _batch(self, part: Part) -> Batch:
        order = np.argsort(-part.lengths, kind="stable")
        lengths = part.lengths[order]
        symbols = part.symbols[order][:, :lengths[0]]
        wanted = np.broadcast_to(part.answers[order][:, None], symbols.shape)
        targets = pack(wanted, lengths)
        targets = targets[:, None].astype(np.float32) if self.is_share else targets
        return Batch(pack(symbols, lengths), targets, packing_of(lengths))

    @cached_property
    def _may_hide(self) -> Array:
        return np.array([number > BOUNDARY and not self.vocabulary.sign(number).startswith("#")
                         for number in range(len(self.vocabulary))])


class Rival(NamedTuple):
    """How often each was right on the test texts, beside the network."""

    majority: float          # the commonest label of the training part, always
    majority_label: str
    bag: float               # logistic regression on word counts
    tests: int


def data_of(listed: LabelledTexts) -> LabelledData:
    """Labelled texts as numbers, 70/15/15, each label in the same shares. The same texts give the same parts."""
    forms: dict[str, str] = {}
    words, cut = [], 0
    for text in listed.texts:
        found, is_cut = last_pieces(text)
        cut += is_cut
        words.append([forms.get(piece) or forms.setdefault(piece, form(piece)) for piece in found])
    rows = _split(np.array(listed.answers))
    counts = Counter(word for row in rows["train"] for word in set(words[row]))
    often = sorted((word for word, count in counts.items() if count > 1 and is_readable(word)),
                   key=lambda word: (-counts[word], word))
    vocabulary = Words(tuple(sorted(often[:MOST_WORDS] or list(filter(is_readable, counts))[:MOST_WORDS])))
    numbers = {word: vocabulary.number(word) for word in vocabulary.symbols}
    tested = [word for row in rows["test"] for word in words[row]]
    answers_to = np.array(listed.answers)
    parts = {name: _part([words[row] for row in chosen], numbers, answers_to[chosen]) for name, chosen in rows.items()}
    return LabelledData(listed.title, listed.fingerprint, listed.labels, vocabulary, parts,
                        {name: tuple(listed.texts[row] for row in chosen) for name, chosen in rows.items()}, cut,
                        tuple(sorted(set(tested) - counts.keys())),
                        sum(word not in numbers for word in tested) / max(1, len(tested)))


def last_pieces(text: str, most: int = LONGEST) -> tuple[list[str], bool]:
    """The last `most` words of a text, and whether there were more. No word runs over a space: of a long text only the
    end is looked at."""
    chunks = text.split()
    found = pieces(" ".join(chunks[-most:]))
    return found[-most:], len(chunks) > most or len(found) > most


def start(data: LabelledData, cell: str = "gru", hidden: int = UNITS, seed: int = 0, steps: int = STEPS,
          history: History | None = None) -> Training:
    """A training run of the word network, not yet begun. `training.best` is the network."""
    objective = "share" if data.is_share else "symbols"
    model = new_model(cell, CellConfig(len(data.vocabulary), hidden), data.vocabulary, seed,
                      outputs=1 if data.is_share else len(data.labels), task=TASK, objective=objective)
    config = TrainingConfig(steps=steps, seed=seed, learning_rate=RATE, batch_size=min(BATCH, data.examples),
                            evaluate_every=25)
    return Training(model, data, config, history)


def label_probabilities(model: Model, text: str, wipe: bool = False) -> tuple[tuple[str, ...], Array]:
    """A text as it was read, and how likely each label is after ∎ and after every word [1 + T, K].

    `wipe` sets the memory back before every word, as in `answers`.
    """
    found = answers(model, text, wipe)
    return found.words, _each_label(found.values)


def right(model: Model, data: LabelledData, name: str = "test") -> float:
    """Share of the texts of a part whose label is the likeliest after the last word."""
    part, said = data.parts[name], np.empty(len(data.parts[name].lengths), np.int64)
    for batch, chosen in data.batches(name):
        said[chosen] = _each_label(values_of(model, batch)[last_rows(batch.packing)]).argmax(axis=1)
    return float((said == part.answers).mean())


def rivals(data: LabelledData) -> Rival:
    """What saying the commonest label and counting words reach on the test part."""
    train, validation, test = (data.parts[name] for name in ("train", "validation", "test"))
    V, K = len(data.vocabulary), len(data.labels)
    commonest = int(np.bincount(train.answers, minlength=K).argmax())
    bag = bag_of_words.fit(bag_of_words.counted(train.texts, V), train.answers,
                           bag_of_words.counted(validation.texts, V), validation.answers, V, K)
    said = bag.probabilities(bag_of_words.counted(test.texts, V)).argmax(axis=1)
    return Rival(float((test.answers == commonest).mean()), data.labels[commonest],
                 float((said == test.answers).mean()), len(test.answers))


def _each_label(values: Array) -> Array:
    """Answers [N, outputs] as probabilities of all labels [N, K]: one share is that of the second of two."""
    return np.concatenate([1 - values, values], axis=1) if values.shape[1] == 1 else values


def _asked(batch: Batch, rows: Array) -> Batch:
    return batch._replace(targets=batch.targets[rows], asked=rows)


def _split(labels: Array) -> dict[str, Array]:
    rng = np.random.default_rng(SPLIT_SEED)
    parts: dict[str, list[Array]] = {"train": [], "validation": [], "test": []}
    for label in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == label))
        held = max(1, round(TEST * len(rows)))
        for name, chosen in (("test", rows[:held]), ("validation", rows[held:2 * held]), ("train", rows[2 * held:])):
            parts[name].append(chosen)
    return {name: np.sort(np.concatenate(chosen)) for name, chosen in parts.items()}


def _part(words: Sequence[Sequence[str]], numbers: dict[str, int], labels: Array) -> Part:
    lengths = np.array([len(row) + 1 for row in words], dtype=np.int64)
    symbols = np.full((len(words), int(lengths.max())), BOUNDARY, dtype=np.int64)
    for at, row in enumerate(words):
        symbols[at, 1:len(row) + 1] = [numbers.get(word, UNKNOWN) for word in row]
    return Part(symbols, lengths, labels)
