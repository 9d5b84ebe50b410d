"""What axe-core, which knows the rules of accessible pages, finds in every chapter: `python -m tests.axe`.

Each chapter in both themes, at three widths, with everything that folds unfolded, and in the system's own
colours. It takes minutes, so the tests open each chapter once (tests/browser/test_axe.py). axe-core comes with
`npm ci` in tests/javascript.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Server, still

SCRIPT = Path(__file__).parent / "javascript" / "node_modules" / "axe-core" / "axe.min.js"
PLACES = ("", "why-recurrence", "unrolled-graph", "hidden-state", "vanishing-gradient", "gated-cells",
          "name-generation", "glossary")
THEMES, WIDTHS = ("light", "dark"), (320, 768, 1280)
# Streamlit's own: a drop zone that is said to be nothing and has a name; its tokens' colours are ours.
NOT_OURS = ('[data-testid="stFileUploaderDropzone"]',)
# And its blocks of code and its formulas: they scroll on a narrow screen, and no key reaches them.
SCROLLS = re.compile(r'<pre|<span class="katex-display"')

CUT = """() => {
    const inside = (root) => [...root.querySelectorAll("*")].flatMap((one) =>
        [one, ...(one.shadowRoot ? inside(one.shadowRoot) : [])]);
    const up = (one) => one.parentNode instanceof ShadowRoot ? one.parentNode.host : one.parentElement;
    const moves = (one) => /auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1;
    const scrolls = (one) => one && (moves(one) || scrolls(up(one)));
    const seen = (one) => one.getBoundingClientRect().width > 1 && getComputedStyle(one).visibility === "visible";
    const ends = (one) => getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
    const out = (one) => one.getBoundingClientRect().right > innerWidth + 1;
    return inside(document.querySelector(".stMain")).filter((one) => seen(one) && one.textContent.trim()
        && !scrolls(one) && !one.closest("svg, .katex-mathml") && (ends(one) || out(one)))
        .map((one) => `${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 80)}`); }"""


def faults(page: Any) -> list[str]:
    """What axe-core finds on a page as it stands, a line for each element: the rule, the element, what is wrong."""
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")    # nothing half faded
    assert SCRIPT.exists(), "no axe-core: npm ci in tests/javascript"
    page.evaluate(SCRIPT.read_text())
    found = page.evaluate("(others) => axe.run({ exclude: others }, { resultTypes: ['violations'] })",
                          [[one] for one in NOT_OURS])
    return [f"{fault['id']}: {node['html'][:160]} ({'; '.join(one['message'] for one in node['any'])[:200]})"
            for fault in found["violations"] for node in fault["nodes"]
            if not (fault["id"] == "scrollable-region-focusable" and SCROLLS.match(node["html"]))]


def cut(page: Any) -> list[str]:
    """What is written in no more room than it has: options, links and legends whose end is cut off, and words that
    stick out of the window."""
    return page.evaluate(CUT)


def unfold(page: Any) -> None:
    """Open everything that folds, and wait for it."""
    page.evaluate("document.querySelectorAll('.stMain details:not([open]) > summary').forEach((one) => one.click())")
    page.wait_for_timeout(600)
    still(page)
    page.wait_for_function("() => !document.querySelector('[data-stale=true]')")      # what waits is drawn paler
    page.wait_for_timeout(300)


def opened(browser: Any, address: str, place: str, theme: str, width: int, **more: Any) -> Any:
    """A chapter in a context of its own, drawn and unfolded."""
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **more).new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/{place}")
    page.wait_for_selector("h1")
    still(page)
    page.wait_for_timeout(1500)
    still(page)
    unfold(page)
    return page


def findings(browser: Any, address: str, places: tuple[str, ...]) -> Iterator[str]:
    """Every fault in every combination."""
    cases = [(theme, width, {}) for theme, width in product(THEMES, WIDTHS)]
    cases.append(("dark", 1280, {"forced_colors": "active"}))
    for place, (theme, width, more) in product(places, cases):
        page = opened(browser, address, place, theme, width, **more)
        for fault in faults(page):
            yield f"/{place} {theme} {width} {' '.join(more)} {fault}"
        page.context.close()


def main(places: tuple[str, ...]) -> int:
    """Print what is found in some chapters; the number of faults, at most 1."""
    from playwright.sync_api import sync_playwright
    count = 0
    with (tempfile.TemporaryDirectory() as folder, Server(Path(folder) / "log") as server,
          sync_playwright() as playwright):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for fault in findings(browser, server.address, places):
            print(fault, flush=True)
            count += 1
        browser.close()
    print(f"{count} faults.")
    return min(count, 1)


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:]) or PLACES))
