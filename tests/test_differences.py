"""What the comparison of photographs says."""

import numpy as np
import pytest
from PIL import Image

from tests.differences import MARK, compare


@pytest.fixture
def folders(tmp_path):
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    return tmp_path / "before", tmp_path / "after"


def save(folder, name="home-light-390", height=20, dot=None):
    pixels = np.full((height, 10, 3), 255, np.uint8)
    if dot:
        pixels[dot[1], dot[0]] = 0
    Image.fromarray(pixels).save(folder / f"{name}.png")


def test_the_same_is_identical_and_nothing_is_drawn(folders, capsys):
    for folder in folders:
        save(folder)
    assert compare(*folders) == 0
    assert "home-light-390.png: identical" in capsys.readouterr().out
    assert len(list(folders[1].iterdir())) == 1


def test_one_other_pixel_is_found_and_marked(folders, capsys):
    save(folders[0])
    save(folders[1], dot=(3, 7))
    for _ in range(2):                    # the second time there is a difference picture already
        assert compare(*folders) == 1
        assert "1 pixels differ, x 3 to 3, y 7 to 7\n1 pictures" in capsys.readouterr().out
    drawn = np.asarray(Image.open(folders[1] / "home-light-390.difference.png"))
    assert tuple(drawn[7, 3]) == MARK and tuple(drawn[0, 0]) == (255, 255, 255)


def test_a_longer_page_differs_where_it_is_longer(folders, capsys):
    save(folders[0])
    save(folders[1], height=22)
    assert compare(*folders) == 1
    assert "20 pixels differ, x 0 to 9, y 20 to 21; 10×20 became 10×22" in capsys.readouterr().out


def test_a_missing_picture_is_a_difference_and_so_is_having_none(folders, capsys):
    assert compare(*folders) == 1
    save(folders[0])
    assert compare(*folders) == 1
    assert f"only in {folders[0]}" in capsys.readouterr().out
    assert compare(*folders, ["gated-cells"]) == 1
