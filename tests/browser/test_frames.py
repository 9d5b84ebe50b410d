"""A teacher's page shows the app in a frame where the host has named that page's server, and nowhere else."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.conftest import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def lesson():
    """Another site, `http://localhost:…`, with a page that shows the address after its question mark in a frame."""
    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{self.path.partition("?")[2]}" width=1000 height=700>'.encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    site = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://localhost:{site.server_port}"
    site.shutdown()
    site.server_close()


@pytest.mark.parametrize("is_named", [True, False], ids=["named", "not named"])
def test_only_pages_of_named_hosts_show_the_app(chromium, tmp_path, lesson, is_named):
    with Server(tmp_path / "log", UNROLLED_FRAME_HOSTS=lesson if is_named else "https://moodle.example.org") as server:
        context = chromium.new_context()
        page, complaints = context.new_page(), []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{lesson}/?{server.address}/name-generation")
        if is_named:
            page.frame_locator("iframe").locator("[data-testid=stApp] h1").wait_for(timeout=60_000)
            assert not [text for text in complaints if "frame-ancestors" in text]
        else:
            for _ in range(200):
                if [text for text in complaints if "frame-ancestors" in text]:
                    break
                page.wait_for_timeout(100)
            assert [text for text in complaints if "frame-ancestors" in text]
            assert not page.frame_locator("iframe").locator("[data-testid=stApp]").count()
        context.close()
