"""What the unrolled graph can read: a registry of tasks, each a network and its way of reading.

A task turns a visitor's text into the numbers of its inputs and says what it could not read. Names
come first, one task per model on the shelf, then the tasks on sentences, and then a network nobody trained.
"""

from collections.abc import Callable
from functools import cache

import numpy as np

from explainer.models.reading import read_name
from explainer.models.shelf import shelf
from explainer.state.address import value
from pages.unrolled_graph import controls
from pages.unrolled_graph.reading_network import Task
from pages.unrolled_graph.sentence_networks import network, sentence_tasks
from rnncore import CellConfig, Model, Vocabulary, new_model
from rnncore.numerics.precision import in_double

Array = np.ndarray
UNTRAINED = "untrained"
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def tasks() -> dict[str, Task]:
    """Every task of this session by key, in the order of the drop-down."""
    entries = sorted(shelf().entries.values(), key=lambda entry: entry.key != controls.NETWORK.default)
    found = [Task(entry.key, entry.title, _in_double(entry), read_name) for entry in entries]
    found += sentence_tasks(_sentence_network)
    found.append(Task(UNTRAINED, "Untrained: random weights", untrained_from_controls, read_name, False))
    return {task.key: task for task in found}


def untrained(units: int, letters: int, activation: str, bias: bool, seed: int) -> Model:
    """A vanilla network nobody trained, in float64. It knows ∎ and the first `letters` letters."""
    vocabulary = Vocabulary(tuple(ALPHABET[:letters]))
    config = CellConfig(len(vocabulary), units, activation, bias)
    return new_model("vanilla", config, vocabulary, seed, dtype=np.float64)


def untrained_from_controls() -> Model:
    """The untrained network as the page's controls describe it."""
    return untrained(value(controls.UNITS), value(controls.LETTERS), value(controls.FUNCTION),
                     value(controls.BIAS) == "on", value(controls.WEIGHTS))


def _in_double(entry) -> Callable[[], Model]:
    return lambda: in_double(entry.model)


def _sentence_network(task: str) -> Callable[[], Model]:
    return lambda: _wide_sentence_network(task)


@cache
def _wide_sentence_network(task: str) -> Model:
    """One of three shipped networks in float64; they are the same for everybody."""
    return in_double(network(task))
