"""What if one symbol had been another? Two runs of one network, and how far apart they are.

Both runs read the same up to the changed place, so they are the same up to there. Behind it they
differ, and the difference may die out or stay. Predictions are compared by total variation distance,

    TV(p, q) = sum_v |p_v - q_v| / 2,

the share of all draws that would have to come out differently: 0 is the same prediction, 1 nothing in
common. Computed in float64.

Steps: a text of n symbols has n + 1 of them. Step 0 reads ∎; place i, 0 … n - 1, is read at step i + 1.
"""

from typing import NamedTuple

import numpy as np

from rnncore.data.vocabulary import BOUNDARY
from rnncore.model import Model
from rnncore.numerics.precision import in_double
from rnncore.readout import logits, softmax_in_place
from rnncore.sequence import unroll

Array = np.ndarray

TOLERANCE = 0.01
BATCH = 256          # changed texts that run together


class Counterfactual(NamedTuple):
    """A text and the same text with one symbol changed. Time first: T = n + 1 steps."""

    text: str                    # as the network reads it
    changed: str
    step: int                    # at which the changed symbol is read: place + 1
    h: Array                     # [2, T, H] the memory: as it was, as it would be
    c: Array | None              # [2, T, H] the cell state of an LSTM
    probabilities: Array         # [2, T, V] the predictions for the next symbol
    difference: Array            # [T] ||h' - h||, exactly 0 before `step`
    cell_state_difference: Array | None    # [T] ||c' - c||
    total_variation: Array       # [T] between the predictions
    agrees_from: int | None      # first step from which TV stays within the tolerance; None: not before the end


class Table(NamedTuple):
    """Every place changed in turn: how far the two runs are apart at every step."""

    difference: Array            # [n, T] ||h' - h||, the mean over the replacements
    total_variation: Array       # [n, T] the mean over the replacements
    agrees_from: Array           # [n] first step from which this mean stays within the tolerance; -1: never


def what_if(model: Model, text: str, place: int, replacement: str,
            tolerance: float = TOLERANCE) -> Counterfactual:
    """Read `text`, and read it with the symbol at `place` (0 is its first) replaced.

    Raises UnknownSymbolError for a symbol the model does not know, ValueError for a place outside
    the text or a replacement that is not one symbol.
    """
    codes, new = model.vocabulary.encode(text), model.vocabulary.encode(replacement)
    if not 0 <= place < len(codes):
        raise ValueError(f"place must be 0 to {len(codes) - 1}, not {place}.")
    if len(new) != 1:
        raise ValueError("The replacement must be one symbol.")
    changed = codes.copy()
    changed[place] = new[0]
    states, p = _runs(in_double(model), np.stack([codes, changed], axis=1))
    begins = np.array([place + 1])
    apart = {name: _apart(array[:, :1], array[:, 1:], begins)[:, 0] for name, array in states.items()}
    variation = _variation(p[:, :1], p[:, 1:], begins)[:, 0]
    return Counterfactual(
        model.vocabulary.decode(codes), model.vocabulary.decode(changed), place + 1,
        *(states[name].swapaxes(0, 1) if name in states else None for name in ("h", "c")),
        p.swapaxes(0, 1), apart["h"], apart.get("c"), variation, _agreement(variation, place + 1, tolerance))


def what_if_table(model: Model, text: str, replacement: str | None = None,
                  tolerance: float = TOLERANCE) -> Table:
    """Change every place of `text` in turn, many in one batch.

    With `replacement` None, the mean over all other symbols of the alphabet (never ∎, which does not
    stand inside a text). Raises UnknownSymbolError, or ValueError for an empty text.
    """
    codes = model.vocabulary.encode(text)
    n, V = len(codes), len(model.vocabulary)
    if n == 0:
        raise ValueError("There is no symbol to change in an empty text.")
    if replacement is None:
        new = np.array([[v for v in range(1, V) if v != code] or [code] for code in codes])
    else:
        given = model.vocabulary.encode(replacement)
        if len(given) != 1:
            raise ValueError("The replacement must be one symbol.")
        new = np.tile(given, (n, 1))
    model, at_once = in_double(model), max(1, BATCH // new.shape[1])
    rows = [_changed_places(model, codes, np.arange(start, min(start + at_once, n)), new)
            for start in range(0, n, at_once)]
    difference, variation = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    agrees = [_agreement(row, place + 1, tolerance) for place, row in enumerate(variation)]
    return Table(difference, variation, np.array([-1 if step is None else step for step in agrees]))


def _changed_places(model: Model, codes: Array, places: Array, new: Array) -> tuple[Array, Array]:
    """Differences and variations [P, T] for some `places` [P], means over their replacements `new` [n, R]."""
    new = new[places]
    changed = np.repeat(places, new.shape[1])
    variants = np.tile(codes[:, None], (1, 1 + new.size))              # the first column stays as it was
    variants[changed, np.arange(1, 1 + new.size)] = new.ravel()
    states, p = _runs(model, variants)
    apart = (_apart(states["h"][:, :1], states["h"][:, 1:], changed + 1), _variation(p[:, :1], p[:, 1:], changed + 1))
    return tuple(d.T.reshape(*new.shape, -1).mean(axis=1) for d in apart)


def _runs(model: Model, codes: Array) -> tuple[dict[str, Array], Array]:
    """The states [T, B, H] and the predictions [T, B, V] along many texts of one length, [n, B]."""
    cell, B = model.cell_module, codes.shape[1]
    inputs = np.concatenate([np.full((1, B), BOUNDARY), codes])
    trace = unroll(cell, model.params, cell.project_inputs(model.params, inputs),
                   cell.init_state(B, model.config, model.dtype), activation=model.config.activation)
    return ({name: getattr(trace, name) for name in cell.State._fields},
            softmax_in_place(logits(model.readout, trace.h)))


def _apart(one: Array, two: Array, begins: Array) -> Array:
    """The distance of two memories [T, B, H] at every step, [T, B]."""
    return _from(np.linalg.norm(two - one, axis=2), begins)


def _variation(p: Array, q: Array, begins: Array) -> Array:
    """The total variation distance of two predictions [T, B, V] at every step, [T, B]."""
    return _from(0.5 * np.abs(q - p).sum(axis=2), begins)


def _from(distance: Array, begins: Array) -> Array:
    """Exactly 0 before step `begins` [B]: the runs are the same there, whatever a batch rounds."""
    return np.where(np.arange(len(distance))[:, None] < begins, 0.0, distance)


def _agreement(variation: Array, step: int, tolerance: float) -> int | None:
    """The first step from `step` on after which `variation` never exceeds the tolerance again."""
    beyond = np.flatnonzero(variation > tolerance)
    agrees = max(step, int(beyond[-1]) + 1 if len(beyond) else 0)
    return agrees if agrees < len(variation) else None
