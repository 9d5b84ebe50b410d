"""What the page tests share."""

from collections.abc import Callable

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager

from tests.visitor import Visitor


@pytest.fixture
def visitor(quiet_runner) -> Visitor:
    """Somebody who has just opened the name page."""
    return Visitor()


@pytest.fixture
def taken_home(monkeypatch) -> Callable[[str], bytes]:
    """Press a download button: the bytes of the newest file on offer whose name ends so.

    The file is made when the button is pressed, so this makes it when it is asked for.
    """
    real, offered = MediaFileManager.add_deferred, {}

    def add(self, make, mimetype, coordinates, file_name=None, **options):
        offered.pop(file_name, None)
        offered[file_name] = make
        return real(self, make, mimetype, coordinates, file_name, **options)

    monkeypatch.setattr(MediaFileManager, "add_deferred", add)
    return lambda end: next(make for name, make in reversed(offered.items()) if name.endswith(end))()
