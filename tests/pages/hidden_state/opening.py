"""What the tests of the hidden-state page share: opening it, and reading what it was sent."""

import json
import re

import numpy as np
import pytest

import rnncore
from explainer.components.graph.weights import unpacked
from explainer.models import shipped
from rnncore.numerics.precision import in_double
from tests.visitor import Visitor

PAGE = "hidden-state"
LATIN = rnncore.Vocabulary(tuple("abcdefghijklmnopqrstuvwxyz"))
CELLS = ["vanilla", "gru", "lstm"]
each_cell = pytest.mark.parametrize("cell", CELLS)


def visit(**query: str) -> Visitor:
    return Visitor(query, PAGE)


def sent(visitor: Visitor) -> tuple[dict, dict]:
    """What the picture and the map got."""
    found = [json.loads(element.proto.json) for element in visitor.at.get("bidi_component")]
    return unpacked(next(d for d in found if "pictures" in d)), next(d for d in found if "names" in d)


def named(cell: str = "gru") -> rnncore.Model:
    return in_double(shipped.shipped_models()[f"given_names-{cell}"])


def read(model: rnncore.Model, text: str) -> np.ndarray:
    return np.concatenate([[0], model.vocabulary.encode(text)])


def of_lane(picture: dict, lane: str) -> np.ndarray:
    return np.array([node["values"] for node in picture["nodes"] if node["lane"] == lane and node["step"]])


def chips(picture: dict) -> str:
    return "".join(node["text"] for node in picture["nodes"] if node["lane"] == "input")


def attributes(html: str, name: str) -> list[float]:
    return [float(x) for x in re.findall(rf'data-{name}="([^"]+)"', html)]


def pieces(visitor: Visitor, name: str) -> list[str]:
    return [piece for piece in visitor.html if f'class="{name}"' in piece or f'class="{name} ' in piece]
