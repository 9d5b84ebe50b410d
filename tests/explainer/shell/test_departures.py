"""Sessions that have ended are forgotten without the next visitor, and what they held is given back."""

import asyncio
import contextlib
from types import SimpleNamespace

from streamlit import runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from explainer.shell import departures


def info(name: str) -> SimpleNamespace:
    return SimpleNamespace(session=SimpleNamespace(id=name))


def test_a_session_that_was_lost_for_too_long_is_forgotten_though_nobody_comes(monkeypatch):
    storage = MemorySessionStorage(ttl_seconds=0.01)
    manager = WebsocketSessionManager(storage, MemoryUploadedFileManager("/"), None, None)
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: SimpleNamespace(_session_mgr=manager))
    manager._active_session_info_by_id["here"] = info("here")
    storage.save(info("gone"))
    assert "gone" in storage._cache._data
    asyncio.run(asyncio.sleep(0.02))
    assert departures.sessions() == {"here"}
    assert not storage._cache._data                  # not only out of sight, as Streamlit has it


def test_memory_is_given_back_after_a_departure_and_not_otherwise(monkeypatch):
    looks = [{"a"}, {"a", "b"}, {"b"}, {"b"}, {"b"}, {"b", "c"}]
    given, seen = [], []
    monkeypatch.setattr(departures, "sessions", lambda: seen.append(looks[len(seen)]) or seen[-1])

    async def watch() -> None:
        with contextlib.suppress(IndexError):
            async with departures.departures_watched(0.001, lambda: given.append(len(seen))):
                while len(seen) < len(looks):
                    await asyncio.sleep(0.001)

    asyncio.run(watch())
    assert given == [3, 4]                           # after the third look, when a is gone, and once more
