"""Files of numbers and one line of JSON, `.npz`: read without trusting them.

Nothing is ever unpickled. Sizes are checked before anything is unpacked, so that a crafted file
cannot expand into memory. What the numbers mean is the business of `checkpoint`.
"""

import io
import json
import math
import os
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from rnncore.model import FORMAT_VERSION

Array = np.ndarray
Target = str | os.PathLike | BinaryIO
Source = str | os.PathLike | bytes | BinaryIO

LARGEST = 64_000_000           # bytes, unpacked


class CheckpointError(ValueError):
    """A file that is no usable model; the message is one sentence."""


def write(path: Target, arrays: dict[str, Array], described: dict[str, Any]) -> None:
    """Arrays and their description (plain values) to a path or an open binary file, as `.npz`."""
    text = json.dumps(described, ensure_ascii=False).encode()
    buffer = io.BytesIO()
    np.savez_compressed(buffer, description=np.frombuffer(text, dtype=np.uint8), **arrays)
    write_to(path, buffer.getvalue())           # to this very name: NumPy would add .npz


def write_to(path: Target, data: bytes) -> None:
    """Bytes to a path, whole or not at all, or to an open binary file."""
    if isinstance(path, str | os.PathLike):
        write_whole(path, data)
    else:
        path.write(data)


def write_whole(path: str | os.PathLike, data: bytes) -> None:
    """Write a file whole or not at all: whoever reads meanwhile, or after a failure, finds what was there before."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():       # a pipe or a device cannot be put in place of another file
        target.write_bytes(data)
        return
    part = _part(target)
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def check_writable(path: str | os.PathLike) -> None:
    """Raises CheckpointError, in one sentence, if a file of this name cannot be written. Leaves no trace."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise CheckpointError(f"{path} is a folder: name a file in it.")
    if not target.parent.is_dir():
        raise CheckpointError(f"There is no folder {target.parent} to write {target.name} to: make it first.")
    if target.exists() and not target.is_file():
        return
    if target.exists() and not os.access(target, os.W_OK):
        raise CheckpointError(f"{path} is write-protected: choose another file.")
    part = _part(target)
    try:
        part.touch()
        part.unlink()
    except OSError as error:
        raise CheckpointError(f"Nothing can be written to {target.parent} ({error.strerror}): "
                              "choose another folder.") from None


def _part(target: Path) -> Path:
    """Where a file lies while it is being written: beside its place, so that it can be moved there at once."""
    return target.with_name(f".{target.name[:200]}.{os.getpid()}.part")


def read(source: Source, kind: str) -> tuple[dict[str, Array], dict[str, Any]]:
    """Arrays and description of a file, after every check that needs no knowledge of networks.

    Raises CheckpointError, also for a file that holds something else than a `kind`.
    """
    if isinstance(source, bytes):
        source = io.BytesIO(source)
    elif isinstance(source, str | os.PathLike):
        source = io.BytesIO(Path(source).read_bytes())
    try:
        with zipfile.ZipFile(source) as archive:
            arrays = _arrays(archive)
    except CheckpointError:
        raise
    except Exception:      # what zipfile, zlib and tokenize raise on hostile bytes has no end
        raise CheckpointError("This is not a complete model file: choose an .npz that Unrolled wrote.") from None
    try:
        described = json.loads(arrays.pop("description").tobytes())
        found = described["kind"]
        version = described["format_version"]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise CheckpointError("This .npz file does not describe a model: choose one that Unrolled wrote.") from None
    if version != FORMAT_VERSION:
        raise CheckpointError("This file was written by another version of Unrolled and cannot be read here.")
    if found != kind:
        raise CheckpointError(f"This file holds something else than a {kind}: choose another one.")
    return arrays, described


def _arrays(archive: zipfile.ZipFile) -> dict[str, Array]:
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > LARGEST or len(entries) > 64:
        raise CheckpointError("This file is too large for a model of this app: choose a smaller one.")
    if not all(entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        # zipfile unpacks the other methods whole, whatever size the directory claims.
        raise CheckpointError("This file is packed in a way Unrolled does not use and was not opened.")
    arrays = {}
    for entry in entries:
        # The size in the zip directory is a claim: read no further than it, and compare.
        with archive.open(entry) as member:
            data = member.read(entry.file_size + 1)
        arrays[entry.filename.removesuffix(".npy")] = _array(data)
    return arrays


def _array(data: bytes) -> Array:
    stream = io.BytesIO(data)
    version = np.lib.format.read_magic(stream)
    read_header = {(1, 0): np.lib.format.read_array_header_1_0,
                   (2, 0): np.lib.format.read_array_header_2_0}[version]
    shape, _, dtype = read_header(stream)
    if dtype.hasobject or dtype.kind not in "fiu":
        raise CheckpointError("This file holds something other than numbers and was not opened.")
    if math.prod(shape) * dtype.itemsize != len(data) - stream.tell():
        raise CheckpointError("This file claims other sizes than it has and was not opened.")
    stream.seek(0)
    return np.lib.format.read_array(stream, allow_pickle=False)
