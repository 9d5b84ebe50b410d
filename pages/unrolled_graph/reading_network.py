"""A network that the graph can show, and how it reads a text."""

from collections.abc import Callable
from dataclasses import dataclass

from explainer.models.reading import Reading
from rnncore import Model


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
