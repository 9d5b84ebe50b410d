"""Tables of the chapters: every head says what its column holds."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_no_table_has_an_empty_head():
    for path in sorted((ROOT / "pages").rglob("*.py")):
        assert not re.search(r"<th[^>]*></th>", path.read_text()), path.name
