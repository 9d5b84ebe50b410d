"""What the app sends to its components in base64, read back as the browser reads it."""

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np

from explainer.components.graph.frames import WHOLE


def rows_of(matrix: dict[str, Any], weights: Sequence[str]) -> np.ndarray:
    """The rows of a matrix [rows, columns] as they were sent; none if it has no numbers."""
    if "place" not in matrix:
        return np.empty((0, 0), "<f4")
    return _numbers(weights[matrix["place"]]).reshape(-1, matrix["columns"])


def in_words(sent: Any) -> Any:
    """Pictures that were sent, or any part of them, with their rows of numbers as lists."""
    if isinstance(sent, list):
        return [in_words(item) for item in sent]
    if not isinstance(sent, dict):
        return sent
    if "packed" not in sent:
        return {name: in_words(item) for name, item in sent.items()}
    return _numbers(sent["packed"]).tolist()


def from_shares(sent: dict[str, Any]) -> np.ndarray:
    """An array of a frame, flat: it travels as 16-bit shares of its largest number."""
    return np.frombuffer(base64.b64decode(sent["data"]), "<i2").astype(np.float64) / WHOLE * sent["reach"]


def _numbers(packed: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(packed), "<f4")
