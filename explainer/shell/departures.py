"""What visitors who have left were holding of the server's memory, given back.

Streamlit keeps a lost session for `server.disconnectedSessionTTL` seconds and then forgets it, but only looks when
the next visitor comes or goes: the last ones of an evening would stay until the morning. A session it has forgotten
is a cycle of references, with its uploads, lists and models, and a cycle is freed by a full collection only, which a
quiet server does not come to.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from streamlit import runtime

from explainer.training.kinds.registry import forget_what_was_brought
from explainer.training.memory import give_back

LOG = logging.getLogger(__name__)
EVERY = 30.0             # seconds between two looks
ROUNDS = 2               # after a departure: a script that still ran when it ended holds its session for a while


def let_go() -> None:
    """Let go of what the sessions that have ended held, and of what the server had made of lists."""
    forget_what_was_brought()
    give_back()


@asynccontextmanager
async def departures_watched(every: float = EVERY, let_go: Callable[[], None] = let_go) -> AsyncIterator[None]:
    """For the server's lifespan: whenever sessions have ended since the last look, their memory is given back."""
    task = asyncio.create_task(_watch(every, let_go))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _watch(every: float, let_go: Callable[[], None]) -> None:
    """In the server's own loop, as Streamlit's sessions want to be asked, and ended."""
    before, rounds = set(), 0
    while True:
        await asyncio.sleep(every)
        try:
            now = sessions()
        except Exception:          # of another version of Streamlit: a server that keeps its memory serves all the same
            LOG.exception("Which sessions there are cannot be told: what they held is kept")
            return
        rounds = ROUNDS if before - now else rounds - 1
        if rounds > 0:
            let_go()
        before = now


def sessions() -> set[str]:
    """Every session that is kept, connected or lost; those that have been lost for too long are forgotten first."""
    if not runtime.exists():
        return set()
    manager = runtime.get_instance()._session_mgr
    manager._session_storage._cache.expire()
    return {one.session.id for one in manager.list_sessions()}
