"""The split: right sizes, nothing lost, nothing in two parts."""

import numpy as np
import pytest
from factories import NAMES

from rnncore import NameList, Vocabulary, corpus_of


def invented(count):
    """`count` different names: numbers in base 20, written with letters."""
    letters = "abcdefghijklmnoprstu"
    return tuple("".join(letters[n // 20 ** k % 20] for k in range(4)) for n in range(count))


@pytest.mark.parametrize(("count", "held_out"), [
    (20, 4), (65, 13), (1000, 200), (4999, 1000), (5000, 500), (12_345, 1234)])
def test_sizes(count, held_out):
    corpus = corpus_of(NameList("list", invented(count)))
    sizes = [len(corpus.train), len(corpus.validation), len(corpus.test)]
    assert sizes == [count - 2 * held_out, held_out, held_out]


@pytest.mark.parametrize("count", [20, 5001])
def test_parts_are_disjoint_and_their_union_is_the_list(count):
    names = invented(count)
    corpus = corpus_of(NameList("list", names))
    assert sorted(corpus.names) == sorted(names)
    assert corpus.names == corpus.train + corpus.validation + corpus.test
    assert not set(corpus.train) & set(corpus.validation)
    assert not set(corpus.train) & set(corpus.test)
    assert not set(corpus.validation) & set(corpus.test)


def test_spellings_never_straddle_the_split():
    names = tuple(NAMES) + tuple(n.upper() for n in NAMES) + tuple(n.lower() for n in NAMES)
    corpus = corpus_of(NameList("list", names))
    folded = [name.lower() for name in corpus.names]
    assert len(folded) == len(set(folded)) == len(NAMES)
    assert corpus.spellings == {name.lower() for name in NAMES}


def test_the_same_list_gives_the_same_parts_and_another_seed_others():
    names = NameList("list", tuple(NAMES))
    assert corpus_of(names) == corpus_of(names)
    assert corpus_of(names, 1).train == corpus_of(names, 1).train != corpus_of(names, 2).train


def test_parts_are_shuffled():
    corpus = corpus_of(NameList("list", invented(1000)))
    where = np.array([corpus.names.index(name) for name in invented(1000)])
    assert 300 < np.mean(where[:500]) < 700
    assert list(corpus.train) != sorted(corpus.train)


def test_the_alphabet_is_that_of_all_names_and_every_part_is_encoded():
    names = NameList("list", tuple(NAMES))
    corpus = corpus_of(names)
    assert corpus.vocabulary == Vocabulary.of(NAMES)
    assert (corpus.title, corpus.fingerprint) == ("list", names.fingerprint)
    parts = ((corpus.train, corpus.train_encoded), (corpus.validation, corpus.validation_encoded),
             (corpus.test, corpus.test_encoded))
    for part, encoded in parts:
        assert encoded.lengths.tolist() == [len(name) + 1 for name in part]
        assert encoded.characters == sum(len(name) + 1 for name in part)
        for name, row, length in zip(part, encoded.symbols, encoded.lengths, strict=True):
            assert row[0] == 0 and row[length] == 0
            assert corpus.vocabulary.decode(row[1:]) == name.lower()


@pytest.mark.parametrize("names", [(), ("Ada",), ("Ada", "Ben")], ids=len)
def test_a_list_that_cannot_be_split_is_refused(names):
    """Three parts need three names at least; `at_least` can leave fewer of a list that was read."""
    with pytest.raises(ValueError):
        corpus_of(NameList("list", names))
