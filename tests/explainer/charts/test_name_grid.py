"""A grid of names says what each one is, and text stays text."""

import pytest

from explainer.charts.name_grid import name_grid
from tests.markup import WILD, Reader, tags


@pytest.mark.parametrize("name", WILD)
def test_a_grid_shows_markup_as_text(name):
    html = name_grid([name, "Ada"], [True, False], [True, True])
    assert tags(html) == tags(name_grid(["Eva", "Ada"], [True, False], [True, True]))
    assert name in Reader(html).text


def test_a_grid_says_what_each_name_is():
    html = name_grid(["Ada", "Eva", "", "Aaa"], [True, False, False, True], [True, True, True, False])
    assert Reader(html).text == ["Ada", "new", "Eva", "in the list", "∎", "ended at once", "Aaa",
                                 "cut: it never ended"]
    assert Reader(name_grid(["Ada"], None, [True])).text == ["Ada"]
