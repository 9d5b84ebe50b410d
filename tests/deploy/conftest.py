"""A real nginx with the configuration that ships, before replicas of the real app, all on this machine's loopback."""

import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.browser.conftest import Server, free_port

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NGINX = next((path for path in (shutil.which("nginx"), "/usr/sbin/nginx") if path and Path(path).exists()), None)
NEEDS_NGINX = pytest.mark.skipif(NGINX is None and not os.environ.get("CI"), reason="no nginx: apt-get install nginx")


def on_loopback(text: str, folder: Path, port: int, replicas: dict[str, int]) -> str:
    """The shipped nginx.conf with nothing changed but where it listens, where it writes, and where the replicas are.

    `replicas` says for each name in it the port on this machine. Raises AssertionError where a place is not found.
    """
    places = {"/tmp/": f"{folder}/", "/dev/stdout": f"{folder}/access", "/dev/stderr": f"{folder}/error",
              "listen 8080;": f"listen 127.0.0.1:{port};"}
    places |= {f"server {name}:8501": f"server 127.0.0.1:{at}" for name, at in replicas.items()}
    for place, here in places.items():
        assert place in text, place
        text = text.replace(place, here)
    assert not re.search(r"^\s*server unrolled", text, re.MULTILINE)
    return text


class Proxy:
    """nginx before some replicas. A context: it ends with it."""

    def __init__(self, folder: Path, replicas: dict[str, int]) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        folder.mkdir(exist_ok=True)
        self.configuration = folder / "nginx.conf"
        self.configuration.write_text(on_loopback((DEPLOY / "nginx.conf").read_text(), folder, self.port, replicas))

    def command(self, *more: str) -> list[str]:
        """How nginx is started here."""
        return [NGINX, "-p", str(self.folder), "-e", f"{self.folder}/start", "-c", str(self.configuration), *more]

    def __enter__(self) -> "Proxy":
        as_it_is = "user root; " if os.geteuid() == 0 else ""         # its workers must reach the test's folder
        self.process = subprocess.Popen(self.command("-g", f"{as_it_is}daemon off;"))
        deadline = time.monotonic() + 30
        while not self._listens():
            assert self.process.poll() is None and time.monotonic() < deadline, (self.folder / "start").read_text()
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)

    def _listens(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/_stcore/metrics", timeout=2):
                return False
        except urllib.error.HTTPError as answer:
            return answer.code == 404
        except OSError:
            return False

    @property
    def log(self) -> str:
        """What it has written of requests so far."""
        return (self.folder / "access").read_text()


class Replica(Server):
    """One of the replicas, as the image starts it, by the name that the proxy knows it by."""

    def __init__(self, log: Path, name: str, store: Path) -> None:
        super().__init__(log, UNROLLED_REPLICA=name, UNROLLED_STORE=str(store), STREAMLIT_SERVER_COOKIE_SECRET="tests")

    def kill(self) -> None:
        """It ends without a word, as when its machine does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)
