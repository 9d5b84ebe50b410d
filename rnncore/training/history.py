"""Snapshots along a training run, few enough to keep.

Most happens early, so snapshots are spread evenly over the *logarithm* of the step: 0, 1, 2, 4,
8 … The number of steps need not be known: when the shelf is full, the snapshot whose
neighbours are closest makes room.
"""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Snapshot(NamedTuple):
    """The weights after `step` steps, as one flat vector, with the losses then."""

    step: int
    weights: Array
    train_loss: float
    validation_loss: float


@dataclass
class History:
    """At most `limit` snapshots, the first and the latest among them."""

    limit: int = 24
    snapshots: list[Snapshot] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.limit < 2:
            raise ValueError("A history needs room for at least 2 snapshots.")

    def offer(self, snapshot: Snapshot) -> None:
        """Keep `snapshot` (steps must grow), and thin out the rest if there is no room."""
        if self.snapshots and snapshot.step <= self.snapshots[-1].step:
            return
        self.snapshots.append(snapshot)
        if len(self.snapshots) > self.limit:
            del self.snapshots[self._most_crowded()]

    def _most_crowded(self) -> int:
        place = [math.log1p(snapshot.step) for snapshot in self.snapshots]
        return min(range(1, len(place) - 1), key=lambda i: place[i + 1] - place[i - 1])
