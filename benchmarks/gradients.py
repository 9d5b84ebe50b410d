"""How long the numbers of the vanishing-gradient page take, in milliseconds: medians on one core.

    python benchmarks/gradients.py

H = 64 hidden units in float64, one sequence. `forward` is the unrolled network, `gradient norms` are
||dL/dh_t|| for every t, `whole curve` is ||ds_T/ds_k|| for every k with its bound and both its causes.
On a machine that is busy with other things `--clock cpu` counts only the time that was spent computing.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")          # before NumPy is loaded
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from rnncore import CELLS, passage_of, spectra, synthetic_network
from rnncore.diagnostics.gradient_flow import flow
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.synthetic import noise

HIDDEN = 64


CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}


def milliseconds(work: Callable[[], object], repeats: int, clock: Callable[[], float]) -> float:
    """The median time of `work`, after one run to warm up."""
    work()
    times = []
    for _ in range(repeats):
        start = clock()
        work()
        times.append(clock() - start)
    return 1e3 * statistics.median(times)


def main() -> None:
    """Measure every cell at T = 200 and T = 1000, and one whole redraw of the page's main picture."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--repeats", type=int, default=31)
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    asked = parser.parse_args()
    repeats, clock = asked.repeats, CLOCKS[asked.clock]
    print(f"{'cell':<9}{'T':>6}{'forward':>12}{'gradient norms':>18}{'whole curve':>15}")
    for cell in CELLS:
        for steps in (200, 1000):
            model = synthetic_network(cell, HIDDEN, radius=1.0, initialisation="normal")
            x = noise(model, steps)
            passage = passage_of(model, x)
            d_h = np.zeros((steps, HIDDEN))
            d_h[-1] = 1.0
            forward = milliseconds(lambda m=model, x=x: passage_of(m, x), repeats, clock)
            norms = milliseconds(lambda p=passage, d=d_h: flow(p, d), repeats, clock)
            curve = milliseconds(lambda p=passage: jacobian_norms(p), repeats if steps == 200 else 5, clock)
            print(f"{cell:<9}{steps:>6}{forward:>12.2f}{norms:>18.2f}{curve:>15.2f}")
    radii = iter(np.linspace(0.5, 1.5, repeats + 1))
    print(f"\nA drag of the radius, all of it (weights, forward, curve, spectra; vanilla, T = 200): "
          f"{milliseconds(lambda: _redraw(next(radii)), repeats, clock):.2f}")


def _redraw(radius: float) -> None:
    model = synthetic_network("vanilla", HIDDEN, radius=radius, initialisation="normal")
    jacobian_norms(passage_of(model, noise(model, 200)))
    spectra(model)


if __name__ == "__main__":
    main()
