"""Names that begin alike are read once: a tree of beginnings gives what a plain batch gives."""

from unittest import mock

import factories
import numpy as np
import pytest
from factories import CELLS, KINDS
from hypothesis import given
from hypothesis import strategies as st
from numeric import assert_same_gradient

import rnncore
from rnncore import Corpus, network
from rnncore.data.batches import batch_of, encode_names
from rnncore.data.corpus import WORTH_A_TREE
from rnncore.data.prefixes import beginnings_of, tree_batch
from rnncore.data.vocabulary import Vocabulary
from rnncore.network import loss_and_gradients
from rnncore.numerics.flat import flatten, views
from rnncore.numerics.workspace import Workspace
from rnncore.training.learner import Learner

ALIKE = ["a", "ab", "abc", "abd", "abda", "abdab", "abdac", "b", "ba", "bad", "badabada", "badabadb", "c", "cab", "",
         *(f"{one}{two}" for one in "abcd" for two in "abcd"), "dabcabcabc", "dabcabcabd"]
VOCABULARY = Vocabulary(tuple("abcd"))
NAMES = encode_names(ALIKE, VOCABULARY)
BEGINNINGS = beginnings_of(NAMES)

choices = st.lists(st.integers(0, len(ALIKE) - 1), min_size=1, max_size=60).map(np.array)


def begun(batch) -> list[tuple[int, ...]]:
    """What each row has read, found by walking back along `previous`."""
    first = batch.packing.batch
    read = [(int(symbol),) for symbol in batch.inputs[:first]]
    for row, before in zip(range(first, batch.packing.size), batch.packing.previous, strict=True):
        read.append((*read[before], int(batch.inputs[row])))
    return read


def both(cell, kind, chosen, mask=False, workspaces=(None, None)):
    """(loss, gradient) of a plain batch and of the tree, in float64."""
    config = rnncore.CellConfig(len(VOCABULARY), 5, kind)
    fresh = rnncore.new_model(cell, config, VOCABULARY, 3, dtype=np.float64)
    vector = flatten(fresh.weights) + np.random.default_rng(3).normal(0, 0.5, fresh.parameters)
    found = []
    for batch, workspace in zip((batch_of(NAMES, chosen), tree_batch(BEGINNINGS, chosen)), workspaces, strict=True):
        gradient = np.full_like(vector, np.nan)
        # A mask that depends on what was read: names that begin alike then share it in a plain batch too.
        masks = [np.random.default_rng(read).integers(0, 2, 5) * 2.0 for read in begun(batch)]
        kept = np.array(masks) if mask else None
        loss = loss_and_gradients(fresh.cell_module, config, views(vector, fresh.weights), batch,
                                  views(gradient, fresh.weights), workspace, kept)
        found.append((loss, gradient))
    return found


def assert_same(found):
    (loss, gradient), (tree_loss, tree_gradient) = found
    assert tree_loss == pytest.approx(loss, rel=1e-12)
    assert_same_gradient(tree_gradient, gradient, relative=1e-11)


@pytest.mark.parametrize("mask", [False, True], ids=["plain", "dropout"])
@pytest.mark.parametrize("kind", KINDS, ids="-".join)
def test_a_tree_has_the_loss_and_every_gradient_of_its_names(kind, mask):
    assert_same(both(*kind, np.arange(len(ALIKE)), mask))
    assert len(tree_batch(BEGINNINGS, np.arange(len(ALIKE))).inputs) < 0.75 * NAMES.characters


@given(choices, st.sampled_from(CELLS))
def test_whatever_names_are_chosen_even_twice(chosen, cell):
    assert_same(both(cell, "tanh", chosen))


@given(choices)
def test_rows_stand_for_distinct_beginnings_and_are_counted_right(chosen):
    batch, plain = tree_batch(BEGINNINGS, chosen), batch_of(NAMES, chosen)
    packing = batch.packing
    assert batch.characters == batch.answers == plain.characters == plain.answers == NAMES.lengths[chosen].sum()
    read, read_by_names = begun(batch), begun(plain)
    assert [len(r) - 1 for r in read] == [t for t in range(packing.steps) for _ in range(len(read))[packing.rows(t)]]
    assert set(read) == set(read_by_names)
    for t in range(len(packing.forks)):         # while names are together, no beginning comes twice
        at_once = read[packing.rows(t)]
        assert len(set(at_once)) == len(at_once) or t == len(packing.forks) - 1
    # What came next, by a plain count.
    expected, told = {}, {}
    for row, target in zip(read_by_names, plain.targets.tolist(), strict=True):
        expected[row, target] = expected.get((row, target), 0) + 1
    for row, target, share in zip(*batch.targets[:3], strict=True):
        key = read[row], int(target)
        told[key] = told.get(key, 0) + share * batch.answers
    assert told == pytest.approx(expected)
    weights = np.bincount(batch.targets.rows, batch.targets.shares, minlength=len(read))
    np.testing.assert_allclose(batch.targets.weights, weights, rtol=1e-12)


@given(choices)
def test_every_row_comes_from_the_row_before_it(chosen):
    packing = tree_batch(BEGINNINGS, chosen).packing
    rows = np.arange(packing.size)
    for t in range(1, packing.steps):
        before, at = packing.rows_before(t), packing.rows(t)
        parents = rows[before]
        np.testing.assert_array_equal(parents, packing.previous[at.start - packing.batch:at.stop - packing.batch])
        if not isinstance(before, slice):
            first = np.unique(parents, return_index=True)[1]
            assert sorted([*first, *packing.younger_at(t)]) == list(range(len(parents)))


@pytest.mark.parametrize("cell", CELLS)
def test_a_used_workspace_changes_nothing(cell):
    workspace = Workspace(np.float64)
    for chosen in (np.arange(len(ALIKE)), np.array([3, 4, 5]), np.array([14]), np.arange(10)):
        _, fresh = both(cell, "tanh", chosen)
        _, used = both(cell, "tanh", chosen, workspaces=(None, workspace))
        assert fresh[0] == used[0]
        np.testing.assert_array_equal(fresh[1], used[1])


def test_the_example_of_the_docstring():
    vocabulary = Vocabulary(tuple("aimry"))
    names = encode_names(["mara", "mary", "mia"], vocabulary)
    batch = tree_batch(beginnings_of(names), np.arange(3))
    read = ["".join(vocabulary.symbols[s - 1] for s in row[1:]) for row in begun(batch)]
    assert set(read) == {"", "m", "ma", "mi", "mar", "mia", "mara", "mary"} and names.characters == 14


def test_large_networks_learn_a_list_of_names_from_trees_and_small_ones_name_by_name():
    corpus = factories.corpus()
    everything = np.arange(corpus.examples)
    large = corpus.train_batch(everything, None, WORTH_A_TREE // corpus.examples + 1)
    small = corpus.train_batch(everything, None, WORTH_A_TREE // corpus.examples - 1)
    assert len(large.inputs) < large.characters == corpus.train_encoded.characters
    assert len(small.inputs) == small.characters == corpus.train_encoded.characters
    half = corpus.train_batch(everything[::2], None, WORTH_A_TREE // corpus.examples + 1)
    assert len(half.inputs) == half.characters           # the same network, but fewer names


def test_a_learner_tells_its_data_how_large_its_network_is():
    corpus = factories.corpus()
    for hidden in (4, 256):
        learner = Learner(factories.learner(corpus, hidden=hidden), corpus, network)
        with mock.patch.object(Corpus, "train_batch", autospec=True, side_effect=Corpus.train_batch) as asked:
            learner.learn(learner.model.weights, np.arange(3), np.random.default_rng(0))
        assert asked.call_args.args[-1] == learner.model.parameters
