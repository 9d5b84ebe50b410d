"""What the tests of the gated cells chapter share: opening it, and reading what it was sent."""

import numpy as np
import pytest
from hypothesis import settings

from explainer.components.graph.build import picture_of
from explainer.models import shipped
from rnncore.data.vocabulary import BOUNDARY
from rnncore.numerics.precision import in_double
from rnncore.sampling import trace_of
from tests.visitor import Visitor

PAGE = "gated-cells"
WILD_LETTERS = ["<b>", "</li>", "&", '"', "x"]
few = settings(max_examples=15)
each_cell = pytest.mark.parametrize("cell", ["lstm", "gru"])


def visit(**query: str) -> Visitor:
    return Visitor(query, PAGE)


def traced(cell: str, text: str):
    """The shipped model in float64, and the core's own numbers along a text, [T, H]."""
    model = in_double(shipped.shipped_models()[f"given_names-{cell}"])
    trace = trace_of(model, np.concatenate([[BOUNDARY], model.vocabulary.encode(text)]))
    return model, type(trace)(*(field[:, 0] for field in trace))


def reads(cell: str, text: str):
    """The shipped model's picture of a text, and its trace, [T, H]."""
    model, trace = traced(cell, text)
    return picture_of(model, np.concatenate([[BOUNDARY], model.vocabulary.encode(text)]), stage="external"), trace


def is_folded(visitor: Visitor, label: str) -> bool:
    """Whether the expander with this label is closed."""
    [one] = [one for one in visitor.at.get("expander") if one.label == label]
    return not one.proto.expanded


def is_covered(visitor: Visitor, question: str) -> bool:
    """Whether the picture that answers a question waits for a guess."""
    def containers(block) -> list[str]:
        inside = getattr(block, "children", {}).values()
        return [getattr(getattr(block, "proto", None), "id", ""), *(key for one in inside for key in containers(one))]
    return any(key.endswith(f"covered_{question}") for key in containers(visitor.at._tree))


def answer_of(visitor: Visitor, key: str, option: str) -> str:
    """Guess, and read what the network says."""
    visitor.set(**{f"guess_{key}": option})
    said = [text for text in visitor.said("markdown") if "**Yes.**" in text or "**Not this time" in text]
    return said[-1]


def address(visitor: Visitor) -> dict[str, str]:
    """The page's address: every control that is not on its default."""
    return {key: text if isinstance(text, str) else text[-1] for key, text in visitor.at.query_params.items()}
