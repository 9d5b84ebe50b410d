"""A batch in two halves, each in a process of its own.

    this process     examples 0 2 4 …    loss and gradient ┐
                                                           ├ mean over all answers
    its worker       examples 1 3 5 …    loss and gradient ┘

The loss of a batch is a mean over its answers, so two halves can be learned from apart and put together,
weighted by how many answers each has. NumPy's calls do not run side by side in the threads of one process,
but in two processes they do. Both see one piece of memory with the weights and the worker's gradient, and
tell each other in a few bytes when it is their turn. `worker` is the other side.

The result is that of one process, up to rounding. Only what is hidden by dropout is drawn for each half
apart: with it, a run of two repeats exactly, but is not that of one.
"""

import os
import subprocess
import sys
import tempfile

import numpy as np

from rnncore.model import Weights
from rnncore.numerics.blas import SETTINGS
from rnncore.numerics.flat import leaves, views
from rnncore.training.data_parallel import messages
from rnncore.training.learner import Learned, Learner

Array = np.ndarray

IN_MEMORY = "/dev/shm"               # a folder that no disk lies behind, where there is one
POSSIBLE = os.name == "posix" and (os.cpu_count() or 1) > 1


class WorkerLostError(RuntimeError):
    """The second process has ended."""

    def __init__(self) -> None:
        super().__init__("The second process of this training has ended.")


class Pair:
    """A `Learner` that halves every batch with a worker, whose process lives until `close`."""

    def __init__(self, learner: Learner) -> None:
        self._learner = learner
        self.gradient = learner.gradient
        known = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "rnncore.training.data_parallel.worker"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, bufsize=0, env=os.environ | dict.fromkeys(SETTINGS, "1") | known)
        with tempfile.NamedTemporaryFile(dir=IN_MEMORY if os.path.isdir(IN_MEMORY) else None) as file:
            memory = messages.shared(file.name, learner, "w+")
            self._weights, self._theirs = views(memory[0], learner.model.weights), memory[1]
            try:
                messages.introduce(self._process.stdin, learner, file.name)
                self._answer()       # the worker has opened the file, which may lose its name now
            except (OSError, WorkerLostError):
                self.close()
                raise WorkerLostError from None

    def learn(self, weights: Weights, chosen: Array, rng: np.random.Generator) -> Learned:
        """As `Learner.learn`. Raises WorkerLostError."""
        if len(chosen) < 2:
            return self._learner.learn(weights, chosen, rng)
        for own, seen in zip(leaves(weights), leaves(self._weights), strict=True):
            np.copyto(seen, own)
        self._ask(chosen[1::2], _seed(rng))
        mine = self._learner.learn(weights, chosen[::2], rng)
        theirs = self._answer()
        answers = mine.answers + theirs.answers
        share = mine.answers / answers
        self.gradient *= share
        self._theirs *= 1.0 - share
        self.gradient += self._theirs
        loss = share * mine.loss + (1.0 - share) * theirs.loss
        return Learned(loss, answers, mine.characters + theirs.characters)

    def close(self) -> None:
        """End the worker's process."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def _ask(self, chosen: Array, seed: int) -> None:
        try:
            messages.ask(self._process.stdin, chosen, seed)
        except OSError:
            raise WorkerLostError from None

    def _answer(self) -> Learned:
        learned = messages.answer_from(self._process.stdout)
        if learned is None:
            raise WorkerLostError
        return learned


def _seed(rng: np.random.Generator) -> int:
    """A seed that says where a generator stands and does not move it: examples are shuffled as in a run of one."""
    return rng.bit_generator.state["state"]["state"] % 2 ** 64
