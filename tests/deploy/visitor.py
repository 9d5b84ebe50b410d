"""What a browser says to the server, spoken from Python: cookies, the page's websocket, an upload."""

import http.client
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

COOKIE = "unrolled_replica"
XSRF = "_streamlit_xsrf"


class Answer(NamedTuple):
    """Status, headers with names in small letters, and body."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Visitor:
    """Somebody with a browser of his own, who keeps cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    session: str = ""

    @property
    def replica(self) -> str | None:
        """Where the cookie says that this visitor belongs."""
        return self.cookies.get(COOKIE)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request with the cookies, whose answer's cookies are kept."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {**self._cookie_header(), **headers})
        answer = connection.getresponse()
        self._keep(answer.headers.get_all("Set-Cookie", []))
        told = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return told

    def get(self, path: str, **headers: str) -> Answer:
        """A page or a file."""
        return self.ask("GET", path, **headers)

    def open_page(self) -> ClientConnection:
        """The page, as a browser opens it: HTML, then what a frontend asks first, then the websocket and a first run.

        Returns the websocket, after the script has run; the session's id is kept.
        """
        assert self.get("/").status == 200
        assert self.get("/_stcore/health").status == self.get("/_stcore/host-config").status == 200
        return self.connect()

    def connect(self) -> ClientConnection:
        """The websocket alone, as after a lost connection; the old session is asked for."""
        told = [name for name in ("streamlit", self.cookies.get(XSRF, "none"), self.session) if name]
        origin = f"http://127.0.0.1:{self.port}"
        socket = connect(f"ws://127.0.0.1:{self.port}/_stcore/stream", origin=origin, subprotocols=told,
                         additional_headers=self._cookie_header(), max_size=None, open_timeout=60, legacy=True)
        self._keep(socket.response.headers.get_all("Set-Cookie"))
        run(socket)
        self.session = until(socket, "new_session").new_session.initialize.session_id
        until(socket, "script_finished")
        return socket

    def upload(self, data: bytes, name: str = "names.txt") -> Answer:
        """A file for the open page, as its uploader sends it."""
        parts = (f'--line\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                 f"Content-Type: text/plain\r\n\r\n").encode() + data + b"\r\n--line--\r\n"
        return self.ask("PUT", f"/_stcore/upload_file/{self.session}/a-file", parts, **{
            "X-Xsrftoken": self.cookies.get(XSRF, ""), "Content-Type": "multipart/form-data; boundary=line"})

    def _cookie_header(self) -> dict[str, str]:
        pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": pairs} if pairs else {}

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}


def run(socket: ClientConnection) -> None:
    """Ask for a run of the script."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    socket.send(message.SerializeToString())


def until(socket: ClientConnection, kind: str, messages: int = 5000) -> ForwardMsg:
    """The next message of a kind; others before it are passed over."""
    for _ in range(messages):
        message = ForwardMsg()
        message.ParseFromString(socket.recv(timeout=90))
        if message.WhichOneof("type") == kind:
            return message
    raise AssertionError(f"no {kind} among {messages} messages")
