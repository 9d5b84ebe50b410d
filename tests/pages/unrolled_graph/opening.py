"""What the tests of the unrolled graph share: opening it, and reading what it was sent."""

import numpy as np

import rnncore
from explainer.models import shipped
from rnncore.data.vocabulary import BOUNDARY
from rnncore.numerics.precision import in_double
from tests.sent import in_words, rows_of
from tests.visitor import Visitor

PAGE = "unrolled-graph"
SMALL = {"network": "untrained"}


def visit(**query: str) -> Visitor:
    return Visitor(query, PAGE)


def graph(visitor: Visitor, key: str = "graph") -> dict:
    """What the component of this key was sent: its picture and its settings."""
    data = visitor.component(key)
    [picture] = in_words(data["pictures"])
    for matrix in picture["matrices"]:
        matrix["values"] = rows_of(matrix, data["weights"]).tolist()
    return picture | {"settings": data["settings"]}


def nodes(picture: dict, lane: str) -> list[dict]:
    return [node for node in picture["nodes"] if node["lane"] == lane]


def chips(visitor: Visitor) -> str:
    return "".join(node["text"] for node in nodes(graph(visitor), "input"))


def memories(picture: dict) -> np.ndarray:
    return np.array([node["values"] for node in nodes(picture, "hidden")])


def given(cell: str = "vanilla") -> rnncore.Model:
    return in_double(shipped.shipped_models()[f"given_names-{cell}"])


def reads(model: rnncore.Model, text: str) -> np.ndarray:
    return np.concatenate([[BOUNDARY], model.vocabulary.encode(text)])
