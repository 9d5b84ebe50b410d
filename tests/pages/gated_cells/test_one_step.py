"""The wiring of one step: its numbers are the network's, and what is chosen in it comes back."""

import numpy as np
import pytest

from tests.pages.gated_cells.opening import address, each_cell, traced, visit


def test_the_first_picture_is_there_at_once():
    visitor = visit()
    data = visitor.component("wiring")
    assert data["picture"]["cell"] == "lstm" and "".join(data["settings"]["letters"]) == "∎christina"
    assert data["settings"]["unit"] in data["settings"]["units"] and len(data["settings"]["units"]) == 4
    assert visitor.is_whole and visitor.at.query_params == {}
    assert not visitor.said("error") and not visitor.said("warning") and not visitor.said("info")


@each_cell
def test_the_numbers_in_the_wiring_are_the_networks(cell):
    data = visit(gated_cell=cell, gated_text="maria", gated_step="3", gated_neuron="7").component("wiring")
    _, trace = traced(cell, "maria")
    assert data["settings"]["step"] == 3 and data["settings"]["unit"] == 6
    nodes = {node["id"]: node["values"] for node in data["picture"]["nodes"] if "values" in node}
    for t in range(1, 7):
        for field in set(trace._fields) - {"h", "c", "tanh_c"}:
            for unit in data["settings"]["units"]:
                assert nodes[f"{field}:{t}"][str(unit)] == pytest.approx(getattr(trace, field)[t - 1, unit], rel=1e-5)
        np.testing.assert_allclose(nodes[f"hidden:{t}"], trace.h[t - 1], rtol=1e-5)


def test_a_step_beyond_the_text_is_its_last():
    assert visit(gated_text="ab", gated_step="20").component("wiring")["settings"]["step"] == 3


def test_where_the_visitor_looks_in_the_wiring_comes_back():
    visitor = visit()
    visitor.send("wiring", selection={"step": 3, "unit": 11})
    assert address(visitor) == {"gated_step": "3", "gated_neuron": "12"} and not visitor.is_whole
    settings = visitor.component("wiring")["settings"]
    assert settings["step"] == 3 and settings["unit"] == 11 and visitor.widget("gated_neuron").value == 12
    visitor.send("wiring", selection={"step": 999, "unit": -4})             # not a place in this cell
    assert address(visitor) == {"gated_step": "3", "gated_neuron": "12"}
