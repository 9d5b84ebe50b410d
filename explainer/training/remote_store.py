"""A store behind an `fsspec` URL: an optional extra, for servers and workers on several machines.

    UNROLLED_STORE=s3://bucket/unrolled     or any other that fsspec and its plug-ins know

Each file is put whole; where a rename is one step (`file://`), so that nobody sees half of one.
"""

import contextlib
import secrets
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import fsspec

from explainer.training.kinds.registry import PRIVATE
from explainer.training.store import DAY, HALF_WRITTEN, MOST_BYTES, MOST_FILES, MOST_SECONDS, NAME, Store

WRITTEN = ("mtime", "LastModified", "last_modified", "created", "updated")      # what file systems call it


class RemoteStore(Store):
    """Bytes by name in a folder of any file system. When files were read is not known: the oldest goes first."""

    def __init__(self, address: str, most_bytes: int = MOST_BYTES, most_files: int = MOST_FILES,
                 private_seconds: float = DAY, most_seconds: float = MOST_SECONDS) -> None:
        self.address = address
        self.most_bytes, self.most_files = most_bytes, most_files
        self.private_seconds, self.most_seconds = private_seconds, most_seconds
        self._system, self._folder = fsspec.core.url_to_fs(address, use_listings_cache=False)
        self._system.makedirs(self._folder, exist_ok=True)
        self._renames = "file" in self._system.protocol

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole, or not at all."""
        path = self._place(name)
        if not self._renames:
            self._system.pipe_file(path, data)
            return
        half = f"{path}.{secrets.token_hex(4)}{HALF_WRITTEN}"
        self._system.pipe_file(half, data)
        self._system.mv(half, path)

    def get(self, name: str) -> bytes | None:
        """What a file holds; None if there is none (any more)."""
        try:
            return self._system.cat_file(self._place(name)) if self.has(name) else None
        except OSError:
            return None

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        found = self._info(name)
        is_old = found is not None and time.time() - _written(found) > self.private_seconds
        return found is not None and not (is_old and name.startswith(PRIVATE))

    def stamp(self, name: str) -> str | None:
        """Something that changes whenever a file is written anew; None if there is none."""
        found = self._info(name)
        return None if found is None else f"{_written(found)}-{found.get('ETag', '')}-{found['size']}"

    def append(self, name: str, data: bytes) -> None:
        """Add to the end of a file, by writing it anew: few file systems far away can do better."""
        self.put(name, (self.get(name) or b"") + data)

    def read_from(self, name: str, place: int) -> bytes:
        """What a file holds from a place on; nothing if there is no such file."""
        return (self.get(name) or b"")[place:]

    def drop(self, name: str) -> None:
        """Remove a file, if it is there."""
        with contextlib.suppress(OSError):
            self._system.rm_file(self._place(name))

    def _listed(self) -> Iterator[tuple[str, int, float, float]]:
        for found in self._system.ls(self._folder, detail=True):
            if found["type"] == "file":
                written = _written(found)
                yield found["name"].rsplit("/", 1)[-1], found["size"], written, written

    def _place(self, name: str) -> str:
        if not NAME.fullmatch(name):
            raise ValueError("This is no name of a file in the store.")
        return f"{self._folder}/{name}"

    def _info(self, name: str) -> dict[str, Any] | None:
        try:
            return self._system.info(self._place(name))
        except OSError:
            return None


def _written(found: dict[str, Any]) -> float:
    """When a file was written, in seconds since 1970; 0 where the file system does not say."""
    when = next((found[name] for name in WRITTEN if name in found), 0.0)
    return when.timestamp() if isinstance(when, datetime) else float(when)
