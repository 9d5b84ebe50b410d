"""The wiring of a gated cell: what is sent says the same numbers as the picture, and what comes back is checked."""

import json

import numpy as np
import pytest

from explainer.components.graph.build import picture_of
from explainer.components.wiring.thinning import thinned
from explainer.components.wiring.wiring import cell_wiring
from explainer.models import shipped
from rnncore.cells.gates import by_gate
from rnncore.data.vocabulary import BOUNDARY
from rnncore.numerics.precision import in_double
from rnncore.sampling import trace_of

# The field of the core's trace that each node of a picture shows.
FIELDS = {"lstm": {"i": "i", "f": "f", "g": "g", "o": "o", "cell": "c", "hidden": "h"},
          "gru": {"r": "r", "z": "z", "hn": "hn", "n": "n", "hidden": "h"}}
each_cell = pytest.mark.parametrize("cell", FIELDS)


def reads(cell: str, text: str):
    """A shipped model in float64, its picture of a text, and the core's own trace of it, [T, H]."""
    model = in_double(shipped.shipped_models()[f"given_names-{cell}"])
    symbols = np.concatenate([[BOUNDARY], model.vocabulary.encode(text)])
    trace = trace_of(model, symbols)
    return model, picture_of(model, symbols, stage="external"), type(trace)(*(field[:, 0] for field in trace))


@each_cell
def test_the_thinned_picture_says_the_same_numbers(cell):
    model, picture, trace = reads(cell, "maria")
    units = [3, 30, 63]
    thin = thinned(picture, units)
    nodes = {node["id"]: node for node in thin["nodes"]}
    for lane, field in FIELDS[cell].items():
        for t in (1, 4):
            for unit in units:
                said = nodes[f"{lane}:{t}"]["values"]
                value = said[unit] if lane == "hidden" else said[str(unit)]
                assert value == pytest.approx(getattr(trace, field)[t - 1, unit], rel=1e-5, abs=1e-9)
    [matrix] = thin["matrices"]
    H = model.config.hidden_size
    for gate, block in enumerate(by_gate(model.params.W_hh, model.cell_module.GATE_COUNT)):
        for unit in units:
            shown = [row[str(gate * H + unit)] for row in matrix["values"]]
            np.testing.assert_allclose(shown, block[:, unit], rtol=1e-5)
    assert len(json.dumps(thin)) < 60_000


@each_cell
def test_every_term_of_a_shown_neuron_comes_along(cell):
    _, picture, _ = reads(cell, "maria")
    for node in thinned(picture, [5])["nodes"]:
        for term in node.get("terms", ()):
            assert set(term["values"]) == {"5"} and all(set(f["values"]) == {"5"} for f in term.get("factors", ()))
        if node.get("terms"):
            total = sum(term["values"]["5"] for term in node["terms"])
            assert total == pytest.approx(node["pre"]["5"], abs=1e-4)


def test_no_wiring_for_a_plain_cell():
    model = shipped.shipped_models()["given_names-vanilla"]
    picture = picture_of(model, np.array([0, 1]), stage="external")
    with pytest.raises(ValueError, match="no wiring"):
        cell_wiring(picture, key="none", step=1, unit=0, units=[0], letters=["∎", "a"])
