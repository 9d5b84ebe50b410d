"""Arrays and plain values as bytes, and back: `.npz` without compression, and nothing in it is ever unpickled."""

import io
import json
from typing import Any

import numpy as np

Array = np.ndarray
VALUES = "values.json"


def pack(arrays: dict[str, Array], values: dict[str, Any]) -> bytes:
    """Both in one piece. Every bit of the arrays is kept."""
    buffer = io.BytesIO()
    text = json.dumps(values).encode()
    np.savez(buffer, **{VALUES: np.frombuffer(text, dtype=np.uint8)}, **arrays)
    return buffer.getvalue()


def unpack(data: bytes) -> tuple[dict[str, Array], dict[str, Any]]:
    """What was packed."""
    with np.load(io.BytesIO(data), allow_pickle=False) as found:
        arrays = {name: found[name] for name in found.files}
    return arrays, json.loads(arrays.pop(VALUES).tobytes())


def unpack_values(data: bytes) -> dict[str, Any]:
    """Only the plain values."""
    with np.load(io.BytesIO(data), allow_pickle=False) as found:
        return json.loads(found[VALUES].tobytes())
