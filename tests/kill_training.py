"""Kill what trains while it trains: a worker, a server, the scheduler of a cluster.

    python -m tests.kill_training                               a worker process and a server of this machine
    python -m tests.kill_training cluster-worker scheduler      on a cluster (requirements-cluster.txt)

No part of the suite: it takes a minute or two. Each training must end with the bits of one that nobody disturbed, or
say in a sentence why not. The exit code is 1 if one does neither.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from explainer.training.engine import Engine
from explainer.training.kinds.kind import FINISHED
from explainer.training.store import Store
from explainer.training.workers import ProcessWorkers, ThreadWorkers, Workers

ROOT = Path(__file__).parents[1]
RECIPES = [{"kind": "names", "list": "stars", "steps": 1_500, "hidden_size": 32, "seed": seed} for seed in range(3)]
SESSION = "visitor"
LONGEST = 300.0          # seconds until a training counts as lost
SERVER = """
import json, sys, time
from explainer.training.engine import Engine
from explainer.training.store import Store
from explainer.training.workers import ProcessWorkers
engine = Engine(Store(sys.argv[1]), ProcessWorkers(2))
views = [engine.submit("first", recipe) for recipe in json.loads(sys.argv[2])]
while True:
    time.sleep(0.2)
    print(min(len(engine.ask("first", view.key).log) for view in views), flush=True)
"""


def main() -> int:
    """Run every scene and tell how each ended."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill_training", description=__doc__.split("\n\n")[0])
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=f"{', '.join(SCENES)} (default: the first two)")
    asked = parser.parse_args()
    if not set(asked.scenes) <= set(SCENES):
        parser.error(f"There is no such scene: choose from {', '.join(SCENES)}.")
    with tempfile.TemporaryDirectory() as folder:
        print("undisturbed, in threads, for comparison …", flush=True)
        wanted = trained(Path(folder, "calm"), ThreadWorkers(2), lambda engine: None)
        return max([tell(name, SCENES[name](Path(folder, name)), wanted)
                    for name in asked.scenes or list(SCENES)[:2]])


def tell(name: str, found: list[bytes | str], wanted: list[bytes | str]) -> int:
    """Print how a scene ended; 1 if a training was lost."""
    lost = 0
    for number, (ours, theirs) in enumerate(zip(found, wanted, strict=True)):
        end = "the same bits" if ours == theirs else f"says: {ours}" if isinstance(ours, str) and ours else "LOST"
        lost |= end == "LOST"
        print(f"{name} killed: training {number}: {end}", flush=True)
    return lost


def trained(folder: Path, workers: Workers, meanwhile: Callable[[Engine], None]) -> list[bytes | str]:
    """Every recipe's end: its model, or what is said of it; `meanwhile` is called when all have begun to learn."""
    engine = Engine(Store(folder), workers)
    views = [engine.submit(SESSION, recipe) for recipe in RECIPES]
    wait(lambda: sum(bool(engine.ask(SESSION, view.key).log) for view in views) >= min(2, len(views)))
    meanwhile(engine)
    wait(lambda: not any(engine.ask(SESSION, view.key).is_active for view in views))
    found = [end_of(engine, view.key) for view in views]
    engine.close()
    return found


def end_of(engine: Engine, key: str) -> bytes | str:
    """The model of a finished training, else its sentence."""
    view = engine.ask(SESSION, key)
    return engine.result(key)[0]["model"].tobytes() if view.status == FINISHED else view.message


def kill_a_process(folder: Path) -> list[bytes | str]:
    """SIGKILL to one of two worker processes."""
    workers = ProcessWorkers(2)

    def kill(engine: Engine) -> None:
        time.sleep(1.5)
        pid = next(iter(workers._places[0].pool._processes))
        os.kill(pid, signal.SIGKILL)
        print(f"killed worker process {pid}", flush=True)
    return trained(folder, workers, kill)


def kill_a_server(folder: Path) -> list[bytes | str]:
    """SIGKILL to a whole server; another one with the same store is asked for the same."""
    folder.mkdir()
    first = subprocess.Popen([sys.executable, "-c", SERVER, str(folder), json.dumps(RECIPES[:2])], cwd=ROOT,
                             stdout=subprocess.PIPE, text=True)
    for line in first.stdout:
        if int(line) > 20:
            break
    first.kill()
    first.wait()
    print(f"killed server {first.pid}", flush=True)
    return trained(folder, ProcessWorkers(2), lambda engine: None)


class Cluster:
    """A scheduler and two workers; a worker that ends is started again, as a host would."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address, self.folder = f"tcp://127.0.0.1:{self.port}", folder
        folder.mkdir()
        self.over = threading.Event()
        self.scheduler = self.start_scheduler()
        self.workers = [self._start_worker() for _ in range(2)]
        self._host = threading.Thread(target=self._keep, daemon=True)
        self._host.start()

    def start_scheduler(self) -> subprocess.Popen:
        """A scheduler at the cluster's address."""
        return self._command("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(self.port),
                             "--no-dashboard")

    def close(self) -> None:
        """End all of it."""
        self.over.set()
        self._host.join()
        for one in (*self.workers, self.scheduler):
            one.kill()
            one.wait()

    def _start_worker(self) -> subprocess.Popen:
        return self._command("distributed.cli.dask_worker", self.address, "--nthreads", "1", "--no-nanny",
                             "--no-dashboard", "--death-timeout", "20")

    def _command(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-m", *words], cwd=self.folder, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(ROOT)})

    def _keep(self) -> None:
        while not self.over.wait(1.0):
            self.workers = [self._start_worker() if one.poll() is not None else one for one in self.workers]


def kill_a_cluster_worker(folder: Path) -> list[bytes | str]:
    """SIGKILL to one of the cluster's two workers."""
    return on_a_cluster(folder, lambda cluster: cluster.workers[0].kill())


def kill_the_scheduler(folder: Path) -> list[bytes | str]:
    """SIGKILL to the scheduler; another one stands at its address some seconds later."""
    def kill(cluster: Cluster) -> None:
        cluster.scheduler.kill()
        cluster.scheduler.wait()
        time.sleep(4)
        cluster.scheduler = cluster.start_scheduler()
    return on_a_cluster(folder, kill)


def on_a_cluster(folder: Path, kill: Callable[[Cluster], None]) -> list[bytes | str]:
    """Train on a cluster of one's own and kill something of it on the way."""
    from explainer.training.cluster import ClusterWorkers
    cluster = Cluster(folder)
    try:
        def meanwhile(engine: Engine) -> None:
            time.sleep(1.5)
            kill(cluster)
            print("killed it", flush=True)
        return trained(folder / "store", ClusterWorkers(cluster.address), meanwhile)
    finally:
        cluster.close()


def wait(done: Callable[[], bool]) -> None:
    """Until it is true, or too late."""
    end = time.monotonic() + LONGEST
    while not done() and time.monotonic() < end:
        time.sleep(0.05)


SCENES: dict[str, Callable[[Path], list[bytes | str]]] = {
    "process": kill_a_process, "server": kill_a_server, "cluster-worker": kill_a_cluster_worker,
    "scheduler": kill_the_scheduler}

if __name__ == "__main__":
    sys.exit(main())
