"""Recipes that are run on the training engine one by one, from the command line: here, or on a cluster."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import sleep

from explainer.training.engine import Engine
from explainer.training.fields import RecipeError
from explainer.training.job import ENDED, RUNNING, JobView
from explainer.training.kinds.kind import Recipe, State
from explainer.training.store import open_store
from explainer.training.workers import ProcessWorkers, Workers

SESSION = "sweep"
LOOK_SECONDS = 0.2
AHEAD = 2            # runs that wait for each place, so that none is ever empty


def add_options(parser: argparse.ArgumentParser) -> None:
    """Where the runs run."""
    parser.add_argument("--scheduler", metavar="ADDRESS",
                        help="a Dask scheduler, tcp://… or tls://…; --store must be seen by its workers, too")
    parser.add_argument("--processes", type=int, metavar="N", help="without a scheduler (default: one per core)")
    parser.add_argument("--store", metavar="PLACE", help="a folder or URL for states and results: what was stopped "
                                                         "goes on from there (default: forgotten at the end)")


@contextmanager
def engine_for(asked: argparse.Namespace) -> Iterator[Engine]:
    """The engine that was asked for, until the sweep is over. Raises ValueError for what cannot be had."""
    if asked.scheduler and not asked.store:
        raise ValueError("A scheduler's workers need a --store that they see, too: name a shared folder or a URL.")
    with tempfile.TemporaryDirectory(prefix="unrolled-sweep-") as folder:
        made = Engine(open_store(asked.store or folder), _workers(asked))
        try:
            yield made
        finally:
            made.close()


def results(engine: Engine, recipes: Sequence[Recipe]) -> Iterator[tuple[int, JobView, State]]:
    """Run all of them, a job each, and give them as they end: the recipe's number, how it went, and the result.

    Progress goes to stderr. Raises RecipeError for one that cannot be run.
    """
    waiting, active, done = list(range(len(recipes))), {}, 0
    while waiting or active:
        while waiting and len(active) < max(1, engine.workers.capacity) * AHEAD:
            number = waiting.pop(0)
            active[number] = engine.submit(SESSION, recipes[number])
        for number, view in list(active.items()):
            view = engine.ask(SESSION, view.key) or engine.submit(SESSION, recipes[number])
            active[number] = view
            if view.is_active:
                continue
            result = engine.result(view.key) if view.status in ENDED else None
            if result is None:
                raise RecipeError(view.message or "A run was stopped: start the sweep again, and it goes on.")
            del active[number]
            done += 1
            yield number, view, result
        _tell(done, len(recipes), active.values())
        sleep(LOOK_SECONDS)
    print(file=sys.stderr)


def _workers(asked: argparse.Namespace) -> Workers:
    if not asked.scheduler:
        return ProcessWorkers(asked.processes)
    try:
        from explainer.training.cluster import ClusterWorkers  # an optional extra
    except ImportError as missing:
        raise ValueError("A scheduler needs what requirements-cluster.txt names: install that first.") from missing
    return ClusterWorkers(asked.scheduler)


def _tell(done: int, total: int, active: Sequence[JobView]) -> None:
    running = [f"{view.fraction:.0%}" for view in active if view.status == RUNNING]
    problem = next((view.message for view in active if view.message), "")
    if sys.stderr.isatty():
        print(f"\r{done} of {total} done; running at {', '.join(running) or '-'} {problem}\x1b[K", end="",
              file=sys.stderr, flush=True)
