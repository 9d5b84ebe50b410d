"""Waiting with a deadline: a test that hangs tells nobody anything."""

import time
from collections.abc import Callable


def wait_until(done: Callable[[], object], seconds: float = 45.0, pause: float = 0.01) -> None:
    """Return when `done()` is true; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"waited {seconds:g} s in vain"
        time.sleep(pause)
