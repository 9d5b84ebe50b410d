"""rnncore's side of `core.py`: the training step and the sampling that the product runs."""

import functools
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from core_slices import ROOT, Task, chosen, names, serve, timed

import rnncore
from rnncore import network
from rnncore.data.batches import Batch
from rnncore.files.torch_weights import to_torch
from rnncore.network import loss_and_gradients
from rnncore.numerics.flat import flatten, views
from rnncore.training.data_parallel.pair import Pair
from rnncore.training.learner import Learner
from rnncore.training.optimisers import Adam, clip_by_global_norm

RATE, CLIP = 0.002, 1.0


def new_model(cell: str, hidden: int, dtype=np.float32) -> rnncore.Model:
    """An untrained network for the list."""
    config = rnncore.CellConfig(len(names().vocabulary), hidden)
    return rnncore.new_model(cell, config, names().vocabulary, seed=0, dtype=dtype)


class Ready(NamedTuple):
    """Data whose batches are made beforehand and do not count."""

    batches: dict[bytes, Batch]

    def train_batch(self, chosen: np.ndarray, rng: None, network_size: int) -> Batch:
        """The batch of these names."""
        return self.batches[chosen.tobytes()]


@functools.cache
def step_of(task: Task) -> Callable[[int], int]:
    """Forward, loss, backward, clip, Adam on batch i; gives the characters it predicted. "pair" is two processes."""
    model, corpus, numbers = new_model(task.cell, task.hidden), names(), chosen(task.batch)
    ready = {} if task.preparing else {n.tobytes(): corpus.train_batch(n, None, model.parameters) for n in numbers}
    data = corpus if task.preparing else Ready(ready)
    learner = Learner(model, data, network)
    if task.way == "pair":
        learner = Pair(learner)
    vector = flatten(model.weights)
    weights, optimiser, rng = views(vector, model.weights), Adam(vector.size), np.random.default_rng(0)

    def step(i: int) -> int:
        learned = learner.learn(weights, numbers[i % len(numbers)], rng)
        clip_by_global_norm(learner.gradient, CLIP)
        optimiser.update(vector, learner.gradient, RATE)
        return learned.answers
    return step


def train(task: list, seconds: float) -> dict[str, float]:
    """Train for a while; units are characters, ends of names included."""
    return timed(step_of(Task(*task)), seconds)


@functools.cache
def shipped(cell: str) -> rnncore.Model:
    """The model of the given names that comes with the app: 64 hidden units."""
    return rnncore.load(ROOT / "data" / "models" / f"given_names-{cell}.npz")


def sample(cell: str, count: int, seconds: float) -> dict[str, float]:
    """Draw `count` names at a time; units are names."""
    model, rng = shipped(cell), np.random.default_rng(0)
    return timed(lambda _: len(rnncore.sample(model, count, rng)), seconds)


def sgemm(size: int, seconds: float) -> dict[str, float]:
    """Multiply two square matrices; units are operations."""
    a, b, c = (np.ones((size, size), np.float32) for _ in range(3))

    def multiply(_: int) -> int:
        np.matmul(a, b, out=c)
        return 2 * size ** 3
    return timed(multiply, seconds)


def truth(cell: str, hidden: int, batch: int, path: str) -> float:
    """Loss and gradients in float64, left in a file with the weights they belong to, by PyTorch's names."""
    model = new_model(cell, hidden, np.float64)
    vector = flatten(model.weights) + np.random.default_rng(1).normal(0, 0.1, model.parameters)
    weights, gradients = views(vector, model.weights), views(np.zeros_like(vector), model.weights)
    loss = loss_and_gradients(model.cell_module, model.config, weights,
                              names().train_batch(chosen(batch)[0], None, model.parameters), gradients)
    arrays = {f"{kind}.{name}": array for kind, tree in (("weights", weights), ("gradients", gradients))
              for name, array in (to_torch(cell, tree.cell) | {
                  "readout.weight": tree.readout.W_ho.T, "readout.bias": tree.readout.b_o}).items()}
    np.savez(path, **arrays)
    return loss


def profile(task: list, seconds: float) -> list[tuple[str, float]]:
    """Where a step's time goes: the share of each function of rnncore and NumPy, largest first."""
    import cProfile
    import pstats
    step = step_of(Task(*task))
    step(0)
    profiler = cProfile.Profile(time.process_time)
    profiler.enable()
    timed(step, seconds)
    profiler.disable()
    stats = pstats.Stats(profiler).stats
    whole = sum(own for _, _, own, _, _ in stats.values())
    rows = [(f"{file.rsplit('/', 1)[-1]}:{name}", own / whole) for (file, _, name), (_, _, own, _, _) in stats.items()]
    return sorted(rows, key=lambda row: -row[1])[:14]


if __name__ == "__main__":
    serve({"train": train, "sample": sample, "sgemm": sgemm, "truth": truth, "profile": profile})
