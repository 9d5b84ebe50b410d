"""What the two processes of a `pair` say to each other, and the memory that both see."""

import importlib
import pickle
import select
import struct
import time
from typing import Any

import numpy as np

from rnncore.training.learner import Learned, Learner

Array = np.ndarray

SIZE = struct.Struct("<Q")           # bytes of an introduction
ASK = struct.Struct("<QQ")           # a seed, and how many examples follow, each a number of 8 bytes
ANSWER = struct.Struct("<dQQ")       # a Learned
EAGER = 300e-6                       # seconds of looking again and again before going to sleep: waking up takes 50e-6


def shared(path: str, learner: Learner, mode: str) -> Array:
    """Two vectors in a file that both processes have in memory: the weights, and the worker's gradient."""
    return np.memmap(path, learner.gradient.dtype, mode, shape=(2, learner.gradient.size)).view(np.ndarray)


def introduce(pipe: Any, learner: Learner, path: str) -> None:
    """Tell the worker what to learn from, and where the shared memory is."""
    told = pickle.dumps((learner.model, learner.data, learner.network.__name__, learner.dropout,
                         learner.weight_dropout, path))
    _write(pipe, SIZE.pack(len(told)) + told)


def introduced(pipe: Any) -> tuple[Learner, str]:
    """The worker's side of `introduce`: a Learner like the other one, and the path."""
    model, data, network, *shares, path = pickle.loads(_read(pipe, *SIZE.unpack(_read(pipe, SIZE.size))))
    return Learner(model, data, importlib.import_module(network), *shares), path


def ask(pipe: Any, chosen: Array, seed: int) -> None:
    """Send half a batch. Raises OSError where nobody reads."""
    _write(pipe, ASK.pack(seed, len(chosen)) + chosen.astype(np.int64).tobytes())


def asked_by(pipe: Any) -> tuple[Array, int] | None:
    """The examples and the seed that were sent; None where the other side is gone."""
    head = _read(pipe, ASK.size)
    if head is None:
        return None
    seed, count = ASK.unpack(head)
    numbers = _read(pipe, 8 * count)
    return None if numbers is None else (np.frombuffer(numbers, dtype=np.int64), seed)


def answer(pipe: Any, learned: Learned) -> None:
    """Send what was learned; the gradient itself lies in the shared memory."""
    _write(pipe, ANSWER.pack(*learned))


def answer_from(pipe: Any) -> Learned | None:
    """What the worker learned; None where it is gone."""
    told = _read(pipe, ANSWER.size)
    return None if told is None else Learned(*ANSWER.unpack(told))


def _write(pipe: Any, data: bytes) -> None:
    while data:
        data = data[pipe.write(data):]


def _read(pipe: Any, size: int) -> bytes | None:
    """Exactly `size` bytes; None where the other side is gone."""
    deadline = time.perf_counter() + EAGER
    while not select.select([pipe], [], [], 0)[0] and time.perf_counter() < deadline:
        pass                         # what comes soon is met awake
    data = bytearray()
    while len(data) < size:
        more = pipe.read(size - len(data))
        if not more:
            return None
        data += more
    return bytes(data)
