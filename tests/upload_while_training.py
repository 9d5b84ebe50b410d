"""Upload what people have while another visitor trains, in Chromium, and measure what the other notices of it.

    python -m tests.upload_while_training            a list of 200,000 names, a series of 2,000 values, 5,000 reviews
    python -m tests.upload_while_training --small    a tenth of each

No part of the suite: it takes some minutes. The other visitor's page asks the server's health address every 50 ms and
writes down when the words of its own training run change, which they do about once a second. Printed are, for each
upload, how long it took, the longest the other had to wait for the server and for news, and the memory of the server's
processes; at the end that memory once more, when all visitors have left. The exit code is 1 if the server ever took
more than a second to answer.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import uploads
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Server, still

MOST_MILLISECONDS = 1_000
TRAINS = "/name-generation?list=given_names&cell=gru&hidden=64&steps=20000&seed=77&step=train"
LEFT = 240               # seconds until a session that has ended is forgotten (`disconnectedSessionTTL`), and some more


def main() -> int:
    """Run all uploads and tell what they cost."""
    parser = argparse.ArgumentParser(prog="python -m tests.upload_while_training",
                                     description=__doc__.split("\n\n")[0])
    parser.add_argument("--small", action="store_true", help="a tenth of everything")
    parser.add_argument("--wait", type=int, default=LEFT, metavar="SECONDS", help="after everybody has left")
    asked = parser.parse_args()
    part = 10 if asked.small else 1
    files = {"list_file": ("/name-generation?step=list", "names.txt", uploads.names(200_000 // part)),
             "own_series_file": ("/hidden-state?series_read=lynx", "series.csv", uploads.series(2_000 // part)),
             "own_texts_files": ("/why-recurrence?step=own-texts", "reviews.csv", uploads.reviews(5_000 // part, 220))}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["UNROLLED_STORE"] = str(Path(folder, "store"))
        with Server(Path(folder, "log")) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            worst = measured(browser, server, files)
            browser.close()
            time.sleep(asked.wait)
            print(f"{asked.wait} s after everybody has left: {memory(server.process.pid):.0f} MB", flush=True)
    return int(worst > MOST_MILLISECONDS)


def measured(browser: Browser, server: Server, files: dict[str, tuple[str, str, bytes]]) -> float:
    """Upload all of them, one after the other; the longest that the server took to answer, in milliseconds."""
    pages = {key: opened(browser, server.address + place) for key, (place, _, _) in files.items()}
    other = opened(browser, server.address + TRAINS)
    other.locator(".st-key-train button").click()
    other.locator("[data-testid=stProgress]").get_by_text(re.compile(r"Step [\d,]+ of")).wait_for()
    other.evaluate(uploads.HEARTBEAT)
    other.wait_for_timeout(10_000)
    worst = told("nothing, for comparison", 10.0, other, server)
    for key, (_, name, data) in files.items():
        seconds = timed(lambda key=key, name=name, data=data: uploads.bring(pages[key], key, name, data))
        worst = max(worst, told(f"{name}, {len(data) / 1e6:.1f} MB", seconds, other, server))
    pages["own_texts_files"].locator(".st-key-own_texts_train button").click()
    pages["own_series_file"].locator(".st-key-own_series_train button").click()
    other.wait_for_timeout(20_000)
    return max(worst, told("both are learned", 20.0, other, server))


def opened(browser: Browser, address: str) -> Page:
    """A visitor of their own at an address."""
    print(f"opening {address}", flush=True)
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(300_000)
    page.goto(address)
    page.wait_for_selector("h1")
    still(page)
    return page


def timed(act: Callable[[], None]) -> float:
    """How many seconds something takes."""
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


def told(what: str, seconds: float, other: Page, server: Server) -> float:
    """Print what the other visitor noticed; the longest answer in milliseconds."""
    found = other.evaluate(uploads.LONGEST)
    print(f"{what}: {seconds:.1f} s; the other waited at most {found['answer']:.0f} ms for the server "
          f"({found['beats']} questions) and {found['news'] / 1000:.1f} s for news ({found['told']} told); "
          f"{memory(server.process.pid):.0f} MB", flush=True)
    return found["answer"]


def memory(pid: int, alone: bool = False) -> float:
    """What a process and its children hold, or it `alone`, in megabytes; pages that they share count in parts."""
    children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir()
                for child in (task / "children").read_text().split()]
    own = next(int(line.split()[1]) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
               if line.startswith("Pss:"))
    return own / 1024 + (0 if alone else sum(map(memory, children)))


if __name__ == "__main__":
    sys.exit(main())
