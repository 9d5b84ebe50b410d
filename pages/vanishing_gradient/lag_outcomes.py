"""How trials of the lag task ended: what its tables and charts are made of."""

from collections.abc import Sequence
from typing import NamedTuple


class Outcome(NamedTuple):
    """How one seed ended, or how far it is."""

    seed: int
    solved: bool
    sequences: int          # until it was solved, or so far
    best: float             # share of right answers
    finished: bool = True


class Group(NamedTuple):
    """One kind of network on several lags."""

    key: str                # of the group; the cell's name comes first: "lstm_keep"
    name: str
    outcomes: dict[int, list[Outcome]]      # by lag

    @property
    def cell(self) -> str:
        """The cell's key."""
        return self.key.split("_")[0]


def count_in_words(outcomes: Sequence[Outcome]) -> str:
    """How many of some trials were solved: `9 of 10`."""
    return f"{sum(one.solved for one in outcomes)} of {len(outcomes)}"


def percent(share: float) -> str:
    """A share, 0 to 1, in whole per cent: `37 %`."""
    return f"{100 * share:.0f} %"
