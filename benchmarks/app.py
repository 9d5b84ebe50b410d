"""How fast the app answers, as ratios to what Streamlit itself can do, measured in the same run.

    python benchmarks/app.py [--presses 50] [--visits 8]

Two floors: a page of text, and a page with one slider and one chart (`floor/`). For every page the time from
a key press on its main control to the redraw, and the time from navigation to its first picture, in turn with the
floor's. Prints one JSON line per measurement. "Cold" is a browser that has never been here, "warm" one that has.
"""

import argparse
import json
import statistics
import sys
from typing import NamedTuple

from chromium import SHADOW, chromium, presses_to_redraw, running
from playwright.sync_api import Browser

LINES = f"{SHADOW}?.querySelector('.frame')?.innerHTML"
PATH = "document.querySelector('.st-key-{key} .scatterlayer .trace path.js-line')?.getAttribute('d')"


class Control(NamedTuple):
    """A page, the slider that is its main control, and what changes on screen when it moves."""

    path: str
    slider: str
    told: str


class Sight(NamedTuple):
    """A page and a CSS selector of its first picture; `floor` is what it is compared with."""

    path: str
    picture: str
    floor: str


FLOOR = Control("", ".st-key-power input[type=range]", PATH.format(key="chart"))
CONTROLS = (
    Control("why-recurrence", ".st-key-live_one_weight input[type=range]",
            "document.querySelector('.u-pulse')?.innerText"),
    Control("unrolled-graph", ".st-key-length input[type=range]", SHADOW.format(key="graph") + "?.textContent"),
    Control("hidden-state", ".st-key-back input[type=range]", "document.querySelector('.hs-bars')?.dataset.lag"),
    Control("vanishing-gradient", ".st-key-live_radius input[type=range]", LINES.format(key="reach")),
    Control("gated-cells", ".st-key-live_gated_bias input[type=range]", LINES.format(key="fading_chart")),
    Control("name-generation", ".st-key-temperature input[type=range]",
            "document.querySelector('.u-names')?.innerText"),
)
SIGHTS = (
    Sight("", "[class*=st-key-home_graph]", "text"), Sight("why-recurrence", ".u-fish", "chart"),
    Sight("unrolled-graph", ".st-key-graph", "text"), Sight("hidden-state", ".st-key-memory_picture", "chart"),
    Sight("vanishing-gradient", ".st-key-reach", "chart"),
    Sight("gated-cells", ".st-key-wiring", "chart"), Sight("name-generation", ".u-names", "chart"),
)
# A component draws into a shadow root of its own: it is there when something stands in its SVG.
DRAWN = """([selector]) => { const found = document.querySelector(selector);
  if (!found || !selector.includes('st-key') || selector.includes(' ')) return Boolean(found);
  const shadow = [found, ...found.querySelectorAll('*')].map((element) => element.shadowRoot).find(Boolean);
  return Boolean(shadow?.querySelector('svg *')); }"""


def seconds_to_sight(browser: Browser, address: str, selector: str, visits: int) -> dict[str, float]:
    """Median seconds from navigation to the picture, cold and warm, and megabytes moved on a cold visit."""
    cold, warm, moved = [], [], []
    for _ in range(visits):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        for times in (cold, warm):
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            bytes_moved = [0]
            session.on("Network.dataReceived",
                       lambda event, count=bytes_moved: count.__setitem__(0, count[0] + event["encodedDataLength"]))
            page.goto(address, wait_until="commit")
            page.wait_for_function(DRAWN, arg=[selector], timeout=60_000, polling="raf")
            times.append(page.evaluate("performance.now()") / 1000)
            if times is cold:
                moved.append(bytes_moved[0] / 1e6)
            page.close()
        context.close()
    return {"cold_s": statistics.median(cold), "warm_s": statistics.median(warm), "megabytes": statistics.median(moved)}


def redraws(browser: Browser, address: str, control: Control, presses: int) -> tuple[float, float]:
    """Median and 95th percentile of the milliseconds from key press to redraw."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/{control.path}")
    page.locator(control.slider).first.wait_for(timeout=60_000)
    page.wait_for_timeout(4_000)
    took = presses_to_redraw(page, control.slider, control.told, presses, pause=300)
    page.close()
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def tell(**measured: object) -> None:
    """One line of JSON, numbers short."""
    print(json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in measured.items()}), flush=True)


def main() -> int:
    """Measure everything, page by page, each beside a floor of its own."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--presses", type=int, default=50)
    parser.add_argument("--visits", type=int, default=8)
    asked = parser.parse_args()
    with (running() as app, running("benchmarks/floor/one_chart.py") as chart,
          running("benchmarks/floor/text_only.py") as text, chromium() as browser):
        for control in CONTROLS:
            floor, floor_95 = redraws(browser, chart, FLOOR, asked.presses)
            median, p95 = redraws(browser, app, control, asked.presses)
            tell(page=control.path, median_ms=median, p95_ms=p95, floor_ms=floor, floor_p95_ms=floor_95,
                 ratio=median / floor)
        floors = {"text": (text, "h1"), "chart": (chart, ".js-plotly-plot .trace")}
        for sight in SIGHTS:
            floor = seconds_to_sight(browser, *floors[sight.floor], asked.visits)
            found = seconds_to_sight(browser, f"{app}/{sight.path}", sight.picture, asked.visits)
            tell(page=sight.path or "home", floor=sight.floor, **found,
                 **{f"floor_{name}": value for name, value in floor.items()},
                 cold_ratio=found["cold_s"] / floor["cold_s"], warm_ratio=found["warm_s"] / floor["warm_s"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
