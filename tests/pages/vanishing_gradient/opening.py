"""What the tests of the vanishing gradient page share: opening it, and reading what it was sent."""

import re
from typing import Any

import numpy as np

from explainer.models import shipped
from pages.vanishing_gradient import controls
from rnncore.data.vocabulary import BOUNDARY
from rnncore.diagnostics.float64_trace import batch_of_one, float64_trace
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.numerics.precision import in_double
from tests.sent import in_words
from tests.visitor import Visitor

PAGE = "vanishing-gradient"
PATIENCE = 120             # seconds: whoever opens the page first waits for what is made once, on a busy machine too
PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def visit(**query: str) -> Visitor:
    return Visitor(query, PAGE, PATIENCE)


def lines(visitor: Visitor, key: str) -> dict[str, dict]:
    """The lines of a chart by their names."""
    return {trace.get("name"): trace for trace in visitor.charts()[key]["data"]}


def graph(visitor: Visitor, key: str) -> dict:
    """The picture that a signature graph got."""
    [picture] = visitor.component(key)["pictures"]
    return in_words(picture)


def section(visitor: Visitor, place: str) -> list[str]:
    """The pieces of HTML below the heading that a link finds at `place`, as far as the next heading."""
    here, found = None, []
    for piece in visitor.html:
        if heading := re.match(r'<h[123] id="([^"]*)"', piece):
            here = heading[1]
        elif here == place:
            found.append(piece)
    return found


def piece(visitor: Visitor, place: str, css_class: str) -> str:
    """The one piece of a section that has an element of this class."""
    [found] = [html for html in section(visitor, place) if f'class="{css_class}"' in html]
    return found


def verdict(visitor: Visitor, place: str) -> str:
    """The sentence with the numbers of a section."""
    return piece(visitor, place, "u-verdict")


def line(figure: Any, name: str) -> Any:
    """The trace of a figure that has this name."""
    [found] = [trace for trace in figure.data if trace.name == name]
    return found


def norms_of(radius: float = 0.9, steps: int = 60, **more):
    """The norms of a small network made to measure."""
    model = synthetic_network(hidden_size=6, radius=radius, **more)
    return jacobian_norms(float64_trace(model, noise(model, steps, 0.3)))


def plain_norms(**changed):
    """The curve that the page must draw, from the core alone."""
    asked = {"hidden_size": controls.WIDTH.default, "radius": controls.RADIUS.default,
             "initialisation": controls.START.default} | changed
    signal, steps = asked.pop("signal", controls.SIGNAL.default), asked.pop("steps", controls.BACK.default)
    model = synthetic_network(asked.pop("cell", "vanilla"), **asked)
    return jacobian_norms(float64_trace(model, noise(model, steps, signal)))


def reads(cell: str, text: str):
    """A shipped network in float64, and a batch that asks it only what comes after `text`."""
    model = in_double(shipped.shipped_models()[f"given_names-{cell}"])
    codes = model.vocabulary.encode(text)
    return model, batch_of_one(np.concatenate([[BOUNDARY], codes]), np.array([BOUNDARY]), np.array([len(codes)]))
