"""Pictures on their way to the browser: numbers as typed arrays, everything else as it is.

Rows of numbers are most of a picture. They travel as 32-bit numbers in base64, half as long as in words and ten times
as quick. The matrices are the same at every length of a picture, and in all pictures that are played one after the
other, so each of them is sent once.
"""

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from explainer.components.graph.contract import Picture, Values, as_json, in_words

SHORT = 8                        # numbers: fewer are as quick in words
SMALLEST = 1e-37                 # below, 32 bits hold fewer digits


def pictures_as_json(pictures: Sequence[Picture]) -> dict[str, Any]:
    """Pictures as plain JSON data: `pictures`, and the `weights` that their matrices point at by number."""
    places: dict[tuple, int] = {}

    def place(values: tuple) -> dict[str, int]:
        return {"place": places.setdefault(values, len(places)), "columns": len(values[0])} if values else {}

    with np.errstate(over="ignore"):         # what 32 bits cannot hold becomes infinite, and is seen there
        sent = [as_json(replace(picture, matrices=()), _row) | {"matrices": [as_json(replace(matrix, values=())) |
                place(matrix.values) for matrix in picture.matrices]} for picture in pictures]
        return {"pictures": sent, "weights": [_packed(np.array(values, "<f4")) for values in places]}


def _row(numbers: Values) -> Any:
    """A row of numbers: in words if it is short, or if 32 bits do not hold all of them with all digits."""
    array = np.array(numbers, "<f4")
    if len(numbers) < SHORT or np.count_nonzero(np.abs(array) < SMALLEST) > numbers.count(0.0) or (
            not np.isfinite(array).all()):
        return in_words(numbers)
    return {"packed": _packed(array)}


def _packed(array: np.ndarray) -> str:
    return base64.b64encode(array.tobytes()).decode()
