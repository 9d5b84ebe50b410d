"""What a task of the unrolled graph is, and a text as a network reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncore import Model

Array = np.ndarray


class Reading(NamedTuple):
    """A text as a network reads it."""

    inputs: Array                # [T] symbol numbers, what begins the sequence included
    targets: Array               # [T] what is right at each step: the next symbol, or the share wanted; below 0 nothing
    text: str                    # what is left of the visitor's text
    problem: str                 # one sentence if that is not all of it, else ""
    texts: tuple[str, ...] = ()  # [T] what stands in the chips; empty: the vocabulary's signs
    chosen: Array | None = None  # [T] the output that really came next, -1 where nobody knows; None: the targets


@dataclass(frozen=True)
class Task:
    """Something the graph can read. `load` gives the network, `read` a text's place in it."""

    key: str
    title: str
    load: Callable[[], Model]
    read: Callable[[Model, str, int], Reading]
    is_trained: bool = True
    unit: str = "letter"             # what one step reads: "letter" or "word"
    example: str = "maria"           # a text that fits
    names: tuple[str, ...] = ()      # what the outputs are called; empty: as the vocabulary's signs
    runs_free: bool = True           # whether its output can be its next input
    answer: str = "above it what the network expects next"       # what is seen above the memory
    loss: str = ""                   # what the loss takes for right, where the text does not say


def quoted(symbol: str) -> str:
    """A symbol inside a sentence."""
    return "a space" if symbol == " " else f"“{symbol}”"


def listed(symbols: list[str], most: int = 5) -> str:
    """Some symbols inside a sentence: “a”, “b” and 3 more."""
    more = f" and {len(symbols) - most} more" if len(symbols) > most else ""
    return ", ".join(map(quoted, symbols[:most])) + more
