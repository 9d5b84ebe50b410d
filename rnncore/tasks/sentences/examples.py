"""Example sentences of a task, and batches of them.

Every network reads ∎ first and then the words. What is wanted stands beside each step:

    year        ∎ in 1986 , the mets won    0 0 1 0 0 0 0              is the word just read a year?
    sentiment   ∎ not bad                   0.7 0.7 0.7                what will the review have said in the end?
    next word   ∎ turned on the             turned on the television   what comes next?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from rnncore.data.batches import Batch, last_rows
from rnncore.data.packing import pack, packing_of
from rnncore.data.vocabulary import BOUNDARY
from rnncore.data.words import UNKNOWN, Words

Array = np.ndarray
WATCHED = 256        # sentences in a batch that is only looked at


class Sentence(NamedTuple):
    """One example."""

    words: tuple[str, ...]           # as they are written; numbers and signs count as words
    wanted: tuple[float, ...] = ()   # [1 + words]: a share for each step, ∎ included; empty where words are wanted
    answer: str = ""                 # the word it ends with, where words are wanted; not among `words`
    template: str = ""               # the frame it was made from
    mark: str = ""                   # the template's mark, see the grammar
    clue: int = 0                    # how many words back from the answer its clue stands

    @property
    def text(self) -> str:
        """The words with spaces between them."""
        return " ".join(self.words)


class Encoded(NamedTuple):
    """Many sentences as padded matrices, made once."""

    symbols: Array       # [S, longest]: ∎ and the words
    targets: Array       # [S, longest]: shares, or numbers of symbols
    lengths: Array       # [S], ∎ included


def encode(sentences: Sequence[Sentence], vocabulary: Words) -> Encoded:
    """Sentences as numbers. Raises ValueError for none."""
    if not sentences:
        raise ValueError("There is no sentence to encode.")
    lengths = np.array([len(sentence.words) + 1 for sentence in sentences], dtype=np.int64)
    shares = bool(sentences[0].wanted)
    symbols = np.full((len(sentences), int(lengths.max())), BOUNDARY, dtype=np.int64)
    targets = np.zeros(symbols.shape, np.float32 if shares else np.int64)
    for row, sentence in enumerate(sentences):
        numbers = [vocabulary.number(word) for word in sentence.words]
        symbols[row, 1:len(numbers) + 1] = numbers
        targets[row, :len(numbers) + 1] = sentence.wanted if shares else [*numbers, vocabulary.number(sentence.answer)]
    return Encoded(symbols, targets, lengths)


def batch_of(encoded: Encoded, chosen: Array) -> Batch:
    """The `chosen` sentences (row numbers) as one packed batch, longest first; every step is asked."""
    order = chosen[np.argsort(-encoded.lengths[chosen], kind="stable")]
    lengths = encoded.lengths[order]
    targets = pack(encoded.targets[order], lengths)
    return Batch(pack(encoded.symbols[order], lengths), targets if targets.dtype == np.int64 else targets[:, None],
                 packing_of(lengths))


def batches_of(encoded: Encoded) -> list[Batch]:
    """All sentences in batches, longest first."""
    order = np.argsort(-encoded.lengths, kind="stable")
    return [batch_of(encoded, order[start:start + WATCHED]) for start in range(0, len(order), WATCHED)]


@dataclass(frozen=True)
class SentenceData:
    """The sentences of one task, as `Training` wants them (see `data.Data`).

    `parts` holds "train", "validation" and one or more test sets. While learning, `hidden` of the words are
    replaced by the unknown word, so that a network learns to live with words it does not know, and `cut` of the
    sentences lose their beginning, so that it learns what can be said without. Every last step is asked, and `asked`
    of the others: where the last word is what counts, it then weighs more.
    """

    title: str
    fingerprint: str
    vocabulary: Words
    parts: dict[str, tuple[Sentence, ...]]
    hidden: float = 0.0
    cut: float = 0.0
    asked: float = 1.0

    @property
    def examples(self) -> int:
        """How many sentences there are to learn from."""
        return len(self.parts["train"])

    def train_batch(self, chosen: Array, rng: np.random.Generator, network_size: int = 0) -> Batch:
        """The training sentences of these numbers, some words hidden and some beginnings cut."""
        whole = self._train
        encoded = Encoded(whole.symbols[chosen], whole.targets[chosen], whole.lengths[chosen])
        if self.cut:
            encoded = _cut(encoded, rng.random(len(chosen)) < self.cut, rng)
        if self.hidden:
            lost = (rng.random(encoded.symbols.shape) < self.hidden) & self._may_hide[encoded.symbols]
            encoded = encoded._replace(symbols=np.where(lost, UNKNOWN, encoded.symbols))
        batch = batch_of(encoded, np.arange(len(chosen)))
        if self.asked == 1.0:
            return batch
        asked = rng.random(batch.packing.size) < self.asked
        asked[last_rows(batch.packing)] = True
        rows = np.flatnonzero(asked)
        return batch._replace(targets=batch.targets[rows], asked=rows)

    def validation_batches(self) -> list[Batch]:
        """The validation sentences: what the best weights are chosen by. Where the last word counts, it alone."""
        batches = batches_of(self._validation)
        if self.asked == 1.0:
            return batches
        ends = [last_rows(batch.packing) for batch in batches]
        return [batch._replace(targets=batch.targets[rows], asked=rows)
                for batch, rows in zip(batches, ends, strict=True)]

    @cached_property
    def _may_hide(self) -> Array:
        """Words, but neither the boundary nor numbers: an unknown word is never a number."""
        signs = [self.vocabulary.sign(number) for number in range(len(self.vocabulary))]
        return np.array([number > BOUNDARY and not sign.startswith("#") for number, sign in enumerate(signs)])

    @cached_property
    def _train(self) -> Encoded:
        return encode(self.parts["train"], self.vocabulary)

    @cached_property
    def _validation(self) -> Encoded:
        return encode(self.parts["validation"], self.vocabulary)


def _cut(encoded: Encoded, which: Array, rng: np.random.Generator) -> Encoded:
    """The marked sentences without some of their first words; ∎ stays in front and one word at least behind it."""
    symbols, targets, lengths = (array.copy() for array in encoded)
    for row in np.flatnonzero(which & (lengths > 2)):
        lost = int(rng.integers(1, lengths[row] - 1))
        kept = lengths[row] - lost
        symbols[row, 1:kept] = encoded.symbols[row, lost + 1:lengths[row]]
        targets[row, 1:kept] = encoded.targets[row, lost + 1:lengths[row]]
        targets[row, 0] = encoded.targets[row, lost]
        lengths[row] = kept
    return Encoded(symbols, targets, lengths)
