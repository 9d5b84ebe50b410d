"""A time series as something to train on: windows of the beginning, watched on the stretch after it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rnncore.data.batches import Batch
from rnncore.data.packing import full
from rnncore.data.series import Series

Array = np.ndarray


@dataclass(frozen=True)
class Windows:
    """All windows of `length` readings that lie in the training part; they overlap.

        input     u_s     u_{s+1}  …  u_{s+L-1}
        target    u_{s+1} u_{s+2}  …  u_{s+L}          the next reading, asked for at every step

    The memory is empty at the start of a window. It is the `Data` of a training run.
    """

    series: Series
    length: int
    vocabulary: None = None

    def __post_init__(self) -> None:
        if not 1 <= self.length <= self.series.train_end - 2:
            raise ValueError(f"A window must have 1 to {self.series.train_end - 2} steps, not {self.length}.")

    @property
    def title(self) -> str:
        """What the series is called."""
        return self.series.title

    @property
    def fingerprint(self) -> str:
        """That of the series."""
        return self.series.fingerprint

    @property
    def examples(self) -> int:
        """How many windows there are: the last target is the last reading of the training part."""
        return self.series.train_end - 1 - self.length

    def train_batch(self, chosen: Array, rng: np.random.Generator, network_size: int = 0) -> Batch:
        """The windows that begin at these readings. Nothing is left to chance, so `rng` is not used."""
        at = np.arange(self.length)[:, None] + np.asarray(chosen)
        return Batch(self._readings[at].reshape(-1, 1), self._readings[at + 1].reshape(-1, 1),
                     full(self.length, len(chosen)))

    def validation_batches(self) -> list[Batch]:
        """One pass from the first reading to the end of the validation part, asked only within that part."""
        end = self.series.split - 1                              # readings of values before the held-out end
        asked = np.arange(self.series.train_end - 2, end - 1)    # the step before each validation value
        return [Batch(self._readings[:end - 1, None], self._readings[asked + 1, None], full(end - 1, 1), asked)]

    @cached_property
    def _readings(self) -> Array:
        return self.series.readings.astype(np.float32)
