"""What the tests of the hidden-state page share: opening it, and reading what it was sent."""

import re

import numpy as np
import pytest

import rnncore
from explainer.models import shipped
from rnncore.numerics.precision import in_double
from tests.sent import in_words
from tests.visitor import Visitor

PAGE = "hidden-state"
PATIENCE = 300          # seconds: not what a page may take, but when to stop waiting
LATIN = rnncore.Vocabulary(tuple("abcdefghijklmnopqrstuvwxyz"))
HOSTILE = '<img src=x onerror="alert(1)">'
CELLS = ["vanilla", "gru", "lstm"]
each_cell = pytest.mark.parametrize("cell", CELLS)


def visit(**query: str) -> Visitor:
    """Somebody who has just opened the page; the first one of a process waits for the probes."""
    return Visitor(query, PAGE, seconds=PATIENCE)


def picture_sent(visitor: Visitor) -> dict:
    """What the picture of the memory got."""
    return in_words(visitor.component("memory_picture"))


def map_sent(visitor: Visitor) -> dict:
    """What the map of memories got."""
    return visitor.component("memory_map")


def named(cell: str = "gru") -> rnncore.Model:
    """A shipped network of given names, in double precision as the page reads with it."""
    return in_double(shipped.shipped_models()[f"given_names-{cell}"])


def read(model: rnncore.Model, text: str) -> np.ndarray:
    """The symbols of a text, ∎ first."""
    return np.concatenate([[0], model.vocabulary.encode(text)])


def of_lane(picture: dict, lane: str) -> np.ndarray:
    """The values of a lane of a picture that was sent, [T, units]."""
    return np.array([node["values"] for node in picture["nodes"] if node["lane"] == lane and node["step"]])


def chips(picture: dict) -> str:
    """The letters below a picture that was sent."""
    return "".join(node["text"] for node in picture["nodes"] if node["lane"] == "input")


def attributes(html: str, name: str) -> list[float]:
    """The numbers of one `data-` attribute, in order."""
    return [float(x) for x in re.findall(rf'data-{name}="([^"]+)"', html)]


def pieces(visitor: Visitor, name: str) -> list[str]:
    """The app's own pieces of HTML of a class."""
    return [piece for piece in visitor.html if f'class="{name}"' in piece or f'class="{name} ' in piece]


def piece(visitor: Visitor, name: str) -> str:
    """The one piece of HTML of a class."""
    [found] = pieces(visitor, name)
    return found


def labelled(visitor: Visitor, label: str) -> str:
    """The one piece of HTML with this label for screen readers."""
    [found] = [piece for piece in visitor.html if f'aria-label="{label}"' in piece]
    return found


def answered(visitor: Visitor, key: str, guess: str) -> str:
    """The answer to the only question that is guessed at."""
    visitor.set(**{f"guess_{key}": guess})
    [found] = [words for words in visitor.said("markdown") if "check_circle" in words or "lightbulb" in words]
    return found
