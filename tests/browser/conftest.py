"""A real server and a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from explainer.state.keys import css_class
from explainer.state.steps import WHOLE

ROOT = Path(__file__).parents[2]
PLACES = ("/usr/bin/chromium", shutil.which("chromium"))
CHROMIUM = next((path for path in PLACES if path and Path(path).exists()), None)
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]
HARMLESS = ("_stcore", "404 (Not Found)")          # Streamlit probes for its own base path


def pytest_collection_modifyitems(items):
    """Without Chromium these tests are skipped, but never where everything must be tested."""
    if CHROMIUM is None and not os.environ.get("CI"):
        for item in items:
            if Path(item.fspath).parent == Path(__file__).parent:
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers_ok(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as reply:
            return reply.read() == b"ok"
    except OSError:
        return False


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright
    assert CHROMIUM, "these tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Server:
    """The app as everybody starts it, or another script, on a port of its own. A context: the server ends with it."""

    def __init__(self, log: Path, script: str = "streamlit_app.py", **environment: str) -> None:
        self.port, self.log, self.script, self.environment = free_port(), log, script, environment
        self.address = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Server":
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", self.script, "--server.port", str(self.port),
                 "--server.address", "127.0.0.1", "--server.headless", "true"],
                cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=os.environ | self.environment)
        deadline = time.monotonic() + 60
        while not answers_ok(self.address):
            assert self.process.poll() is None and time.monotonic() < deadline, f"no server:\n{self.log.read_text()}"
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


@pytest.fixture(scope="session")
def app(chromium, tmp_path_factory):
    """The address of the running app; nothing goes wrong on it unheard."""
    log = tmp_path_factory.mktemp("server") / "log"
    with Server(log) as server:
        yield server.address
        assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture(scope="session")
def browser_for(chromium):
    """A browser with these options, one for all tests that ask for the same: what it has loaded once, it need not load
    and read again, which is two fifths of a visit. Each tab has a session of its own, and nothing is kept between them.
    """
    made = {}

    def find(**options):
        key = repr(sorted(options.items()))
        if key not in made:
            made[key] = chromium.new_context(**options)
        return made[key]

    yield find
    for context in made.values():
        context.close()


@pytest.fixture
def visit(app, browser_for):
    """Open a page in a tab of its own; whatever the console complains about fails the test."""
    pages, complaints = [], []

    def listen(message) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not all(word in message.text + where for word in HARMLESS):
            complaints.append(f"{message.text} ({where})")

    def open_page(path: str = "/name-generation", width: int = 1280, theme: str = "light", height: int = 900, **more):
        """`more` goes to the browser: `reduced_motion`, `forced_colors`, `has_touch`."""
        pages.append(page := browser_for(color_scheme=theme, **more).new_page())
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(90_000)       # generous: a busy machine must not fail a test
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{app}{path}")
        page.wait_for_selector("h1", timeout=60_000)
        still(page)
        return page

    yield open_page
    for page in pages:
        if not page.is_closed():
            page.evaluate("localStorage.clear()")      # the browser is another test's, too
        page.close()
    assert not complaints, complaints


def control(path: str, key: str) -> str:
    """A selector for a control's widget on the page at `path`, whose chapter may still have plain keys."""
    return f":is(.st-key-{key}, .{css_class(path.strip('/').partition('?')[0], key)})"


def at_step(path: str, step: str) -> str:
    """The same address with a step of the chapter open."""
    path, mark, place = path.partition("#")
    return f"{path}{'&' if '?' in path else '?'}step={step}{mark}{place}"


def whole(path: str) -> str:
    """The same address with the whole chapter open."""
    return at_step(path, WHOLE)


def open_step(page, label: str) -> None:
    """Choose a step of the chapter on its strip."""
    page.get_by_role("radio", name=label, exact=True).click()
    page.wait_for_function("label => document.querySelector('.st-key-u-open-step') && [...document.querySelectorAll("
                           "'[role=radio][aria-checked=true]')].some((one) => one.innerText.trim() === label)",
                           arg=label)
    still(page)


def at_rest(page, key: str, value: float) -> None:
    """Wait until a slider's value is in the address. That the address has *changed* is not enough: where keys are
    pressed fast and the machine is busy, values come there one by one."""
    page.wait_for_function("([key, value]) => Number(new URLSearchParams(location.search).get(key) ?? NaN) === value",
                           arg=[key, value])
    still(page)


def there(page) -> str:
    """Where the page is now. Asked of the page itself: `page.url` waits for events."""
    return page.evaluate("location.pathname + location.search")


def still(page) -> None:
    """Wait until the script has run and the page stands."""
    page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]') && "
                           "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState !== 'running'")
