"""What every command looks at before it trains: whether what it will have found can be written."""

from pathlib import Path

from rnncore.files.archive import CheckpointError, check_writable


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
