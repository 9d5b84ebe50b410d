"""What training leaves behind: plain files in one folder, bounded in size and number, and no file is ever half written.

The folder is `UNROLLED_STORE`, or one in the user's cache. Several processes, and several servers, may use the same
one. What a visitor brought, and what learned from it, has a name that begins with `own-` and is gone after a day.
"""

import contextlib
import json
import os
import re
import secrets
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from explainer.training.bounds import BOUNDS
from explainer.training.fields import RecipeError
from explainer.training.kinds.registry import PRIVATE
from rnncore import NameList

DAY = 86_400.0
MOST_SECONDS = 30 * DAY                           # that a file is kept which nobody reads
MOST_BYTES = 500_000_000
MOST_FILES = 4_000
HALF_WRITTEN = ".part"
OF_A_RUN = (HALF_WRITTEN, ".lease", ".log")       # left behind only by a server that died
NAME = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,119}")


class Store:
    """Bytes by name in a folder. Reading a file keeps it; the one that nobody read for longest goes first."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES, most_files: int = MOST_FILES,
                 private_seconds: float = DAY, most_seconds: float = MOST_SECONDS) -> None:
        self.folder, self.most_bytes, self.most_files = Path(folder), most_bytes, most_files
        self.address = str(self.folder)          # by which a worker finds it
        self.private_seconds, self.most_seconds = private_seconds, most_seconds
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole, or not at all."""
        half = self._path(name).with_name(f"{name}.{secrets.token_hex(4)}{HALF_WRITTEN}")
        try:
            half.write_bytes(data)
            os.replace(half, self._path(name))
        finally:
            half.unlink(missing_ok=True)

    def get(self, name: str) -> bytes | None:
        """What a file holds; None if there is none (any more)."""
        path = self._path(name)
        try:
            if self._is_over(path):
                return None
            data = path.read_bytes()
            os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))      # when it was last read
        except OSError:
            return None
        return data

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        try:
            return not self._is_over(self._path(name))
        except OSError:
            return False

    def stamp(self, name: str) -> str | None:
        """Something that changes whenever a file is written anew, and not when it is read; None if there is none."""
        try:
            found = self._path(name).stat()
        except OSError:
            return None
        return f"{found.st_mtime_ns}-{found.st_size}"

    def append(self, name: str, data: bytes) -> None:
        """Add to the end of a file."""
        with self._path(name).open("ab", buffering=0) as file:      # one call: two writers never mix their lines
            file.write(data)

    def read_from(self, name: str, place: int) -> bytes:
        """What a file holds from a place on; nothing if there is no such file."""
        try:
            with self._path(name).open("rb") as file:
                file.seek(place)
                return file.read()
        except OSError:
            return b""

    def drop(self, name: str) -> None:
        """Remove a file, if it is there."""
        with contextlib.suppress(OSError):
            self._path(name).unlink()

    def bring(self, brought: NameList) -> str:
        """Keep a visitor's list for a day. Returns the key that only this visitor knows. Raises RecipeError."""
        BOUNDS.check_names(len(brought.names))
        key = secrets.token_hex(16)
        self.put(list_file(key), json.dumps([brought.title, brought.names]).encode())
        return key

    def brought(self, key: str) -> NameList:
        """A list that was brought. Raises RecipeError for one that is not there any more."""
        data = self.get(list_file(key))
        if data is None:
            raise RecipeError("The list you brought is no longer kept on this server: bring it again.")
        title, names = json.loads(data)
        return NameList(title, tuple(names))

    def tidy(self) -> None:
        """Remove what is over, and the oldest files until the rest fits. What belongs to a run in progress stays."""
        files = []
        for name, size, written, read in self._listed():
            of_a_run, now = name.endswith(OF_A_RUN), time.time()
            has_had_its_day = (of_a_run or name.startswith(PRIVATE)) and now - written > self.private_seconds
            if has_had_its_day or now - max(written, read) > self.most_seconds:
                self.drop(name)
            elif not of_a_run:
                files.append((max(written, read), size, name))
        size, number = sum(file[1] for file in files), len(files)
        for _, bytes_, name in sorted(files):
            if size <= self.most_bytes and number <= self.most_files:
                return
            self.drop(name)
            size, number = size - bytes_, number - 1

    def _listed(self) -> Iterator[tuple[str, int, float, float]]:
        """Every file: its name, its bytes, and when it was written and last read, in seconds since 1970."""
        for entry in os.scandir(self.folder):
            with contextlib.suppress(OSError):
                found = entry.stat()
                yield entry.name, found.st_size, found.st_mtime, found.st_atime

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError("This is no name of a file in the store.")
        return self.folder / name

    def _is_over(self, path: Path) -> bool:
        """Whether a private file has had its day. Raises OSError if it is not there."""
        written = path.stat().st_mtime
        return path.name.startswith(PRIVATE) and time.time() - written > self.private_seconds


def list_file(key: str) -> str:
    """Where a list that was brought lies."""
    return f"{PRIVATE}list-{key}"


def open_store(address: str) -> Store:
    """The store at an address: a folder, or a URL of `fsspec`, which is an optional extra. Raises ImportError."""
    if "://" not in address:
        return Store(Path(address))
    from explainer.training.remote_store import RemoteStore
    return RemoteStore(address)


def default_store() -> Store:
    """The store that is meant if nobody says."""
    said = os.environ.get("UNROLLED_STORE", "")
    return open_store(said) if "://" in said else Store(default_folder())


def default_folder() -> Path:
    """Where results lie if nobody says: `UNROLLED_STORE`, or the user's cache, or a folder for this run alone."""
    if os.environ.get("UNROLLED_STORE"):
        return Path(os.environ["UNROLLED_STORE"])
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "unrolled"
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="unrolled-"))
    return cache if os.access(cache, os.W_OK) else Path(tempfile.mkdtemp(prefix="unrolled-"))
