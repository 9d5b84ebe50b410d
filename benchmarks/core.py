"""How fast rnncore trains and samples beside PyTorch: the same names, sizes, batches, precision and threads.

    python benchmarks/core.py --quick             the main rows, about two minutes
    python benchmarks/core.py                     all of them
    python benchmarks/core.py --cells gru --hidden 64 --batch 128 --threads 1 --profile

Needs benchmarks/requirements.txt. Each library has a process of its own; they work in turns (A B A B …), so
that a busy machine slows both alike. Printed are medians and, in brackets, the smallest and largest of all rounds.
First both sides are given the same weights: loss and gradients must agree in float64, or nothing is measured.
Rates are characters predicted a second, ends of names included, padding not.
"""

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from core_sides import Side, Sides, sides_of

AGREE = 1e-12            # largest error of a gradient, relative to its largest entry
CELLS = ("vanilla", "gru", "lstm")
SGEMM = 1024


def main() -> int:
    """Parse, check, measure, print."""
    asked = _parser().parse_args()
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {_load()}, {_processor()}, "
          f"{asked.rounds} rounds of {asked.seconds} s, {asked.clock} clock")
    with Sides() as sides:
        if not _agree(sides, asked):
            return 1
        if asked.profile:
            return _profile(sides, asked)
        _train(sides, asked)
        if asked.names:
            _sample(sides, asked)
    print(f"\nload at the end {_load()}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    add = parser.add_argument
    whole = {"nargs": "+", "type": int}
    add("--cells", nargs="+", choices=CELLS, default=CELLS)
    add("--hidden", default=[32, 64, 128, 256], **whole)
    add("--batch", default=[32, 128, 512], **whole)
    add("--threads", default=[1, 2], **whole)
    add("--blas", nargs="+", default=["Haswell", "unset"], help="OPENBLAS_CORETYPE of rnncore's process, or 'unset'")
    add("--ready", action="store_true", help="batches are made beforehand and do not count")
    add("--names", type=int, default=1000, metavar="N", help="names to sample at a time; 0 to leave it out")
    add("--rounds", type=int, default=9)
    add("--seconds", type=float, default=0.3, help="of each slice")
    add("--clock", choices=("wall", "cpu"), default="wall", help="cpu: for one thread on a machine that is busy")
    add("--profile", action="store_true", help="only show where rnncore's time goes")
    add("--quick", action=_Quick, nargs=0, help="64 hidden units, batch 128, fewer rounds")
    return parser


class _Quick(argparse.Action):
    """Shorthand for a small run."""

    def __call__(self, parser, namespace, values, option_string=None) -> None:
        namespace.hidden, namespace.batch, namespace.rounds, namespace.seconds = [64], [128], 5, 0.2


def _agree(sides: Sides, asked: argparse.Namespace) -> bool:
    """Both sides compute the same loss and gradients from the same weights, in double precision."""
    rnncore, torch = Side("numpy", 1, asked.blas[0]), Side("torch", 1)
    print("\nSame weights, same batch, float64: difference of the loss, and of the gradients relative to their largest")
    sound = True
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "weights.npz")
        for cell, way in itertools.product(asked.cells, ("padded", "packed")):
            plan = {"cell": cell, "hidden": asked.hidden[0], "batch": asked.batch[0], "path": path}
            loss = sides.ask(rnncore, job="truth", **plan)
            found = sides.ask(torch, job="check", way=way, **plan)
            apart = abs(found["loss"] - loss)
            sound &= apart < AGREE * 10 and found["worst"] < AGREE * 10
            print(f"  {cell:8}{way:8}{apart:10.1e}{found['worst']:10.1e}")
    if not sound:
        print("They do not agree: nothing is measured.")
    return sound


def _train(sides: Sides, asked: argparse.Namespace) -> None:
    peaks = _peaks(sides, asked)
    print(f"\nTraining step, batches {'made beforehand' if asked.ready else 'made as they are needed'}: "
          "thousand characters a second; ratio to the faster of padded and packed")
    for cell, hidden, batch in itertools.product(asked.cells, asked.hidden, asked.batch):
        rates = {side: [] for side in sides_of(asked.threads, asked.blas, cell)}
        for _, side in itertools.product(range(asked.rounds), list(rates)):
            task = [cell, hidden, batch, not asked.ready, side.way]
            rates[side].append(_rate(sides.ask(side, job="train", task=task, seconds=asked.seconds), asked.clock))
        print(f"\n{cell}, hidden {hidden}, batch {batch}")
        needed = _operations(cell, hidden)
        for side, found in rates.items():
            share = statistics.median(found) * needed / peaks[side.threads]
            print(f"  {side.label:34}{_spread(found, 1e-3, 0)}  {share:6.1%} of peak{_ratio(side, rates)}")


def _sample(sides: Sides, asked: argparse.Namespace) -> None:
    print(f"\nSampling {asked.names} names at a time, hidden 64: names a second; "
          "ratio to a stateful loop over torch's layer")
    for cell in asked.cells:
        rates = {side: [] for side in sides_of(asked.threads, asked.blas, cell) if side.way in ("", "padded")}
        for _, side in itertools.product(range(asked.rounds), list(rates)):
            answer = sides.ask(side, job="sample", cell=cell, count=asked.names, seconds=asked.seconds)
            rates[side].append(_rate(answer, asked.clock))
        print(f"\n{cell}")
        for side, found in rates.items():
            print(f"  {side.label.replace('padded', 'stateful'):34}{_spread(found, 1, 0)}{_ratio(side, rates)}")


def _peaks(sides: Sides, asked: argparse.Namespace) -> dict[int, float]:
    """The fastest sgemm that either library reaches here, operations a second, by number of threads."""
    peaks = {}
    for threads in sorted({1, *asked.threads}):              # a letter at a time always has one
        both = [Side("numpy", threads, blas) for blas in asked.blas] + [Side("torch", threads)]
        found = [max(_rate(sides.ask(side, job="sgemm", size=SGEMM, seconds=asked.seconds), asked.clock)
                     for _ in range(3)) for side in both]
        peaks[threads] = max(found)
        told = ", ".join(f"{side.label} {rate / 1e9:.0f}" for side, rate in zip(both, found, strict=True))
        print(f"\nsgemm of {SGEMM}, {threads} thread(s), GFLOP/s: {told}")
    return peaks


def _operations(cell: str, hidden: int) -> int:
    """Multiplications and additions a character needs: forwards, back to h, and into the weights (2 each)."""
    gates = {"vanilla": 1, "gru": 3, "lstm": 4}[cell]
    return 6 * hidden * (gates * hidden + 27)


def _ratio(side: Side, rates: dict[Side, list[float]]) -> str:
    """How many times faster than the faster of torch's two, with as many threads; round by round."""
    rivals = [other for other in rates if other.way in ("padded", "packed") and other.threads == side.threads]
    if side.program not in ("numpy", "pair"):
        return ""
    best = max(rivals, key=lambda other: statistics.median(rates[other]))
    told = _spread([a / b for a, b in zip(rates[side], rates[best], strict=True)], 1, 2)
    fastest = max((other for other in rates if other.way in ("padded", "packed")),
                  key=lambda other: statistics.median(rates[other]))
    if fastest.threads == side.threads:
        return f"   ratio {told}"
    over = statistics.median(a / b for a, b in zip(rates[side], rates[fastest], strict=True))
    return f"   ratio {told}, to {fastest.threads} threads {over:.2f}"


def _rate(answer: dict[str, float], clock: str) -> float:
    return answer["units"] / answer[clock]


def _spread(values: list[float], scale: float, digits: int) -> str:
    low, middle, high = (v * scale for v in (min(values), statistics.median(values), max(values)))
    return f"{middle:9.{digits}f} [{low:.{digits}f} to {high:.{digits}f}]"


def _profile(sides: Sides, asked: argparse.Namespace) -> int:
    for cell, hidden, batch in itertools.product(asked.cells, asked.hidden, asked.batch):
        print(f"\n{cell}, hidden {hidden}, batch {batch}")
        task = [cell, hidden, batch, not asked.ready, ""]
        for name, share in sides.ask(Side("numpy", 1, asked.blas[0]), job="profile", task=task, seconds=1.0):
            print(f"  {share:6.1%}  {name}")
    return 0


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


def _processor() -> str:
    try:
        told = subprocess.run(["lscpu"], capture_output=True, text=True, check=True).stdout
        return next(line.split(":")[1].strip() for line in told.splitlines() if line.startswith("Model name"))
    except (OSError, subprocess.CalledProcessError, StopIteration):
        return "processor unknown"


if __name__ == "__main__":
    sys.exit(main())
