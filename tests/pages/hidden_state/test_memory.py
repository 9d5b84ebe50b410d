"""The memory picture: every number in it is the network's own, along the text and over its training."""

import numpy as np
import pytest

import rnncore
from explainer.components.graph.frames import WHOLE
from explainer.models import shipped
from pages.hidden_state.memory import THIRDS
from rnncore.sampling import trace_of
from tests.pages.hidden_state.opening import (
    PAGE,
    answered,
    each_cell,
    map_sent,
    named,
    of_lane,
    picture_sent,
    piece,
    read,
    visit,
)
from tests.sent import from_shares
from tests.visitor import Visitor


@each_cell
def test_the_picture_is_the_network_and_its_training(cell):
    data = picture_sent(visit(reader=f"given_names-{cell}", read="helena"))
    [picture], frames = data["pictures"], data["frames"]
    model, inputs = named(cell), read(named(cell), "helena")
    trace = trace_of(model, inputs)
    np.testing.assert_allclose(of_lane(picture, "hidden"), trace.h[:, 0], rtol=1e-5, atol=1e-6)
    if cell == "lstm":
        np.testing.assert_allclose(of_lane(picture, "cell"), trace.c[:, 0], rtol=1e-5, atol=1e-6)
    history, models = rnncore.load_history(shipped.DATA / "models" / f"history-given_names-{cell}.npz")
    assert len(frames) > 12 and frames[0]["step"] == 0
    losses = {snapshot.step: snapshot.validation_loss for snapshot in history.snapshots}
    for frame, earlier in list(zip(frames, models, strict=False))[:-1:4]:
        assert frame["step"] == earlier.provenance.steps
        assert frame["loss"] == pytest.approx(losses[frame["step"]], abs=1e-4)
        held = trace_of(earlier, inputs).h[:, 0]
        np.testing.assert_allclose(from_shares(frame["lanes"]["hidden"]), held.ravel(),
                                   atol=frame["lanes"]["hidden"]["reach"] / WHOLE)
    np.testing.assert_allclose(from_shares(frames[-1]["lanes"]["hidden"]), trace.h[:, 0].ravel(), atol=1e-4)


def test_neurons_stand_in_the_order_the_page_says():
    lanes = {lane["id"]: lane for lane in picture_sent(visit(reader="given_names-lstm"))["pictures"][0]["lanes"]}
    for lane in ("hidden", "cell"):
        assert sorted(lanes[lane]["order"]) == list(range(64)) != lanes[lane]["order"]
    visitor = visit(order="number")
    assert not [lane for lane in picture_sent(visitor)["pictures"][0]["lanes"] if "order" in lane]


def test_a_network_trained_here_has_its_own_history(quiet_engine):
    visitor = Visitor()
    visitor.train(list="stars", cell="lstm", hidden=9, steps=60, seed=4)
    job = visitor.job
    visitor.open(PAGE, {"reader": f"trained-{job.key}", "read": "vega"})
    data, cloud = picture_sent(visitor), map_sent(visitor)
    steps = [snapshot.step for snapshot in job.snapshots()]
    drawn = [frame["step"] for frame in data["frames"]]
    assert len(drawn) > 3 and drawn[:-1] == steps[:len(drawn) - 1]
    assert of_lane(data["pictures"][0], "cell").shape == (5, 9)
    assert set(cloud["names"]) <= set(job.corpus.names)
    assert len(piece(visitor, "hs-bars").split("<li")) == 7     # three shipped, this one, two without memory


@each_cell
def test_a_checkpoint_in_the_address_is_the_one_shown(cell):
    visitor = visit(reader=f"given_names-{cell}", checkpoint="3", at_step="2")
    picture, cloud = picture_sent(visitor), map_sent(visitor)
    assert picture["settings"]["frame"] == cloud["settings"]["frame"] == 2
    assert picture["settings"]["step"] == cloud["settings"]["step"] == 2
    assert picture_sent(visit(checkpoint="60"))["settings"]["frame"] is None


def test_letting_go_of_a_scrubber_is_kept_in_the_address():
    visitor = visit()
    for selection, wanted in (({"step": 4, "frame": 2, "view": "unrolled"},
                               {"at_step": "4", "checkpoint": "3", "shown_as": "unrolled"}),
                              ({"step": 9, "frame": None, "view": "memory"}, {})):
        visitor.send("memory_picture", selection=selection)
        assert dict(visitor.at.query_params) == wanted


@pytest.mark.parametrize(("cell", "text"), [("lstm", "marianne"), ("gru", "marianne"), ("vanilla", "otto")])
def test_the_letter_that_moves_the_memory_most_is_named_and_near_ties_are_told(cell, text):
    h = trace_of(named(cell), read(named(cell), text)).h[:, 0]
    moved = np.linalg.norm(np.diff(h, axis=0), axis=1)
    level = [i for i in np.argsort(-moved) if moved[i] >= 0.95 * moved.max()]
    right = {THIRDS[0 if (i + 0.5) / len(text) < 1 / 3 else 2 if (i + 0.5) / len(text) > 2 / 3 else 1] for i in level}
    for guess in THIRDS:
        told = answered(visit(reader=f"given_names-{cell}", read=text), "moved", guess)
        assert ("**Yes.**" in told) == (guess in right)
        assert f"It is {text[level[0]]}, letter {level[0] + 1} of {len(text)}" in told
        assert ("as good as level" in told) == (len(level) > 1)
        assert all(f"{text[i]}, letter {i + 1} of" in told for i in level)
