"""How fast a network trains in the app while its page is watched, beside the command line, on the same settings.

    python benchmarks/watched.py [--runs 3] [--steps 6000]

In turns: a run on the name page, with Chromium in front of it, and the same run of `rnncore.train`. What counts
is steps a second between a tenth and nine tenths of the run. Prints one JSON line per run, the medians and their ratio.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time

from chromium import ROOT, chromium, running
from playwright.sync_api import Browser

PROGRESS = "document.querySelector('[data-testid=stProgress]')?.innerText ?? ''"
LIST = "given_names"


def watched(browser: Browser, address: str, cell: str, steps: int, seed: int) -> float:
    """Steps a second on the page."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/name-generation?list={LIST}&cell={cell}&hidden=64&steps={steps}&seed={seed}")
    page.locator(".st-key-train button").click(timeout=60_000)
    page.locator("[data-testid=stProgress]").wait_for(timeout=60_000)
    page.locator("[data-testid=stProgress]").scroll_into_view_if_needed()
    seen = []
    while not seen or seen[-1][1] < 0.9 * steps:
        told = re.search(r"Step ([\d,]+) of", page.evaluate(PROGRESS))
        if told and (step := int(told[1].replace(",", ""))) > 0.1 * steps and (not seen or step > seen[-1][1]):
            seen.append((time.perf_counter(), step))
        page.wait_for_timeout(20)
    page.get_by_text("Trained.").wait_for(timeout=120_000)
    page.close()
    return _speed(seen)


def alone(cell: str, steps: int, seed: int) -> float:
    """Steps a second on the command line, in one process."""
    told = subprocess.run(
        [sys.executable, "-m", "rnncore.train", "--names", f"data/names/{LIST}.txt", "--cell", cell, "--hidden", "64",
         "--steps", str(steps), "--seed", str(seed), "--processes", "1"],
        cwd=ROOT, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"}, capture_output=True, text=True, check=True).stderr
    seen = [(float(seconds), int(step)) for step, seconds in re.findall(r"step (\d+)  ([\d.]+) s", told)]
    return _speed([one for one in seen if 0.1 * steps < one[1] < 0.95 * steps])


def _speed(seen: list[tuple[float, int]]) -> float:
    (start, first), (end, last) = seen[0], seen[-1]
    return (last - first) / (end - start)


def main() -> int:
    """Measure in turns, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--cells", nargs="+", default=["gru"])
    asked = parser.parse_args()
    with running() as app, chromium() as browser:
        for cell in asked.cells:
            pairs = []
            for seed in range(asked.runs):
                pairs.append((watched(browser, app, cell, asked.steps, seed), alone(cell, asked.steps, seed)))
                print(json.dumps({"cell": cell, "seed": seed, "watched": round(pairs[-1][0]),
                                  "alone": round(pairs[-1][1])}), flush=True)
            here, there = (statistics.median(column) for column in zip(*pairs, strict=True))
            print(json.dumps({"cell": cell, "steps_a_second_watched": round(here), "alone": round(there),
                              "ratio": round(statistics.median(a / b for a, b in pairs), 3)}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
