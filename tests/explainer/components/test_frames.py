"""Frames of a graph: what a network holds in memory at each checkpoint, and how numbers are packed for the browser."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from explainer.components.graph.build import picture_of
from explainer.components.graph.contract import as_json
from explainer.components.graph.frames import WHOLE, Checkpoint, frame_of, frames_as_json, packed
from rnncore.readout import logits
from rnncore.sampling import next_probabilities, trace_of
from tests.explainer.components.test_graph_build import models, texts
from tests.sent import from_shares

finite = some.floats(-1e6, 1e6, allow_nan=False)


@given(arrays(np.float64, some.tuples(some.integers(1, 6), some.integers(1, 6)), elements=finite))
def test_packed_numbers_come_back(array):
    sent = packed(array)
    assert np.abs(from_shares(sent) - array.ravel()).max() <= sent["reach"] * 1.01 / (2 * WHOLE) + 1e-12
    assert from_shares(packed(np.zeros(3))).tolist() == [0, 0, 0]
    assert np.isfinite(from_shares(packed(np.array([np.nan, np.inf, 1.0])))).all()


@given(models, texts)
def test_a_frame_holds_what_the_network_had_in_memory(model, symbols):
    frame = frame_of(Checkpoint(3, 2.0, model), np.array(symbols))
    trace = trace_of(model, np.array(symbols))
    np.testing.assert_array_equal(frame.lanes["hidden"], trace.h[:, 0])
    np.testing.assert_array_equal(frame.lanes["output"], next_probabilities(logits(model.readout, trace.h[:, 0])))
    assert ("cell" in frame.lanes) == (model.cell == "lstm")
    [sent] = frames_as_json([frame])
    assert sent["step"] == 3 and sent["loss"] == 2.0
    hidden = sent["lanes"]["hidden"]
    np.testing.assert_allclose(from_shares(hidden), trace.h[:, 0].ravel(), atol=hidden["reach"] / WHOLE)
    assert "loss" not in frames_as_json([frame_of(Checkpoint(0, float("nan"), model), np.array(symbols))])[0]


@given(models, texts)
def test_a_frame_of_the_finished_network_is_its_picture(model, symbols):
    picture, frame = picture_of(model, symbols), frame_of(Checkpoint(1, 1.0, model), np.array(symbols))
    for t in range(1, picture.steps + 1):
        for lane, array in frame.lanes.items():
            np.testing.assert_allclose(array[t - 1], picture.node(f"{lane}:{t}").values, atol=1e-12)


@given(models, texts)
def test_an_order_of_units_is_told_where_there_is_one(model, symbols):
    picture = picture_of(model, symbols)
    order = tuple(reversed(range(model.config.hidden_size)))
    lanes = tuple(replace(lane, order=order) if lane.id == "hidden" else lane for lane in picture.lanes)
    assert all("order" not in as_json(lane) for lane in picture.lanes)
    assert [as_json(lane)["order"] for lane in lanes if lane.id == "hidden"] == [list(order)]
