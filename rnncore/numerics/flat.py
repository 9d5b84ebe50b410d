"""Trees of parameters as one flat vector, and back.

An optimiser does the same to every number, so it wants one long vector. A cell wants matrices
with names. Here both look at the same memory: change the vector and the matrices change.
"""

from typing import Any

import numpy as np

Array = np.ndarray


def leaves(tree: Any) -> list[Array]:
    """The arrays of a (nested) NamedTuple, in order; a missing bias (None) is left out."""
    if tree is None:
        return []
    if isinstance(tree, tuple):
        return [leaf for branch in tree for leaf in leaves(branch)]
    return [tree]


def flatten(tree: Any) -> Array:
    """All numbers of a tree in one new vector."""
    return np.concatenate([leaf.ravel() for leaf in leaves(tree)])


def views(vector: Array, like: Any) -> Any:
    """A tree shaped `like` another whose arrays are views into `vector`."""
    position = 0

    def build(branch: Any) -> Any:
        nonlocal position
        if branch is None:
            return None
        if isinstance(branch, tuple):
            return type(branch)(*(build(part) for part in branch))
        start, position = position, position + branch.size
        return vector[start:position].reshape(branch.shape)

    tree = build(like)
    if position != vector.size:
        raise ValueError(f"The vector has {vector.size} numbers, the tree {position}.")
    return tree


def freeze(tree: Any) -> Any:
    """Make every array of a tree refuse writing; returns the tree."""
    for leaf in leaves(tree):
        leaf.setflags(write=False)
    return tree


def read_only_copy(tree: Any) -> Any:
    """A frozen copy of a tree; one that is frozen through and through is returned as it is."""
    if all(not leaf.flags.writeable and leaf.base is None for leaf in leaves(tree)):
        return tree
    return freeze(views(flatten(tree), tree))
