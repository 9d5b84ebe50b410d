"""What a training run asks of its data: batches to learn from, and batches to be watched on."""

from typing import Protocol

import numpy as np

from rnncore.data.batches import Batch
from rnncore.data.vocabulary import Vocabulary
from rnncore.data.words import Words

Array = np.ndarray


class Data(Protocol):
    """A list of names (`corpus.Corpus`), a task on sentences, a series of numbers, a puzzle without end."""

    title: str
    fingerprint: str                 # the same for the same data: a run goes on only with its own
    vocabulary: Vocabulary | Words | None

    @property
    def examples(self) -> int:
        """How many examples an epoch has; they are shuffled anew for each."""

    def train_batch(self, chosen: Array, rng: np.random.Generator, network_size: int = 0) -> Batch:
        """The examples of these numbers. Data that are made up as they are needed draw from `rng`.

        `network_size` is how many weights will learn from them: for data that lay out a batch by what it costs.
        """

    def validation_batches(self) -> list[Batch]:
        """The same batches at every call: what the best weights are chosen by."""
