"""Two folders of pictures, compared pixel by pixel."""

from collections.abc import Collection
from pathlib import Path

import numpy as np
from PIL import Image

ENDING = ".difference.png"
MARK = (230, 0, 60)        # of a pixel that is not the same
FADED = 0.25               # that much is left of the picture around the marks


def compare(before: Path, after: Path, only: Collection[str] = ()) -> int:
    """Say for each picture whether it is the same, and draw beside the later one where not; how many differ.

    `only` are pages; all if there are none. A picture that is in one folder alone differs.
    """
    names = sorted({path.name for folder in (before, after) for path in folder.glob("*.png")
                    if not path.name.endswith(ENDING) and (not only or path.stem.rsplit("-", 2)[0] in only)})
    different = 0
    for name in names:
        old, new = before / name, after / name
        drawn = after / name.replace(".png", ENDING)
        drawn.unlink(missing_ok=True)
        if not old.exists() or not new.exists():
            words = f"only in {(old if old.exists() else new).parent}"
        else:
            words, picture = difference(Image.open(old), Image.open(new))
            if picture:
                picture.save(drawn)
        different += words != "identical"
        print(f"{name}: {words}")
    print(f"{len(names)} pictures, {different} of them different")
    return different if names else 1


def difference(old: Image.Image, new: Image.Image) -> tuple[str, Image.Image | None]:
    """What differs, in words and as a picture: the later one, faded, with the pixels marked that are not the same."""
    size = (max(old.width, new.width), max(old.height, new.height))
    one, two = (np.asarray(_on_ground(picture, size)) for picture in (old, new))
    other = (one != two).any(axis=2)
    if not other.any():
        return "identical", None
    rows, columns = (np.flatnonzero(other.any(axis=axis)) for axis in (1, 0))
    words = (f"{other.sum():,} pixels differ, x {columns[0]} to {columns[-1]}, y {rows[0]} to {rows[-1]}"
             + ("" if old.size == new.size else f"; {old.width}×{old.height} became {new.width}×{new.height}"))
    shown = (255 - FADED * (255 - two[..., :3].astype(float))).astype(np.uint8)
    shown[other] = MARK
    return words, Image.fromarray(shown)


def _on_ground(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """In the corner of a larger, empty picture: where a page has become longer, the rest counts as different."""
    ground = Image.new("RGBA", size)
    ground.paste(picture.convert("RGB"))
    return ground
