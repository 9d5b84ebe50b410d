"""Tables of the chapters: every head says what its column holds."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_table_has_an_empty_head():
    pages = sorted((ROOT / "pages").rglob("*.py"))
    assert any("<th" in path.read_text() for path in pages)          # or there is nothing to look at
    for path in pages:
        assert not re.search(r"<th[^>]*></th>", path.read_text()), path.name
