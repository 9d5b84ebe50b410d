"""Memory that nobody needs any more, handed back to the system."""

import contextlib
import ctypes
import gc


def give_back() -> None:
    """Collect what is garbage, and have the allocator return what is free."""
    gc.collect()
    trim()


def trim() -> None:
    """Have the allocator return what is free.

    glibc keeps what was freed in the arena of the thread that asked for it, in case it asks again: a server with a
    hundred threads would hold the most that each of them ever had. Where there is no glibc, nothing happens.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
