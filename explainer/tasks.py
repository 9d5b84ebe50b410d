"""What the unrolled graph can read: a registry of tasks, each a network and its way of reading.

A task turns a visitor's text into the numbers of its inputs and says what it could not read. Names
come first, one task per model on the shelf, then the tasks on sentences, and then a network nobody trained.
"""

import unicodedata
from collections.abc import Callable
from functools import cache

import numpy as np

from explainer import controls
from explainer.address import value
from explainer.panels.drawing import spelled_for
from explainer.reading import Reading, Task, listed
from explainer.sentence_tasks import network, sentence_tasks
from explainer.shelf import shelf
from rnncore import CellConfig, Model, Vocabulary, new_model
from rnncore.precision import in_double
from rnncore.vocabulary import BOUNDARY

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


def read_name(model: Model, text: str, steps: int) -> Reading:
    """A name: ∎ first, then its letters, at most `steps` inputs in all. It never fails."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    spelled = model.vocabulary.fold(spelled_for(model.vocabulary, plain))
    known = "".join(symbol for symbol in spelled if symbol in model.vocabulary.symbols)
    codes = model.vocabulary.encode(known)
    sequence = np.concatenate([[BOUNDARY], codes, [BOUNDARY]])
    shown = min(steps, len(sequence) - 1)
    return Reading(sequence[:shown], sequence[1:shown + 1], known,
                   _problem(model.vocabulary, plain, spelled, known))


def _in_double(entry) -> Callable[[], Model]:
    return lambda: in_double(entry.model)


def _sentence_network(task: str) -> Callable[[], Model]:
    return lambda: _wide_sentence_network(task)


@cache
def _wide_sentence_network(task: str) -> Model:
    """One of three shipped networks in float64; they are the same for everybody."""
    return in_double(network(task))


def _problem(vocabulary: Vocabulary, plain: str, spelled: str, known: str) -> str:
    """What of a text was not read, in one sentence."""
    room = controls.MAX_STEPS - 1
    if not plain:
        return "There is no text, so the network reads only ∎, the sign that a name begins: type a name."
    unknown = list(dict.fromkeys(symbol for symbol in spelled if symbol not in vocabulary.symbols))
    reasons = []
    if unknown:
        reasons.append(f"the network has never seen {listed(unknown)}")
    if len(known) > room:
        reasons.append(f"the graph has room for {room} letters and your text is longer")
    if not unknown and spelled != vocabulary.fold(plain):
        reasons.append("its list has no accents, and no signs between letters")
    if not reasons:
        return ""
    begin = f"It reads “{known[:room]}”" if known else "It reads only ∎, where a name begins"
    return f"{begin}: {', and '.join(reasons)}."
