"""Pictures on their way to the browser: matrices as typed arrays, everything else as it is.

The matrices are most of a picture. They are the same at every length of it, and in all the pictures that are played
one after the other, so each is sent once: as 32-bit numbers in base64, half as long as in words and ten times as quick.
"""

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from explainer.graph.contract import Picture, as_json


def pictures_as_json(pictures: Sequence[Picture]) -> dict[str, Any]:
    """Pictures as plain JSON data: `pictures`, and the `weights` that their matrices point at by number."""
    places: dict[tuple, int] = {}

    def place(values: tuple) -> dict[str, int]:
        return {"place": places.setdefault(values, len(places)), "columns": len(values[0])} if values else {}

    sent = [as_json(replace(picture, matrices=())) | {"matrices": [as_json(replace(matrix, values=())) |
            place(matrix.values) for matrix in picture.matrices]} for picture in pictures]
    return {"pictures": sent, "weights": [_packed(values) for values in places]}


def rows_of(matrix: dict[str, Any], weights: Sequence[str]) -> np.ndarray:
    """The rows of a matrix as they were sent; none if it has no numbers."""
    if "place" not in matrix:
        return np.empty((0, 0), "<f4")
    return np.frombuffer(base64.b64decode(weights[matrix["place"]]), "<f4").reshape(-1, matrix["columns"])


def _packed(values: tuple) -> str:
    return base64.b64encode(np.array(values, "<f4").tobytes()).decode()
