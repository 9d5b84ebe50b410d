"""Servers and other processes that `load.py` starts, and what they take of this machine. Linux only: it reads /proc."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
EVERY = 2.0              # seconds between two looks
TICKS = os.sysconf("SC_CLK_TCK")


class Taken(NamedTuple):
    """What was taken at a moment: megabytes, and seconds of processor time since each process began."""

    at: float
    server_mb: float
    workers_mb: float
    server_s: float
    workers_s: float
    client_s: float


@contextmanager
def server(script: str, ready: str, store: Path) -> Iterator[tuple[str, int]]:
    """The address and process number of an app on a free port of loopback, once `ready` answers 200."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.headless", "true",
         "--server.address", "127.0.0.1"],
        cwd=ROOT, env=os.environ | {"UNROLLED_STORE": str(store)}, stdout=subprocess.DEVNULL,
        stderr=(store / "server.log").open("wb"))
    try:
        _wait_for(f"{address}{ready}", process)
        yield address, process.pid
    finally:
        _end(process)


class Alone:
    """The training engine by itself, while the context is open; see `load_training.py`."""

    def __init__(self, store: Path, first_seed: int) -> None:
        self._told = store / "alone.log"
        self._command = [sys.executable, str(Path(__file__).with_name("load_training.py")), str(store / "alone"),
                         str(first_seed)]

    def __enter__(self) -> "Alone":
        self.process = subprocess.Popen(self._command, cwd=ROOT, stdout=self._told.open("wb"),
                                        stderr=subprocess.DEVNULL)
        while not (look := self.look()) or look[1] < 0.1:
            if self.process.poll() is not None:
                raise RuntimeError("the training engine did not start: run benchmarks/load_training.py by itself")
            time.sleep(0.2)
        return self

    def __exit__(self, *_: object) -> None:
        _end(self.process)

    def look(self) -> tuple[float, float] | None:
        """Seconds since its start, and trainings done until then; None before it has said anything."""
        lines = self._told.read_text().splitlines(keepends=True) if self._told.exists() else []
        whole = [line for line in lines if line.endswith("\n")]
        return tuple(map(float, whole[-1].split())) if whole else None

    def speed_since(self, before: tuple[float, float]) -> float:
        """Trainings a second since an earlier look."""
        now = self.look()
        return (now[1] - before[1]) / max(1e-9, now[0] - before[0])


async def watch(pids: Sequence[int], found: list[Taken]) -> None:
    """Append what these servers, and the processes that they started, take, again and again until cancelled."""
    began = time.perf_counter()
    while True:
        found.append(taken(pids, time.perf_counter() - began))
        await asyncio.sleep(EVERY)


def taken(pids: Sequence[int], at: float) -> Taken:
    """What these servers and their workers take now."""
    workers = [child for pid in pids for child in _children(pid)]
    return Taken(at, sum(map(_megabytes, pids)), sum(map(_megabytes, workers)), sum(map(_seconds, pids)),
                 sum(map(_seconds, workers)), _seconds(os.getpid()))


def _children(pid: int) -> list[int]:
    """All processes that came of one."""
    try:
        own = [int(child) for task in Path(f"/proc/{pid}/task").iterdir()
               for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return own + [deeper for child in own for deeper in _children(child)]


def _megabytes(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _wait_for(address: str, process: subprocess.Popen) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            if urllib.request.urlopen(address, timeout=10).status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} did not answer")


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
