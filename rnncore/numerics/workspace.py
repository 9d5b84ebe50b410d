"""Memory that is used again instead of asked for again.

Training runs the same shapes a thousand times. A workspace hands out arrays by name and keeps
what lies under them, so that the loops over time never allocate. Whoever wants to keep a
result (a page that draws it) uses a workspace of its own.
"""

import math

import numpy as np

Array = np.ndarray


class Workspace:
    """Named scratch arrays of one dtype. What an array holds at first is undefined."""

    def __init__(self, dtype=np.float32) -> None:
        self.dtype = np.dtype(dtype)
        self._memory: dict[str, Array] = {}

    def array(self, name: str, shape: tuple[int, ...]) -> Array:
        """An array of `shape` under `name`. A second call with the name reuses its memory."""
        size = math.prod(shape)
        memory = self._memory.get(name)
        if memory is None or memory.size < size:
            memory = self._memory[name] = np.empty(size, self.dtype)
        return memory[:size].reshape(shape)

    def arrays_like(self, kind: type, name: str, shape: tuple[int, ...]):
        """A NamedTuple of `kind` whose every field is an array of `shape`."""
        return kind(*(self.array(f"{name}.{field}", shape) for field in kind._fields))
