"""A visitor of this chapter."""

import pytest

from tests.pages.why_recurrence.opening import PAGE
from tests.visitor import Visitor


@pytest.fixture
def visitor(quiet_engine) -> Visitor:
    return Visitor(page=PAGE)
