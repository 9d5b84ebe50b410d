"""What the tests of the vanishing gradient page share: opening it, and reading what it was sent."""

import json

import numpy as np

from explainer.components.graph.weights import unpacked
from explainer.models import shipped
from pages.vanishing_gradient import controls
from rnncore.data.vocabulary import BOUNDARY
from rnncore.diagnostics.float64_trace import float64_trace, lesson
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.numerics.precision import in_double
from tests.visitor import Visitor

PAGE = "vanishing-gradient"
PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def visit(**query: str) -> Visitor:
    return Visitor(query, PAGE)


def chart(visitor: Visitor, *names: str) -> dict[str, dict]:
    """The lines of the chart that has lines of these names, by name."""
    for spec in visitor.charts().values():
        found = {trace.get("name"): trace for trace in spec["data"]}
        if set(names) <= set(found):
            return found
    raise AssertionError(f"no chart with {names}")


def graph(visitor: Visitor, at: int) -> dict:
    """What the first or second signature graph got."""
    graphs = [json.loads(element.proto.json) for element in visitor.at.get("bidi_component")]
    [picture] = [data for data in graphs if "pictures" in data][at]["pictures"]
    return unpacked(picture)


def verdicts(visitor: Visitor) -> list[str]:
    return [piece for piece in visitor.html if 'class="u-verdict"' in piece]


def plain_flow(**changed):
    """The curve that the page must draw, from the core alone."""
    asked = {"hidden_size": controls.WIDTH.default, "radius": controls.RADIUS.default,
             "initialisation": controls.START.default} | changed
    signal, steps = asked.pop("signal", controls.SIGNAL.default), asked.pop("steps", controls.BACK.default)
    model = synthetic_network(asked.pop("cell", "vanilla"), **asked)
    return jacobian_norms(float64_trace(model, noise(model, steps, signal)))


def reads(cell: str, text: str):
    model = in_double(shipped.shipped_models()[f"given_names-{cell}"])
    codes = model.vocabulary.encode(text)
    return model, lesson(np.concatenate([[BOUNDARY], codes]), np.array([BOUNDARY]), np.array([len(codes)]))
