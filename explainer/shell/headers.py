"""What every answer of the server says to the browser: what a page may load, who may show it in a frame, which replica
answered. Knows no Streamlit.
"""

import os
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

FRAME_HOSTS = "UNROLLED_FRAME_HOSTS"     # environment: origins that may show the app in a frame, divided by spaces
REPLICA = "UNROLLED_REPLICA"             # environment: what the proxy calls this replica
REPLICA_HEADER = "x-unrolled-replica"
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9-]{1,40}")
# Everything comes from the server itself. Streamlit's page has styles and scripts of its own in it, and the scripts of
# the app's components are imported from blobs.
_SOURCES = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
_ANSWERS = ("http.response.start", "websocket.accept", "websocket.http.response.start")

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGI = Callable[[Message, Receive, Send], Awaitable[None]]


def headers(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The headers that the environment asks for, names in small letters.

    Raises ValueError, in one sentence, for a frame host or a replica's name that is none.
    """
    hosts = frame_hosts(environment.get(FRAME_HOSTS, ""))
    policy = {**_SOURCES, "frame-ancestors": " ".join(("'self'", *hosts))}
    told = {
        "content-security-policy": "; ".join(f"{name} {sources}" for name, sources in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",         # an address holds what a visitor typed
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }
    if not hosts:                                 # this older header cannot name hosts
        told["x-frame-options"] = "SAMEORIGIN"
    if replica := environment.get(REPLICA):
        if not _NAME.fullmatch(replica):
            raise ValueError(f"{REPLICA} is {replica!r}: a name has 1 to 40 letters, digits and hyphens.")
        told[REPLICA_HEADER] = replica
    return told


def frame_hosts(text: str) -> tuple[str, ...]:
    """The origins in a text, divided by spaces. Raises ValueError for one that is not like https://*.example.org."""
    hosts = tuple(text.split())
    for host in hosts:
        if not _ORIGIN.fullmatch(host):
            raise ValueError(f"{FRAME_HOSTS} names {host!r}: an origin looks like https://moodle.example.org "
                             "or https://*.example.org.")
    return hosts


class Headers:
    """ASGI middleware that adds `added` (name: value) to every answer, also to a websocket's, where it has them not."""

    def __init__(self, app: ASGI, added: Mapping[str, str]) -> None:
        self.app = app
        self.added = [(name.lower().encode(), value.encode()) for name, value in added.items()]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass everything on; add to answers."""
        async def send_with_headers(message: Message) -> None:
            if message["type"] in _ANSWERS:
                own = list(message.get("headers", ()))
                names = {name.lower() for name, _ in own}
                message = {**message, "headers": own + [pair for pair in self.added if pair[0] not in names]}
            await send(message)

        await self.app(scope, receive, send_with_headers)
