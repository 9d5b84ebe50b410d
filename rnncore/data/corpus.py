"""A list of names, split so that no test name was ever learned from.

Duplicates are gone before the split, so a spelling lies in one part only. Train, validation
and test are 80/10/10, or 60/20/20 below 5,000 names. Whatever is chosen (n-gram order,
checkpoint) is chosen on validation; what is told at the end is measured on test.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rnncore.data.batches import Batch, EncodedNames, batch_of, batches_of, encode_names
from rnncore.data.names import NameList, NamesError
from rnncore.data.prefixes import Beginnings, beginnings_of, tree_batch
from rnncore.data.vocabulary import Vocabulary

Array = np.ndarray

SMALL = 5_000
FEWEST = 3         # one for each part
SPLIT_SEED = 1990     # fixed, so that every model of a list is judged on the same names
WATCHED = 2_000       # validation names that are looked at along a run; the end measures all parts whole
BATCH = 256
WORTH_A_TREE = 1_500_000     # names times weights: below, making a tree takes longer than it saves (benchmarks)


@dataclass(frozen=True)
class Corpus:
    """The three parts of a list and the vocabulary of the whole.

    The vocabulary comes from all names: an alphabet is given, not learned, and without it a
    letter that only the test part uses would make its loss infinite.
    """

    title: str
    fingerprint: str
    vocabulary: Vocabulary
    train: tuple[str, ...]
    validation: tuple[str, ...]
    test: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All names, part by part."""
        return self.train + self.validation + self.test

    @property
    def examples(self) -> int:
        """How many names there are to learn from."""
        return len(self.train)

    def train_batch(self, chosen: Array, rng: np.random.Generator, network_size: int = 0) -> Batch:
        """The training names of these numbers, as a tree where that pays. Nothing is drawn from `rng`."""
        if len(chosen) * network_size < WORTH_A_TREE:
            return batch_of(self.train_encoded, chosen)
        return tree_batch(self.train_beginnings, chosen)

    def validation_batches(self) -> list[Batch]:
        """What is watched while training: the first `WATCHED` validation names, longest first."""
        encoded = self.validation_encoded
        watched = np.arange(min(len(encoded.lengths), WATCHED))
        return batches_of(encoded, BATCH, watched[np.argsort(-encoded.lengths[watched], kind="stable")])

    @cached_property
    def train_encoded(self) -> EncodedNames:
        """The training part as numbers, made once."""
        return encode_names(list(self.train), self.vocabulary)

    @cached_property
    def train_beginnings(self) -> Beginnings:
        """Which training names begin alike, made once."""
        return beginnings_of(self.train_encoded)

    @cached_property
    def validation_encoded(self) -> EncodedNames:
        """The validation part as numbers, made once."""
        return encode_names(list(self.validation), self.vocabulary)

    @cached_property
    def test_encoded(self) -> EncodedNames:
        """The test part as numbers, made once."""
        return encode_names(list(self.test), self.vocabulary)

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Every name as the network sees it: to tell new names from copied ones."""
        return frozenset(self.vocabulary.fold(name) for name in self.names)


def corpus_of(name_list: NameList, split_seed: int = SPLIT_SEED) -> Corpus:
    """Shuffle and split a list. The same names and seed give the same parts."""
    vocabulary = Vocabulary.of(name_list.names)
    unique = list({vocabulary.fold(name): name for name in name_list.names}.values())
    if len(unique) < FEWEST:
        raise NamesError(f"This list has only {len(unique)} names and cannot be split: bring a longer one.")
    order = np.random.default_rng(split_seed).permutation(len(unique))
    held_out = 0.2 if len(unique) < SMALL else 0.1
    size = max(1, round(held_out * len(unique)))
    parts = (order[2 * size:], order[:size], order[size:2 * size])
    train, validation, test = (tuple(unique[i] for i in part) for part in parts)
    return Corpus(name_list.title, name_list.fingerprint, vocabulary, train, validation, test)
