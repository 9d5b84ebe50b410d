"""From key press to redraw on the hidden-state page: median and 95th percentile of 50 presses per control.

    python benchmarks/hidden_state.py [--presses 50] [--read marianne] [--reader given_names-gru]

Starts the app, drives Debian's Chromium, prints one JSON line per control and last the worst median.
A press counts from the browser's own keydown until the first frame in which the new value is drawn.
"""

import argparse
import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]
BROWSER = "/usr/bin/chromium"
IN_SHADOW = "[...document.querySelectorAll('.st-key-{key} *')].map(e => e.shadowRoot).find(Boolean)"
# name, where the keys go, and an expression that changes when the new value is drawn
CONTROLS = [
    ("lag of the probe", ".st-key-back input[type=range]", "document.querySelector('.hs-bars')?.dataset.lag"),
    ("letter to change", ".st-key-place input[type=range]", "document.querySelector('.hs-runs')?.dataset.step"),
    ("neuron", ".st-key-unit input[type=range]", "document.querySelector('.hs-lit[data-unit]')?.dataset.unit"),
    ("prediction", ".st-key-prediction_here input[type=range]", "document.querySelector('.hs-why')?.dataset.at"),
    ("names on the map", ".st-key-paths input[type=range]",
     IN_SHADOW.format(key="memory_map") + "?.querySelector('.field').ariaLabel"),
    ("step of the sequence (in the browser)", ".st-key-memory_picture .bar:not(.training) .scrub",
     IN_SHADOW.format(key="memory_picture") + "?.querySelector('.bar:not(.training) .count').textContent"),
    ("step of the training (in the browser)", ".st-key-memory_picture .training .scrub",
     IN_SHADOW.format(key="memory_picture") + "?.querySelector('.training .told').textContent"),
]
WATCH = """() => { const told = () => %s; window.took = null; const before = told();
  document.addEventListener('keydown', () => { const began = performance.now();
    const look = () => {
      if (told() !== before) window.took = performance.now() - began; else requestAnimationFrame(look); };
    requestAnimationFrame(look); }, { once: true, capture: true }); }"""


def measure(page: Page, where: str, told: str, presses: int) -> list[float]:
    """Milliseconds for each press; right and left in turn, with a pause for the page to come to rest."""
    page.locator(where).first.focus()
    took = []
    for i in range(presses + 3):
        page.evaluate(WATCH % told)
        page.keyboard.press("ArrowLeft" if i % 2 == 0 else "ArrowRight")
        page.wait_for_function("window.took !== null", timeout=20_000)
        took.append(page.evaluate("window.took"))
        page.wait_for_timeout(120)
    return took[3:]                      # the first ones warm the caches


def start(port: int) -> subprocess.Popen:
    """The app on a port of its own, warm."""
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port), "--server.headless",
         "true", "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for place in ("health", "script-health-check"):
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/{place}", timeout=30).read()
                break
            except OSError:
                time.sleep(0.1)
    return server


def main() -> int:
    """Measure every control; the last line has the worst median."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--presses", type=int, default=50)
    parser.add_argument("--read", default="marianne")
    parser.add_argument("--reader", default="given_names-gru")
    asked = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = start(port)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"http://127.0.0.1:{port}/hidden-state?read={asked.read}&reader={asked.reader}&unit=5")
            page.wait_for_selector(".hs-why", timeout=60_000)
            page.wait_for_timeout(3_000)
            medians = []
            for name, where, told in CONTROLS:
                took = measure(page, where, told, asked.presses)
                medians.append(statistics.median(took))
                print(json.dumps({"control": name, "presses": len(took), "median_ms": round(medians[-1], 1),
                                  "p95_ms": round(statistics.quantiles(took, n=20)[-1], 1)}), flush=True)
            print(json.dumps({"worst_median_ms": round(max(medians), 1)}))
            browser.close()
    finally:
        server.terminate()
        server.wait(10)
    return 0


if __name__ == "__main__":
    sys.exit(main())
