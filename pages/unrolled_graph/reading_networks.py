"""The networks that the graph can show, each with the way it reads a text: a registry.

Names come first, one network per model on the shelf, then the shipped networks that read sentences, and then one
that nobody trained.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from explainer.models import shipped
from explainer.models.reading import Reading, read_name
from explainer.models.shelf import Entry, shelf
from explainer.state.address import value
from pages.unrolled_graph import controls
from pages.unrolled_graph.sentence_reading import NEXT_WORD, SENTIMENT, YEAR, read_sentence
from rnncore import CellConfig, Model, Vocabulary, new_model
from rnncore.numerics.precision import in_double
from rnncore.tasks.sentences.next_word import KNOWN as NEXT_WORD_EXAMPLES
from rnncore.tasks.sentences.sentiment import KNOWN as REVIEWS
from rnncore.tasks.sentences.year import KNOWN as YEAR_EXAMPLES

UNTRAINED = "untrained"
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class ReadingNetwork:
    """A network and how it reads a text.

    `load` gives the network in float64; `read` takes it, a text and the largest number of steps, and gives the
    numbers of its inputs and what could not be read.
    """

    key: str                         # its place in the address
    title: str                       # in the drop-down
    load: Callable[[], Model]
    read: Callable[[Model, str, int], Reading]
    unit: str = "letter"             # what one step reads: "letter" or "word"
    example: str = "maria"           # a text that fits
    output_names: tuple[str, ...] = ()      # empty: the vocabulary's signs
    runs_free: bool = True           # whether its output can be its next input
    output_words: str = "above it what the network expects next"       # what is seen above the memory
    loss_words: str = ""             # what the loss takes for right, where the text does not say


def reading_networks() -> dict[str, ReadingNetwork]:
    """Every network of this session by key, in the order of the drop-down."""
    entries = sorted(shelf().entries.values(), key=lambda entry: entry.key != controls.NETWORK.default)
    found = [ReadingNetwork(entry.key, entry.title, _load_entry(entry), read_name) for entry in entries]
    found += _sentence_networks()
    found.append(ReadingNetwork(UNTRAINED, "Untrained: random weights", _untrained_from_controls, read_name))
    return {network.key: network for network in found}


def chosen_network() -> ReadingNetwork:
    """The network that the control names. Raises KeyError for one that this session does not have."""
    return reading_networks()[value(controls.NETWORK)]


def untrained(units: int, letters: int, activation: str, bias: bool, seed: int) -> Model:
    """A vanilla network nobody trained, in float64. It knows ∎ and the first `letters` letters."""
    vocabulary = Vocabulary(tuple(ALPHABET[:letters]))
    config = CellConfig(len(vocabulary), units, activation, bias)
    return new_model("vanilla", config, vocabulary, seed, dtype=np.float64)


def _untrained_from_controls() -> Model:
    return untrained(value(controls.UNITS), value(controls.LETTERS), value(controls.FUNCTION),
                     value(controls.BIAS) == "on", value(controls.WEIGHTS))


def _sentence_networks() -> list[ReadingNetwork]:
    """The three shipped networks that read words."""
    return [
        ReadingNetwork(
            SENTIMENT, "Reviews: how much it likes it (GRU)", _load_sentence_model(SENTIMENT), read_sentence,
            unit="word", example=REVIEWS[0], output_names=("positive",), runs_free=False,
            output_words="above it how positive it takes the review to be, from 0 to 1",
            loss_words="The loss takes “positive” for right: −ln of the share."),
        ReadingNetwork(
            NEXT_WORD, "Sentences: the next word (GRU)", _load_sentence_model(NEXT_WORD), read_sentence,
            unit="word", example=NEXT_WORD_EXAMPLES[0], runs_free=False,
            loss_words="After the last word nobody knows what is right: there the loss takes the likeliest word for "
                       "it."),
        ReadingNetwork(
            YEAR, "Sentences: which word is a year? (GRU)", _load_sentence_model(YEAR), read_sentence,
            unit="word", example=YEAR_EXAMPLES[0], output_names=("year",), runs_free=False,
            output_words="above it, for each word, how surely it is a year",
            loss_words="The loss takes “a year” for right at numbers from 1000 to 2099, at the last step where there "
                       "is none: −ln of the share."),
    ]


def _load_entry(entry: Entry) -> Callable[[], Model]:
    return lambda: in_double(entry.model)


def _load_sentence_model(key: str) -> Callable[[], Model]:
    return lambda: _sentence_model(key)


@cache
def _sentence_model(key: str) -> Model:
    """A shipped network in float64; it is the same for everybody."""
    return in_double(shipped.sentence_models()[key])
