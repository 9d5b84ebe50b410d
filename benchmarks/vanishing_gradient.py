"""Redraws per second while a slider of the vanishing-gradient page is dragged, in Chromium.

    python benchmarks/vanishing_gradient.py [--seconds 6] [--query "width=64"]

Starts the app, drags each live slider back and forth with the mouse, and counts the frames in which the
chart that follows it shows new data. Prints one JSON line per slider and last the slowest. The core's own
times are in `gradients.py`.
"""

import argparse
import json
import math
import sys
import time

from chromium import SHADOW, chromium, running
from playwright.sync_api import Page

# the slider's place and the chart that follows it; not the one with 20 stops, which has less to redraw
SLIDERS = [("radius", "reach"), ("signal", "reach"), ("width", "reach"), ("radius_causes", "causes"), ("x", "chain")]
# A redraw is a frame in which the path of the chart's last line, which always moves, is another one.
COUNT = """() => { window.redraws = 0; window.watching = true; let before = null;
  const root = %s;
  const path = () => [...root.querySelectorAll('path.line')].at(-1)?.getAttribute('d') ?? before;
  const look = () => { const now = path(); if (before !== null && now !== before) window.redraws += 1; before = now;
    if (window.watching) requestAnimationFrame(look); };
  requestAnimationFrame(look); }"""


def redraws(page: Page, slider: str, chart: str, seconds: float) -> float:
    """Redraws per second over a drag of so many seconds, from a tenth to six tenths of the track and back."""
    handle = page.locator(f".st-key-vanishing-gradient-live_{slider} input[type=range]")
    handle.scroll_into_view_if_needed()
    page.wait_for_timeout(800)
    box = handle.bounding_box()
    y = box["y"] + box["height"] / 2

    def x(when: float) -> float:
        return box["x"] + box["width"] * (0.35 - 0.25 * math.cos(2 * math.pi * when / 4))

    page.mouse.move(x(0), y)
    page.mouse.down()
    page.wait_for_timeout(600)
    page.evaluate(COUNT % SHADOW.format(key=chart))
    began = time.perf_counter()
    while (now := time.perf_counter() - began) < seconds:
        page.mouse.move(x(now), y)
        page.wait_for_timeout(15)
    took = time.perf_counter() - began
    count = page.evaluate("() => { window.watching = false; return window.redraws; }")
    page.mouse.up()
    page.wait_for_timeout(2_500)         # the whole page runs once after a drag
    return count / took


def main() -> int:
    """Drag every slider; the last line has the slowest."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--query", default="")
    asked = parser.parse_args()
    found = []
    with running() as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/vanishing-gradient?{asked.query}")
        page.wait_for_selector(".st-key-ways path.line", timeout=120_000, state="attached")
        page.wait_for_timeout(3_000)
        for slider, chart in SLIDERS:
            found.append(redraws(page, slider, chart, asked.seconds))
            print(json.dumps({"slider": slider, "chart": chart,
                              "redraws_per_second": round(found[-1], 1)}), flush=True)
    print(json.dumps({"slowest": round(min(found), 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
