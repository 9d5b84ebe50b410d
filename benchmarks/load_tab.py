"""One browser tab: a websocket session with its cookies, which sends one thing at a time and waits for the answer."""

import asyncio
import contextlib
import time
import urllib.request
from urllib.parse import urlsplit

from load_messages import Run, Screen, rerun, uploaded
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

LONGEST = 60.0           # seconds until an answer counts as lost
XSRF = "_streamlit_xsrf"
FIRST = ("/", "/_stcore/health", "/_stcore/host-config")     # what a browser fetches before it opens the socket


class Lost(Exception):  # noqa: N818
    """No answer, or the socket closed."""


class Tab:
    """A tab at `address`, "http://127.0.0.1:8501". `close` it; then `open` begins a session anew.

    `errors` gathers what went wrong in any of its sessions. Raises Lost where no answer comes.
    """

    def __init__(self, address: str) -> None:
        self.address, self.screen = address.rstrip("/"), Screen()
        self.cookies: dict[str, str] = {}
        self.errors: list[str] = []
        self.looked = asyncio.Event()            # set whenever a run has ended
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task] = []
        self._clocks: dict[str, tuple[float, asyncio.Task]] = {}
        self._answer: asyncio.Future[Run] | None = None
        self._whole = self._has_begun = self._is_closing = False

    async def open(self, place: str, query: str = "") -> float:
        """A new session at a page; returns the seconds until its run was over."""
        await self.close()
        began = time.perf_counter()
        self.screen, self._is_closing = Screen(query=query), False
        try:
            for path in FIRST:
                await self._fetch(path)
            self._socket = await connect(
                f"ws{self.address.removeprefix('http')}/_stcore/stream", origin=self.address, open_timeout=LONGEST,
                subprotocols=["streamlit", self.cookies.get(XSRF, "PLACEHOLDER_AUTH_TOKEN")], max_size=None,
                additional_headers={"Cookie": self._cookie()} if self.cookies else None, proxy=None)
        except (OSError, TimeoutError, WebSocketException) as error:
            self.errors.append(f"no connection: {type(error).__name__}")
            raise Lost from error
        self._tasks = [asyncio.create_task(self._listen())]
        await self._ask(rerun(self.screen, place=place, url=f"{self.address}/{place}"), whole=True)
        return time.perf_counter() - began

    async def follow(self, place: str, query: str = "") -> float:
        """Follow a link to another page, as in the menu; returns the seconds until its run was over."""
        began = time.perf_counter()
        self.screen.query = query
        await self._ask(rerun(self.screen, page=self.screen.pages.get(place), url=f"{self.address}/{place}"),
                        whole=True)
        return time.perf_counter() - began

    async def say(self, state: WidgetState) -> float:
        """The visitor moved a widget; returns the seconds until the run that shows it was over."""
        began = time.perf_counter()
        widget = self.screen.widgets[state.id]
        await self._ask(rerun(self.screen, moved=[state], fragment=widget.fragment, url=self.address), whole=False)
        return time.perf_counter() - began

    async def bring(self, key: str, name: str, data: bytes) -> float:
        """Put a file into a field for files; returns the seconds until the run that shows it was over."""
        began, asked = time.perf_counter(), BackMsg()
        asked.file_urls_request.request_id, asked.file_urls_request.session_id = name, self.screen.session
        asked.file_urls_request.file_names.append(name)
        await self._send(asked)
        while not self.screen.places:
            await asyncio.sleep(0.01)
        place = self.screen.places.pop()
        await asyncio.to_thread(self._put, place.upload_url, name, data)
        await self.say(uploaded(self.screen.find(key), place, name, len(data)))
        return time.perf_counter() - began

    async def close(self) -> None:
        """Close the tab; its session stays with the server for as long as that keeps such."""
        self._is_closing = True
        for task in (*self._tasks, *(task for _, task in self._clocks.values())):
            task.cancel()
        self._tasks, self._clocks = [], {}
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def _ask(self, message: BackMsg, whole: bool) -> None:
        """Send and wait for a run that begins after it and ends well; `whole`: only one of the whole page counts."""
        self._answer = asyncio.get_running_loop().create_future()
        self._whole, self._has_begun = whole, False
        try:
            await self._send(message)
            await asyncio.wait_for(self._answer, LONGEST)
        except TimeoutError as error:
            self.errors.append(f"no answer in {LONGEST:.0f} s")
            raise Lost from error
        finally:
            self._answer = None

    async def _send(self, message: BackMsg) -> None:
        if self._socket is None:
            raise Lost
        try:
            await self._socket.send(message.SerializeToString())
        except WebSocketException as error:
            raise Lost from error

    async def _listen(self) -> None:
        with contextlib.suppress(WebSocketException):
            async for data in self._socket:
                self._take(ForwardMsg.FromString(data))
        if not self._is_closing:
            self.errors.append(f"the socket closed: {self._socket.close_code}")
            if self._answer and not self._answer.done():
                self._answer.set_exception(Lost())
            self.looked.set()

    def _take(self, message: ForwardMsg) -> None:
        ended = self.screen.take(message)
        self.errors += self.screen.errors
        self.screen.errors.clear()
        if message.WhichOneof("type") == "new_session":
            self._has_begun = True
        if ended is not None:
            self.looked.set()
            if (self._answer and not self._answer.done() and self._has_begun
                    and not (self._whole and ended.fragments)):
                self._answer.set_result(ended)
        self._wind_the_clocks()

    def _wind_the_clocks(self) -> None:
        """Let fragments run by the clock as the server says, and no longer."""
        wanted = self.screen.clocks
        for fragment in [one for one, (seconds, _) in self._clocks.items() if wanted.get(one) != seconds]:
            self._clocks.pop(fragment)[1].cancel()
        for fragment, seconds in wanted.items():
            if fragment not in self._clocks:
                self._clocks[fragment] = seconds, asyncio.create_task(self._tick(fragment, seconds))

    async def _tick(self, fragment: str, seconds: float) -> None:
        with contextlib.suppress(Lost):
            while True:
                await asyncio.sleep(seconds)
                await self._send(rerun(self.screen, fragment=fragment, clock=True, url=self.address))

    async def _fetch(self, path: str) -> None:
        """GET, for the cookies: that against forged requests, and the one by which nginx finds the replica again."""
        where = urlsplit(self.address)
        reader, writer = await asyncio.open_connection(where.hostname, where.port or 80)
        cookie = f"Cookie: {self._cookie()}\r\n" if self.cookies else ""
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\n{cookie}Connection: close\r\n\r\n".encode())
        try:
            answer = await asyncio.wait_for(reader.read(), LONGEST)
        finally:
            writer.close()
        head = answer.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
        if " 200 " not in f"{head[0]} ":
            self.errors.append(f"{path}: {head[0]}")
        for line in head[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                known, _, said = value.split(";")[0].strip().partition("=")
                self.cookies[known] = said

    def _put(self, path: str, name: str, data: bytes) -> None:
        head = f'--part\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'.encode()
        asked = urllib.request.Request(
            f"{self.address}{path}", method="PUT", data=head + data + b"\r\n--part--\r\n",
            headers={"Content-Type": "multipart/form-data; boundary=part", "Cookie": self._cookie(),
                     "X-Xsrftoken": self.cookies.get(XSRF, "")})
        urllib.request.urlopen(asked, timeout=LONGEST).close()

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())
