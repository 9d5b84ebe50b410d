"""A running Streamlit app and a Chromium that looks at it: what the app's benchmarks share."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
APP = "streamlit_app.py"
PLACE = "/usr/bin/chromium"
SHADOW = "[...document.querySelectorAll('.st-key-{key} *')].map(e => e.shadowRoot).find(Boolean)"       # of a component
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# Counts from the browser's own keydown until the first frame in which `told` gives something else. Nothing is not
# something else: Streamlit takes a Plotly chart away first, and draws the next a few frames later.
_WATCH = """() => { const told = () => %s; window.took = null; const before = told();
  document.addEventListener('keydown', () => { const began = performance.now();
    const look = () => {
      const now = told();
      if (now && now !== before) window.took = performance.now() - began; else requestAnimationFrame(look); };
    requestAnimationFrame(look); }, { once: true, capture: true }); }"""


@contextmanager
def running(script: str = APP) -> Iterator[str]:
    """The address of an app on a port of its own, warm; it is stopped in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.headless", "true",
         "--server.address", "127.0.0.1"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for place in ("health", "script-health-check"):
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"{address}/_stcore/{place}", timeout=30).read()
                    break
                except OSError:
                    time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; each page in it is a visitor of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PLACE, args=ARGUMENTS)
        yield browser
        browser.close()


def presses_to_redraw(page: Page, where: str, told: str, presses: int, pause: int = 120) -> list[float]:
    """Milliseconds for each press of an arrow key; left and right in turn, with a pause to come to rest.

    `told` is a JavaScript expression that changes when the new value is drawn.
    """
    page.locator(where).first.focus()
    took = []
    for i in range(presses + 3):
        page.evaluate(_WATCH % told)
        page.keyboard.press("ArrowLeft" if i % 2 == 0 else "ArrowRight")
        page.wait_for_function("() => window.took !== null", timeout=20_000)
        took.append(page.evaluate("window.took"))
        page.wait_for_timeout(pause)
    return took[3:]                      # the first ones warm the caches
