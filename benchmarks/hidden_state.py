"""From key press to redraw on the hidden-state page: median and 95th percentile of 50 presses per control.

    python benchmarks/hidden_state.py [--presses 50] [--read marianne] [--reader given_names-gru]

Starts the app, drives Debian's Chromium, prints one JSON line per control and last the worst median.
A press counts from the browser's own keydown until the first frame in which the new value is drawn.
"""

import argparse
import json
import statistics
import sys

from chromium import SHADOW, chromium, presses_to_redraw, running

SLIDER = ".st-key-hidden-state-{key} input[type=range]"
# name, where the keys go, and an expression that changes when the new value is drawn
CONTROLS = [
    ("lag of the probe", SLIDER.format(key="back"), "document.querySelector('.hs-bars')?.dataset.lag"),
    ("letter to change", SLIDER.format(key="place"), "document.querySelector('.hs-runs')?.dataset.step"),
    ("neuron", SLIDER.format(key="unit"), "document.querySelector('.hs-lit[data-unit]')?.dataset.unit"),
    ("prediction", SLIDER.format(key="prediction_here"), "document.querySelector('.hs-why')?.dataset.at"),
    ("where a forecast runs free", SLIDER.format(key="live_series_later"),
     f"[...{SHADOW.format(key='series_chart')}.querySelectorAll('path.line')].map(p => p.getAttribute('d')).join()"),
    ("names on the map", SLIDER.format(key="paths"),
     SHADOW.format(key="memory_map") + "?.querySelector('.field').ariaLabel"),
    ("step of the sequence (in the browser)", ".st-key-memory_picture .bar:not(.training) .scrub",
     SHADOW.format(key="memory_picture") + "?.querySelector('.bar:not(.training) .count').textContent"),
    ("step of the training (in the browser)", ".st-key-memory_picture .training .scrub",
     SHADOW.format(key="memory_picture") + "?.querySelector('.training .told').textContent"),
]


def main() -> int:
    """Measure every control; the last line has the worst median."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--presses", type=int, default=50)
    parser.add_argument("--read", default="marianne")
    parser.add_argument("--reader", default="given_names-gru")
    asked = parser.parse_args()
    medians = []
    with running() as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/hidden-state?read={asked.read}&reader={asked.reader}&unit=5&series_later=5&step=all")
        page.wait_for_selector(".hs-why", timeout=60_000)
        page.wait_for_timeout(3_000)
        for name, where, told in CONTROLS:
            took = presses_to_redraw(page, where, told, asked.presses)
            medians.append(statistics.median(took))
            print(json.dumps({"control": name, "presses": len(took), "median_ms": round(medians[-1], 1),
                              "p95_ms": round(statistics.quantiles(took, n=20)[-1], 1)}), flush=True)
    print(json.dumps({"worst_median_ms": round(max(medians), 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
