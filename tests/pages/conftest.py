"""What the page tests share."""

import pytest

from tests.visitor import Visitor


@pytest.fixture
def visitor(quiet_runner) -> Visitor:
    """Somebody who has just opened the name page."""
    return Visitor()


@pytest.fixture
def taken_home(monkeypatch) -> dict[str, bytes]:
    """The bytes behind the page's download buttons, by file name."""
    from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
    real, found = MemoryMediaFileStorage.load_and_get_id, {}

    def load(self, data, mimetype, kind, filename=None):
        if filename:
            found[filename] = data.encode() if isinstance(data, str) else data
        return real(self, data, mimetype, kind, filename)

    monkeypatch.setattr(MemoryMediaFileStorage, "load_and_get_id", load)
    return found
