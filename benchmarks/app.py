"""How fast the app answers, as ratios to what Streamlit itself can do, measured in the same run.

    python benchmarks/app.py [--presses 50] [--visits 8]

Three floors (`floor/`): a page of text, one with a slider and a chart, and one with the least a component can draw.
For every page the time from a key press on its main control to the redraw, and the time from navigation to its first
picture, in turn with the floor's. `--presses 0` leaves the keys out. Prints one JSON line per measurement. "Cold" is a
browser that has never been here, "warm" one that has.
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
    """A page and a CSS selector of its first picture; `floors` are what it is compared with."""

    path: str
    picture: str
    floors: tuple[str, ...] = ("chart",)


class Sighted(NamedTuple):
    """Medians: seconds to the picture in a browser that was never here and in one that was, and what was moved."""

    cold_s: float
    warm_s: float
    megabytes: float


FLOOR = Control("", ".st-key-power input[type=range]", PATH.format(key="chart"))
CONTROLS = (
    Control("why-recurrence?step=one-neuron", ".st-key-why-recurrence-live_one_weight input[type=range]",
            "document.querySelector('.u-pulse')?.innerText"),
    Control("unrolled-graph?step=length", ".st-key-unrolled-graph-length input[type=range]",
            SHADOW.format(key="graph_length") + "?.textContent"),
    Control("hidden-state?step=read-back", ".st-key-hidden-state-back input[type=range]",
            "document.querySelector('.hs-bars')?.dataset.lag"),
    Control("vanishing-gradient?step=gradient-curve", ".st-key-vanishing-gradient-live_radius input[type=range]",
            LINES.format(key="reach")),
    Control("gated-cells?step=bias", ".st-key-gated-cells-live_gated_bias input[type=range]",
            LINES.format(key="fading_chart")),
    Control("name-generation", ".st-key-name-generation-temperature input[type=range]",
            "document.querySelector('.u-names')?.innerText"),
)
SIGHTS = (
    Sight("", "[class*=st-key-home_graph]", ("text", "component")), Sight("why-recurrence", ".u-fish"),
    Sight("unrolled-graph", ".st-key-graph", ("text", "component")), Sight("hidden-state", ".st-key-memory_picture"),
    Sight("vanishing-gradient", ".st-key-chain"), Sight("gated-cells", ".st-key-wiring"),
    Sight("name-generation", ".u-names"),
)
# A component draws into a shadow root of its own: it is there when something stands in its SVG.
DRAWN = """([selector]) => { const found = document.querySelector(selector);
  if (!found || !selector.includes('st-key') || selector.includes(' ')) return Boolean(found);
  const shadow = [found, ...found.querySelectorAll('*')].map((element) => element.shadowRoot).find(Boolean);
  return Boolean(shadow?.querySelector('svg *')); }"""


def visit(browser: Browser, address: str, selector: str) -> tuple[float, float, float]:
    """Seconds from navigation to the picture in a new browser and in a second tab of it, and megabytes moved for the
    first."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    seconds, moved = [], []
    for times in ("cold", "warm"):
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.dataReceived", lambda event: moved.append(event["encodedDataLength"]))
        page.goto(address, wait_until="commit")
        page.wait_for_function(DRAWN, arg=[selector], timeout=60_000, polling="raf")
        seconds.append(page.evaluate("performance.now()") / 1000)
        if times == "cold":
            megabytes = sum(moved) / 1e6
        page.close()
    context.close()
    return *seconds, megabytes


def seconds_to_sight(browser: Browser, places: list[tuple[str, str]], visits: int) -> list[Sighted]:
    """The medians of several visits for each of the places, which take turns."""
    found = [[visit(browser, *place) for place in places] for _ in range(visits)]
    return [Sighted(*map(statistics.median, zip(*rows, strict=True))) for rows in zip(*found, strict=True)]


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
          running("benchmarks/floor/text_only.py") as text, running("benchmarks/floor/one_component.py") as component,
          chromium() as browser):
        for control in CONTROLS if asked.presses else ():
            floor, floor_95 = redraws(browser, chart, FLOOR, asked.presses)
            median, p95 = redraws(browser, app, control, asked.presses)
            tell(page=control.path, median_ms=median, p95_ms=p95, floor_ms=floor, floor_p95_ms=floor_95,
                 ratio=median / floor)
        floors = {"text": (text, "h1"), "chart": (chart, ".js-plotly-plot .trace"),
                  "component": (component, ".st-key-rectangle")}
        for sight in SIGHTS:
            for name in sight.floors:
                places = [floors[name], (f"{app}/{sight.path}", sight.picture)]
                floor, found = seconds_to_sight(browser, places, asked.visits)
                tell(page=sight.path or "home", floor=name, **found._asdict(),
                     **{f"floor_{key}": value for key, value in floor._asdict().items()},
                     cold_ratio=found.cold_s / floor.cold_s, warm_ratio=found.warm_s / floor.warm_s)
    return 0


if __name__ == "__main__":
    sys.exit(main())
