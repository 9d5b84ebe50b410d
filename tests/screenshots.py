"""Photographs of every page, in both themes and two widths, each from top to bottom; and what changed between two sets.

    python -m tests.screenshots FOLDER
    python -m tests.screenshots --compare BEFORE AFTER

On the same code, machine and fonts two runs give the same pixels. Four things see to that:
- The server draws random numbers from a fixed seed wherever the app gives none (home would show other names each time),
  and it computes in one thread.
- The browser asks for reduced motion, and for the page's own frames the clock stands still: nothing plays on by itself.
  Whatever began to play is sent to its last step with the End key.
- The window is made as tall as the page: nothing scrolls, so nothing waits to be scrolled to.
- A picture counts once it comes out the same three times in a row, after the script has run and everything is there.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, ROOT, answers_ok, free_port
from tests.differences import compare
from tests.waiting import wait_until

THEMES = ("light", "dark")
WIDTHS = (1280, 390)
HEIGHT = 900               # before it is known how tall the page is
TALLEST = 16_000           # a taller window Chromium does not paint to its end
FLAGS = (*ARGUMENTS, "--disable-partial-raster")       # or the edge of a curve depends on what was painted before
# More BLAS threads round otherwise, and a training that explodes (clipping) makes other curves of that.
STEADY = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
SECONDS = 240.0            # for one page: the first visit computes for a while, and the machine may be busy
PAUSE = 400                # milliseconds between two looks at the same page
ALIKE = 3                  # that many looks in a row must give the same picture

# Streamlit, but whoever asks NumPy for random numbers without a seed gets the same ones each time.
SERVER = """
import sys
import numpy as np
from streamlit.web.cli import main
seeded = np.random.default_rng
np.random.default_rng = lambda seed=None: seeded(0 if seed is None else seed)
sys.argv[0] = "streamlit"
main()
"""
# Players measure time from frame to frame; here no time passes between two frames.
STAND_STILL = "{ const ask = requestAnimationFrame; window.requestAnimationFrame = (then) => ask(() => then(0)); }"
DRAWN = """() => {
  const all = (which) => [...document.querySelectorAll(which)];
  const app = document.querySelector('[data-testid=stApp]');
  return app?.dataset.testScriptState === 'notRunning' && document.fonts.status === 'loaded' && all('h1').length
    && !all('[data-testid=stStatusWidget], [data-testid=stSpinner], [data-testid*=Skeleton], [data-stale=true]').length
    && all('.stPlotlyChart').every((chart) => chart.querySelector('.main-svg'))
    && all('[data-testid=stDataFrame]').every((table) => table.querySelector('canvas'))
    && all('img').every((image) => image.complete);
}"""
STOP_PLAYING = """() => {
  const roots = [document, ...[...document.querySelectorAll('*')].map((one) => one.shadowRoot).filter(Boolean)];
  for (const root of roots) for (const button of root.querySelectorAll('button[aria-label=Pause]')) {
    const picture = root.querySelector('[role=application]');
    picture?.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }));
    if (button.ariaLabel === 'Pause') button.click();
  }
}"""
HOW_TALL = """() => { const main = document.querySelector('[data-testid=stMainBlockContainer]');
  return Math.ceil(main.getBoundingClientRect().bottom + main.parentElement.scrollTop); }"""
LINKS = """() => [...document.querySelectorAll('a[href]')].filter((link) => link.origin === location.origin)
  .map((link) => link.pathname)"""
BROKEN = "[data-testid=stException], [role=dialog]"


@contextmanager
def serving() -> Iterator[str]:
    """The address of the app, on a port of its own; it has run once, so that deep links open."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER, "run", "streamlit_app.py", "--server.port", str(port), "--server.address",
             "127.0.0.1", "--server.headless", "true"],
            cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=os.environ | STEADY)
        try:
            wait_until(lambda: server.poll() is not None or answers_ok(address), 60, 0.1)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
            log.seek(0)
            if "Traceback" in (said := log.read()):
                print(said, file=sys.stderr)


@contextmanager
def visiting(browser: Browser, address: str, theme: str, width: int) -> Iterator[Page]:
    """A page, as a visitor of its own sees it when everything is drawn and nothing moves."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=theme,
                                  reduced_motion="reduce")
    context.add_init_script(STAND_STILL)
    page = context.new_page()
    page.set_default_timeout(SECONDS * 1000)
    page.goto(address)
    page.wait_for_function(DRAWN)
    yield page
    context.close()


def photograph(page: Page) -> bytes:
    """The whole page, once it stands."""
    deadline, looks = time.monotonic() + SECONDS, []
    while len(looks) < ALIKE:
        assert time.monotonic() < deadline, f"{page.url} does not come to rest"
        page.wait_for_function(DRAWN)
        page.evaluate(STOP_PLAYING)
        height = page.evaluate(HOW_TALL)
        assert height <= TALLEST, f"{page.url} is {height} pixels tall, more than can be painted at once"
        if height != page.viewport_size["height"]:
            page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
            looks = []
        page.wait_for_timeout(PAUSE)
        look = page.screenshot(animations="disabled", caret="hide")
        looks = [*looks, look] if not looks or looks[-1] == look else [look]
    return looks[-1]


def pages_of(browser: Browser, address: str) -> list[str]:
    """Home, and every page that it links to."""
    with visiting(browser, address, THEMES[0], WIDTHS[0]) as page:
        names = [path.strip("/") for path in page.evaluate(LINKS)]
    return list(dict.fromkeys(["home", *(name for name in names if name and "/" not in name)]))


def take(folder: Path, only: Collection[str] = ()) -> int:
    """Photograph the pages into `folder`; how many showed an error."""
    assert CHROMIUM, "no Chromium: apt-get install chromium"
    folder.mkdir(parents=True, exist_ok=True)
    broken = 0
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        found = pages_of(browser, address)
        for name in only or found:
            for theme in THEMES:
                for width in WIDTHS:
                    began = time.monotonic()
                    with visiting(browser, f"{address}/{'' if name == 'home' else name}", theme, width) as page:
                        (folder / f"{name}-{theme}-{width}.png").write_bytes(photograph(page))
                        error = page.locator(BROKEN).count() > 0
                        height = page.viewport_size["height"]
                    broken += error
                    print(f"{name}-{theme}-{width}: {height} pixels tall, {time.monotonic() - began:.1f} s"
                          f"{', SHOWS AN ERROR' if error else ''}", flush=True)
        browser.close()
    return broken


def main() -> int:
    """The command line; 1 if a page is broken, or if pictures differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="where the pictures are")
    parser.add_argument("--compare", action="store_true", help="compare the pictures of two folders, BEFORE and AFTER")
    parser.add_argument("--pages", nargs="+", default=(), metavar="PAGE",
                        help="only these, named as in their addresses; / is home")
    asked = parser.parse_args()
    if len(asked.folders) != 1 + asked.compare:
        parser.error("two folders to compare, one to photograph into")
    only = [name.strip("/") or "home" for name in asked.pages]
    return int((compare(*asked.folders, only) if asked.compare else take(asked.folders[0], only)) > 0)


if __name__ == "__main__":
    sys.exit(main())
