"""What the tests of the gated cells page share: opening it, and reading what it was sent."""

import json

import numpy as np
import pytest

from explainer.models import shipped
from rnncore.data.vocabulary import BOUNDARY
from rnncore.numerics.precision import in_double
from rnncore.sampling import trace_of
from tests.visitor import Visitor

PAGE = "gated-cells"
MAPS, CARRIED, FADING, RACE = "gates_chart", "carried_chart", "fading_chart", "race_chart"         # the charts, from the top
QUESTIONS = {"left", "held", "bias", "race", "rests"}
each_cell = pytest.mark.parametrize("cell", ["lstm", "gru"])


def visit(**query: str) -> Visitor:
    return Visitor(query, PAGE)


def wiring(visitor: Visitor) -> dict:
    """What the picture of the cell got."""
    found = [json.loads(one.proto.json) for one in visitor.at.get("bidi_component")]
    [data] = [data for data in found if "picture" in data]
    return data


def traced(cell: str, text: str):
    """The core's own numbers along a text, [T, H]."""
    model = in_double(shipped.shipped_models()[f"given_names-{cell}"])
    trace = trace_of(model, np.concatenate([[BOUNDARY], model.vocabulary.encode(text)]))
    return model, type(trace)(*(field[:, 0] for field in trace))


def equations(visitor: Visitor) -> str:
    [piece] = [piece for piece in visitor.html if "u-equations" in piece]
    return piece


def answer_of(visitor: Visitor, key: str, option: str) -> str:
    """Guess, and read what the network says."""
    visitor.set(**{f"guess_{key}": option})
    said = [text for text in visitor.said("markdown") if "**Yes.**" in text or "**Not this time" in text]
    return said[-1]


def address(visitor: Visitor) -> dict[str, str]:
    """The page's address: every control that is not on its default."""
    return {key: text if isinstance(text, str) else text[-1] for key, text in visitor.at.query_params.items()}
