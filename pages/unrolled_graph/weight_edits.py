"""Single weights that the visitor changed, as they stand in the address.

`W_hh,2,1,0.5` says: in W_hh, row 2, column 1 is 0.5. Rows and columns count from 1, as in the picture.
Several changes are joined by semicolons.
"""

import math
import sys
from collections.abc import Sequence

from explainer.components.graph.contract import WeightEdit
from rnncore import Model

LARGEST = 100.0          # that a weight may be made; where the network's own is larger, see `largest_for`
MOST = 12


def read_edits(text: str, model: Model) -> tuple[list[WeightEdit], int]:
    """The changes in `text` that fit `model`, and how many did not."""
    found: dict[tuple[str, int, int], WeightEdit] = {}
    misfits = 0
    for part in filter(None, text.split(";")):
        try:
            matrix, row, column, number = (piece.strip() for piece in part.split(","))
            edit = WeightEdit(matrix, int(row) - 1, int(column) - 1, float(number))
        except ValueError:
            misfits += 1
            continue
        if fits(edit, model):
            found[edit.matrix, edit.row, edit.column] = edit
        else:
            misfits += 1
    kept = list(found.values())[-MOST:]
    return kept, misfits + len(found) - len(kept)


def write_edits(edits: Sequence[WeightEdit]) -> str:
    """The changes as they stand in an address."""
    return ";".join(f"{e.matrix},{e.row + 1},{e.column + 1},{e.value:.6g}" for e in edits)


def with_edit(edits: Sequence[WeightEdit], edit: WeightEdit) -> list[WeightEdit]:
    """The changes and one more; a weight that was changed before takes the new value."""
    others = [e for e in edits if (e.matrix, e.row, e.column) != (edit.matrix, edit.row, edit.column)]
    return [*others, edit][-MOST:]


def matrices_of(model: Model) -> dict[str, tuple[int, int]]:
    """Every matrix and bias of a model with its rows and columns; a bias is one row."""
    named = {**model.params._asdict(), **model.readout._asdict()}
    return {name: (1, array.size) if array.ndim == 1 else array.shape
            for name, array in named.items() if array is not None}


def weight_of(model: Model, matrix: str, row: int, column: int) -> float:
    """One weight; row and column count from 0, and a bias has one row."""
    array = {**model.params._asdict(), **model.readout._asdict()}[matrix]
    return float(array[column] if array.ndim == 1 else array[row, column])


def largest_for(weight: float) -> float:
    """How large, either way, a weight may be made that is `weight` in the network as it came: never less than that.

    A network may bring any finite number: `LARGEST`, or the next power of ten. One that is not finite has `LARGEST`.
    """
    size = abs(weight)
    if not math.isfinite(size) or size <= LARGEST:
        return LARGEST
    digits = math.ceil(math.log10(size))
    return max(size, 10.0**digits) if digits <= sys.float_info.max_10_exp else sys.float_info.max


def fits(edit: WeightEdit, model: Model) -> bool:
    """Whether the model, as it came, has this weight and may have this value there."""
    rows, columns = matrices_of(model).get(edit.matrix, (0, 0))
    return (0 <= edit.row < rows and 0 <= edit.column < columns and math.isfinite(edit.value)
            and abs(edit.value) <= largest_for(weight_of(model, edit.matrix, edit.row, edit.column)))
