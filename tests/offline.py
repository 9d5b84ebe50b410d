"""A page that is offline for two minutes, on a server as everybody starts it: is it then as it was, and does it listen?

    python -m tests.offline               two minutes
    python -m tests.offline 240           longer than the server remembers a lost connection

No part of the suite, for it takes as long as it says. The exit code is 1 if anything was lost.
"""

import argparse
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Server, still
from tests.browser.connection import WATCHED, connected, cut, seen, until_same

OPENED = "/name-generation?temperature=1.1&count=7&prefix=ma"
WIDE = {"width": 1280, "height": 900}


def main() -> int:
    """Open a page, take the network away while a first letter is being typed, and give it back."""
    parser = argparse.ArgumentParser(prog="python -m tests.offline", description=__doc__.split("\n\n")[0])
    parser.add_argument("seconds", nargs="?", type=float, default=120.0)
    asked = parser.parse_args()
    with (tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright,
          Server(Path(folder, "log"), UNROLLED_STORE=folder) as server):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = opened(browser, server.address + OPENED)
        field = page.get_by_label("First letters")
        field.fill("jo")
        cut(page)
        print(f"offline for {asked.seconds:g} s …", flush=True)
        time.sleep(asked.seconds)
        connected(page)
        page.wait_for_function("() => document.querySelector('input[aria-label=\"First letters\"]:enabled')")
        field.press("Enter")
        page.wait_for_function("() => location.search.includes('prefix=jo')")
        fresh = opened(browser, server.address + page.evaluate("location.pathname + location.search"))
        try:
            until_same(page, fresh)
        except AssertionError:
            print(f"LOST: the page shows\n{seen(page)}\nand its address opens\n{seen(fresh)}")
            return 1
        finally:
            browser.close()
    print("what was typed was heard, and the page is as its address opens")
    return 0


def opened(browser, address: str):
    """A page in a browser of its own."""
    context = browser.new_context(viewport=WIDE)
    context.add_init_script(WATCHED)
    page = context.new_page()
    page.set_default_timeout(45_000)
    page.goto(address)
    page.wait_for_selector(".u-names")
    still(page)
    return page


if __name__ == "__main__":
    raise SystemExit(main())
