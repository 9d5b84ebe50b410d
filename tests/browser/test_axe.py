"""axe-core finds nothing in any chapter; both themes and two widths take turns."""

import os

import pytest

from tests import axe
from tests.browser.conftest import still

TURNS = [("light", 1280), ("dark", 320), ("dark", 1280), ("light", 320)]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(
    not axe.SCRIPT.exists() and not os.environ.get("CI"), reason="no axe-core: npm ci in tests/javascript")]


@pytest.mark.parametrize(("place", "turn"), [(place, TURNS[i % len(TURNS)]) for i, place in enumerate(axe.PLACES)])
def test_axe_finds_nothing(visit, place, turn):
    theme, width = turn
    page = visit(f"/{place}", width=width, theme=theme)
    page.wait_for_timeout(1500)
    still(page)
    axe.unfold(page)
    assert not axe.faults(page)
