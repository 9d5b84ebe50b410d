"""What every command looks at before it trains: whether what it will have found can be written."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from rnncore.files.archive import CheckpointError, check_writable, write_whole


def check_targets(targets: dict[str, str | None]) -> None:
    """Raises CheckpointError before anything is trained that could not be kept. `targets`: option to path."""
    given = {option: path for option, path in targets.items() if path}
    for path in given.values():
        check_writable(path)
    places: dict[Path, str] = {}
    for option, path in given.items():
        other = places.setdefault(Path(path).resolve(), option)
        if other != option:
            raise CheckpointError(f"{other} and {option} name the same file: give each its own.")


def check_files(paths: Iterable[Path]) -> None:
    """The same for files that no option names."""
    check_targets({str(path): str(path) for path in paths})


def write_table(path: str | Path, head: Sequence[str], lines: Iterable[Sequence]) -> None:
    """A CSV file, whole or not at all."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(head)
    rows.writerows(lines)
    write_whole(path, text.getvalue().encode())
