"""What a network holds in memory while it reads: every state over many texts, and maps of them.

A text of n symbols gives n + 1 states: one after ∎, which begins it, and one after each symbol.
The ∎ that ends it is never read, so it leaves no state.

Two ways to look at so many numbers: neurons put in an order in which neighbours behave alike
(`neuron_order`), and all states on the flat map that keeps most of their spread (`principal_plane`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rnncore.data.batches import EncodedNames, encode_names
from rnncore.data.packing import pack, packing_of
from rnncore.model import Model
from rnncore.numerics.workspace import Workspace
from rnncore.sequence import unroll

Array = np.ndarray

BATCH = 512


class States(NamedTuple):
    """The memory after every symbol of many texts: one text after the other, in order of reading."""

    h: Array             # [N, H]
    c: Array | None      # [N, H] the cell state of an LSTM; None for cells without one
    symbols: Array       # [N] the symbol just read; 0 is ∎
    positions: Array     # [N] 0 after ∎, i after the i-th symbol
    sequence: Array      # [N] which text


def states_of(model: Model, texts: Sequence[str]) -> States:
    """Every state of `model` over `texts`, from an empty memory each. Raises UnknownSymbolError."""
    return states_of_encoded(model, encode_names(list(texts), model.vocabulary))


def states_of_encoded(model: Model, names: EncodedNames) -> States:
    """Like `states_of`, for names that are numbers already. Packed batches: no padding is computed."""
    cell, config = model.cell_module, model.config
    lengths, N = names.lengths, int(names.lengths.sum())
    begins = np.cumsum(lengths) - lengths
    kept = {name: np.empty((N, config.hidden_size), model.dtype) for name in cell.State._fields}
    symbols, positions = np.empty(N, np.int64), np.empty(N, np.int64)
    workspace = Workspace(model.dtype)
    order = np.argsort(-lengths, kind="stable")
    for start in range(0, len(order), BATCH):
        chosen = order[start:start + BATCH]
        steps = np.arange(lengths[chosen[0]])
        inputs = pack(names.symbols[chosen, :-1], lengths[chosen])
        places = pack(np.broadcast_to(steps, (len(chosen), len(steps))), lengths[chosen])
        rows = pack(begins[chosen, None] + steps, lengths[chosen])
        packing = packing_of(lengths[chosen])
        trace = unroll(cell, model.params, cell.project_inputs(model.params, inputs),
                       cell.init_state(packing.batch, config, model.dtype), packing=packing,
                       activation=config.activation, workspace=workspace)
        symbols[rows], positions[rows] = inputs, places
        for name, all_rows in kept.items():
            all_rows[rows] = getattr(trace, name)
    return States(kept["h"], kept.get("c"), symbols, positions, np.repeat(np.arange(len(lengths)), lengths))


def values_of(states: States, state: str = "h") -> Array:
    """The rows [N, H] of one kind of state: "h" or "c". Raises ValueError where there is none."""
    if state not in ("h", "c") or getattr(states, state) is None:
        raise ValueError("state must be h, or c for an LSTM.")
    return getattr(states, state)


def neuron_order(h: Array) -> Array:
    """An order of the neurons [H] in which neighbours rise and fall together over `h` [N, H].

    The distance of two neurons is 1 - r, r their correlation over all rows. The order is a short
    path through all of them: pieces are joined end to end, nearest ends first, and then stretches of
    the path are turned round as long as that makes it shorter (2-opt, Croes 1958). It is no proof of
    the shortest path, only of one that no single turn shortens.

    The sign counts: a neuron and its mirror image (r = -1) look opposite and lie far apart. Neurons
    that never change come last. Nothing is drawn at random; of the two directions, the one whose first
    neuron has the lower number.
    """
    h = np.asarray(h, np.float64)
    centred = h - h.mean(axis=0) if len(h) else h
    length = np.linalg.norm(centred, axis=0)
    moving = np.flatnonzero(length > 1e-9 * max(1.0, length.max(initial=0.0)))
    still = np.setdiff1d(np.arange(h.shape[1]), moving)
    unit = centred[:, moving] / length[moving]
    path = _shortened(_joined(1.0 - unit.T @ unit), 1.0 - unit.T @ unit)
    if len(path) and path[0] > path[-1]:
        path = path[::-1]
    return np.concatenate([moving[path], still])


def _joined(distance: Array) -> Array:
    """A path through all points: always the two nearest ends of two pieces are joined next."""
    count = len(distance)
    above, beside = np.triu_indices(count, 1)
    pieces = {i: [i] for i in range(count)}          # by both of its ends
    joins = np.zeros(count, np.int64)
    for pair in np.argsort(distance[above, beside], kind="stable"):
        a, b = int(above[pair]), int(beside[pair])
        if joins[a] == 2 or joins[b] == 2 or pieces[a] is pieces[b]:
            continue
        one, two = pieces[a], pieces[b]
        piece = (one if one[-1] == a else one[::-1]) + (two if two[0] == b else two[::-1])
        joins[a] += 1
        joins[b] += 1
        pieces[piece[0]] = pieces[piece[-1]] = piece
    return np.array(piece if count > 1 else list(range(count)), np.int64)


def _shortened(path: Array, distance: Array) -> Array:
    """Turn stretches of the path round, the one that gains most first, until none gains (2-opt)."""
    count = len(path)
    if count < 3:
        return path
    while True:
        d = distance[np.ix_(path, path)]
        before, after = np.zeros(count), np.zeros(count)
        before[1:] = after[:-1] = d[np.arange(count - 1), np.arange(1, count)]
        # Turn path[i] … path[j]: the links before i and after j are replaced by crossed ones.
        crossed_before = np.vstack([np.zeros(count), d[:-1]])         # [i, j]: path[i - 1] to path[j]
        crossed_after = np.hstack([d[:, 1:], np.zeros((count, 1))])   # [i, j]: path[i] to path[j + 1]
        gain = np.triu(before[:, None] + after - crossed_before - crossed_after, 1)
        i, j = np.unravel_index(np.argmax(gain), gain.shape)
        if gain[i, j] <= 1e-12:
            return path
        path = np.concatenate([path[:i], path[i:j + 1][::-1], path[j + 1:]])


class Plane(NamedTuple):
    """The flat map of many states that keeps most of their spread."""

    mean: Array          # [H] the middle of all states: the map's origin
    axes: Array          # [2, H] two directions of length 1, at right angles
    shares: Array        # [2] which share of the whole spread (variance) lies along each


def principal_plane(h: Array) -> Plane:
    """The two principal components of the states `h` [N, H] (Pearson 1901; Hotelling 1933).

    An axis has no direction of its own: each is turned so that its largest weight is positive.
    A network of one neuron gets a second axis of zeros. Raises ValueError for no states at all.
    """
    h = np.asarray(h, np.float64)
    if h.ndim != 2 or 0 in h.shape:
        raise ValueError("A map needs at least one state.")
    mean = h.mean(axis=0)
    spread, directions = np.linalg.eigh((h - mean).T @ (h - mean) / len(h))      # smallest first
    axes, shares = np.zeros((2, h.shape[1])), np.zeros(2)
    found = directions.T[::-1][:2]
    largest = found[np.arange(len(found)), np.abs(found).argmax(axis=1)]
    axes[:len(found)] = found * np.sign(largest)[:, None]
    if spread.sum() > 0:
        shares[:len(found)] = np.maximum(spread[::-1][:2], 0.0) / spread.sum()
    return Plane(mean, axes, shares)


def project(plane: Plane, h: Array) -> Array:
    """Where states lie on the map: (h - mean) axes^T, [..., H] to [..., 2]."""
    return (h - plane.mean) @ plane.axes.T
