"""Few settings instead of the full product: `pairs` lets every two options meet, `once` shows each of them."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TypeVar

T = TypeVar("T")


def pairs(options: Mapping[str, Sequence[T]]) -> list[dict[str, T]]:
    """Settings, each with one option for every key, such that any two options of two keys stand in one of them.

    Greedy and without chance: each row starts with a pair that is still missing and takes, key by key, the option
    that adds most missing pairs. A key without options is a ValueError.
    """
    if not all(options.values()):
        raise ValueError("Every key needs an option.")
    keys = list(options)
    if len(keys) < 2:
        return [{key: option} for key in keys for option in options[key]]
    missing = {((one, i), (two, j)): None for one, two in combinations(keys, 2)
               for i in range(len(options[one])) for j in range(len(options[two]))}
    rows = []
    while missing:
        row = dict(next(iter(missing)))
        for key in keys:
            if key not in row:
                row[key] = max(range(len(options[key])), key=lambda place: sum(
                    pair in missing for pair in _pairs_with(keys, row | {key: place}, key)))
        for pair in combinations([(key, row[key]) for key in keys], 2):
            missing.pop(pair, None)
        rows.append({key: options[key][row[key]] for key in keys})
    return rows


def _pairs_with(keys: list[str], row: dict[str, int], key: str) -> list[tuple]:
    """The pairs of a row, possibly unfinished, that this key is part of; in the order of the keys."""
    place = keys.index(key)
    return [((other, row[other]), (key, row[key])) if keys.index(other) < place else
            ((key, row[key]), (other, row[other])) for other in row if other != key]


def once(options: Mapping[str, Sequence[T]]) -> list[dict[str, T]]:
    """As few settings as hold every option of every key at least once: for keys that do not touch each other."""
    if not all(options.values()):
        raise ValueError("Every key needs an option.")
    longest = max(map(len, options.values()), default=0)
    return [{key: each[row % len(each)] for key, each in options.items()} for row in range(longest)]
