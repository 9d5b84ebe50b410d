"""Gates over a text: the maps are the core's gates, in the order that is chosen."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.shell.palette import HIDDEN, INPUT
from pages.gated_cells.gates_over_text_chart import FEWEST, Gate, gates_figure
from rnncore.diagnostics.memory_decomposition import path_of
from tests.pages.gated_cells.opening import WILD_LETTERS, each_cell, few, traced, visit
from tests.visitor import numbers


@each_cell
@pytest.mark.parametrize("order", ["kept", "number"])
def test_the_maps_are_the_gates_of_the_core(cell, order):
    chart = visit(gated_cell=cell, gated_text="maria", gated_order=order).charts()["gates_chart"]
    _, trace = traced(cell, "maria")
    maps = [data for data in chart["data"] if data["type"] == "heatmap"]
    wanted = ("f", "i", "o") if cell == "lstm" else ("z", "r")
    kept = path_of(cell, trace).kept.mean(axis=0)
    for shown, field in zip(maps, wanted, strict=True):
        z = numbers(shown["z"]).reshape(64, 6)
        neurons = numbers(shown["customdata"]).reshape(64, 6)[:, 0].astype(int) - 1
        np.testing.assert_allclose(z, getattr(trace, field)[:, neurons].T, atol=1e-12)
        np.testing.assert_array_equal(np.sort(neurons), np.arange(64))
        places = kept[neurons] if order == "kept" else -neurons
        assert (np.diff(places) <= 0).all()


@given(seed=st.integers(0, 99), steps=st.integers(1, 8), hidden=st.integers(1, 9))
@few
def test_every_gate_of_every_neuron_is_on_the_map(seed, steps, hidden):
    rng = np.random.default_rng(seed)
    gates = [Gate("kept", "f", HIDDEN, rng.uniform(0, 1, (steps, hidden))),
             Gate("written", "i", INPUT, rng.uniform(0, 1, (steps, hidden)))]
    order, unit, step = rng.permutation(hidden), int(rng.integers(hidden)), int(rng.integers(steps)) + 1
    figure = gates_figure(gates, ["a"] * steps, order, step, unit)
    maps = [trace for trace in figure.data if trace.type == "heatmap"]
    means = [trace for trace in figure.data if trace.type == "scatter"]
    for gate, shown, mean in zip(gates, maps, means, strict=True):
        np.testing.assert_array_equal(shown.z, gate.values[:, order].T)
        np.testing.assert_array_equal(shown.customdata[:, 0] - 1, order)
        np.testing.assert_allclose(mean.y, gate.values.mean(axis=1))
        np.testing.assert_array_equal(shown.x, mean.x)            # the same time axis
        assert (shown.zmin, shown.zmax) == (0, 1)
    boxes = [shape for shape in figure.layout.shapes if shape.line.dash is None]
    assert [int(order[round((box.y0 + box.y1) / 2) - 1]) for box in boxes] == [unit] * len(gates)
    frames = [shape for shape in figure.layout.shapes if shape.line.dash == "dot"]
    assert {(frame.x0 + frame.x1) / 2 for frame in frames} == {step}
    assert len({mean.marker.symbol for mean in means}) == len(gates)      # never colour alone


def test_letters_on_the_maps_are_text():
    figure = gates_figure([Gate("kept", "f", HIDDEN, np.full((5, 2), 0.5))], WILD_LETTERS, np.arange(2), 1, 0)
    drawn = json.dumps(figure.to_dict(), default=str)
    assert "<b>" not in drawn and "</li>" not in drawn


@pytest.mark.parametrize("steps", [1, 3, 12])
def test_a_short_text_has_columns_of_a_usual_width(steps):
    figure = gates_figure([Gate("kept", "f", HIDDEN, np.full((steps, 2), 0.5))], ["a"] * steps, np.arange(2), 1, 0)
    low, high = figure.layout.xaxis.range
    assert low == 0.5 and high - low == max(steps, FEWEST)
