"""What nobody needs is collected, and goes back to the system."""

import gc
import sys
import weakref

import pytest

from explainer.training.memory import give_back


class Circle:
    def __init__(self) -> None:
        self.itself, self.held = self, "x" * 1_000


def resident() -> float:
    """What this process has in memory, in megabytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1e6


def test_what_holds_itself_is_collected():
    gone = weakref.ref(Circle())
    give_back()
    assert gone() is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc says it")
def test_freed_memory_goes_back_though_something_above_it_is_kept():
    """As in a server: what a visitor brought lies between things that stay."""
    many = [bytes(2_000) for _ in range(100_000)]
    kept = many[::500]
    del many
    gc.collect()
    before = resident()
    give_back()
    assert resident() < before - 100, "some 200 MB were free"
    assert kept
