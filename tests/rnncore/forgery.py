"""Model files that are almost right, and what must happen to them."""

import io
import json
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from factories import model
from numeric import assert_one_sentence

import rnncore

DESCRIPTION, WEIGHTS = "description.npy", "weights.npy"
LOADERS = [rnncore.load, rnncore.load_history, rnncore.load_training]


def members(cell: str = "gru", **options) -> dict[str, bytes]:
    """What lies in a good file, by name."""
    file = io.BytesIO()
    rnncore.save(model(cell, **options), file)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def npy(array: np.ndarray, allow_pickle: bool = False) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=allow_pickle)
    return file.getvalue()


def npy_with_header(header: str, data: bytes = b"") -> bytes:
    text = header.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


def changed(**changes) -> bytes:
    """A good file but for some entries of its description; None removes one."""
    parts = members()
    described = json.loads(np.load(io.BytesIO(parts[DESCRIPTION])).tobytes())
    for key, value in changes.items():
        place = described
        *path, last = key.split("__")
        for part in path:
            place = place[part]
        place[last] = value
        if value is None:
            del place[last]
    parts[DESCRIPTION] = npy(np.frombuffer(json.dumps(described).encode(), np.uint8))
    return zipped(parts)


def refused(data: bytes, load=rnncore.load, because: str | None = None, memory: int = 8_000_000) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(rnncore.CheckpointError, match=because) as caught:
            load(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert_one_sentence(caught.value)
    assert peak < memory, f"{peak:,} bytes of memory for a file of {len(data):,}"


def good_or_refused(data: bytes) -> None:
    """A file with a changed byte may still be a model; if not, it is refused in the one way."""
    try:
        assert isinstance(rnncore.load(data), rnncore.Model)
    except rnncore.CheckpointError as error:
        assert_one_sentence(error)
