"""The processes that `core.py` drives: started when first asked, one at work at a time."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
PAUSE = 0.15             # seconds before each slice: the threads of the side before go on spinning for a while
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Side(NamedTuple):
    """Who works: which program, with how many threads, which BLAS kernels (rnncore only), in which way."""

    program: str             # "numpy", "torch" or "single": core_<program>.py; "pair" is numpy's with two processes
    threads: int
    blas: str = ""           # OPENBLAS_CORETYPE, or "unset"
    way: str = ""

    @property
    def label(self) -> str:
        """For a table."""
        if self.program == "pair":
            return f"rnncore ({self.blas}), 2 processes"
        name = {"numpy": "rnncore", "torch": "torch", "single": "NumPy, a letter at a time"}[self.program]
        words = [name, "" if self.way == "one" else self.way, self.blas and f"({self.blas})"]
        return " ".join(word for word in words if word) + f", {self.threads} thread" + "s" * (self.threads > 1)


def sides_of(threads: list[int], blas: list[str], cell: str) -> list[Side]:
    """Everybody who takes part for this cell, in the order in which they take turns."""
    sides = []
    for count in threads:
        sides += [Side("torch", count, way=way) for way in ("padded", "packed")]
        sides += [Side("numpy", count, kernels) for kernels in blas]
        if count > 1:
            sides += [Side("pair", count, kernels, "pair") for kernels in blas]
        sides.append(Side("torch", count, way="loop"))
    if cell == "vanilla":
        sides.append(Side("single", 1, way="one"))
    return sides


class Sides:
    """The running processes. A context: all of them end with it."""

    def __init__(self) -> None:
        self._running: dict[Side, subprocess.Popen] = {}

    def __enter__(self) -> "Sides":
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running.values():
            process.stdin.close()
        for process in self._running.values():
            process.wait(timeout=30)

    def ask(self, side: Side, **request: Any) -> Any:
        """Send one job, wait for its answer. Raises RuntimeError where the process ended instead."""
        process = self._process(side._replace(way=""))
        time.sleep(PAUSE)
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{side.label} ended without an answer.")
        return json.loads(answer)

    def _process(self, side: Side) -> subprocess.Popen:
        if side not in self._running:
            threads, program = (1, "numpy") if side.program == "pair" else (side.threads, side.program)
            environment = os.environ | dict.fromkeys(THREADS, str(threads))
            environment.pop("OPENBLAS_CORETYPE", None)
            if side.blas and side.blas != "unset":
                environment["OPENBLAS_CORETYPE"] = side.blas
            self._running[side] = subprocess.Popen(
                [sys.executable, str(HERE / f"core_{program}.py")], env=environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._running[side]
