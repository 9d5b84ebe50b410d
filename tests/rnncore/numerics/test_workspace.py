"""Scratch memory and flat vectors."""

import numpy as np
import pytest
from factories import CELLS, model

from rnncore.numerics.flat import flatten, freeze, leaves, read_only_copy, views
from rnncore.numerics.workspace import Workspace


def test_a_name_gets_its_memory_back():
    workspace = Workspace(np.float64)
    big = workspace.array("a", (4, 5))
    big[...] = 7
    small = workspace.array("a", (2, 3))
    assert small.shape == (2, 3) and small.dtype == np.float64 and np.shares_memory(big, small)
    assert not np.shares_memory(big, workspace.array("b", (4, 5)))
    larger = workspace.array("a", (9, 9))
    assert larger.shape == (9, 9) and not np.shares_memory(big, larger)
    assert np.shares_memory(larger, workspace.array("a", (4, 5)))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("bias", [True, False])
def test_a_tree_and_its_vector_are_the_same_numbers(cell, bias):
    weights = model(cell, bias=bias).weights
    vector = flatten(weights)
    tree = views(vector, weights)
    assert type(tree) is type(weights) and type(tree.cell) is type(weights.cell)
    assert vector.size == sum(leaf.size for leaf in leaves(weights)) == model(cell, bias=bias).parameters
    for one, two in zip(leaves(tree), leaves(weights), strict=True):
        np.testing.assert_array_equal(one, two)
    vector[:] = np.arange(vector.size)
    np.testing.assert_array_equal(flatten(tree), np.arange(vector.size))
    with pytest.raises(ValueError, match=r"numbers|reshape"):
        views(vector[:-1] if bias else np.append(vector, 0.0), weights)


def test_frozen_trees_refuse_writing_and_copies_are_apart():
    weights = views(np.arange(float(model().parameters)), model().weights)
    frozen = read_only_copy(weights)
    with pytest.raises(ValueError, match="read-only"):
        frozen.cell.W_xh[0, 0] = 1
    weights.cell.W_xh[0, 0] = 99
    assert frozen.cell.W_xh[0, 0] == 0
    assert freeze(weights) is weights and not weights.readout.b_o.flags.writeable
