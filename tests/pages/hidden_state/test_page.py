"""The hidden-state page: every number on it is the network's own."""

import json
import re

import numpy as np
import pytest

import rnncore
from explainer.components.graph.frames import WHOLE, unpacked
from explainer.models import shipped
from pages.hidden_state.state_cloud import chosen
from rnncore.diagnostics import capacity
from rnncore.diagnostics.attribution import attribute
from rnncore.diagnostics.counterfactual import what_if, what_if_table
from rnncore.diagnostics.neurons import excitations
from rnncore.diagnostics.phase import fixed_points
from rnncore.diagnostics.probe import read_back
from rnncore.sampling import trace_of
from tests.pages.hidden_state.opening import (
    CELLS,
    PAGE,
    attributes,
    chips,
    each_cell,
    named,
    of_lane,
    pieces,
    read,
    sent,
    visit,
)
from tests.visitor import Visitor, numbers


def test_it_opens_with_a_picture_and_nothing_to_complain_about():
    visitor = visit()
    assert visitor.is_whole and visitor.at.query_params == {}
    assert not visitor.said("error") and not visitor.said("warning") and not visitor.said("info")
    picture, _ = sent(visitor)
    assert chips(picture["pictures"][0]) == "∎marianne" and picture["settings"]["view"] == "memory"


@each_cell
def test_the_picture_is_the_network_and_its_training(cell):
    data, _ = sent(visit(reader=f"given_names-{cell}", read="helena"))
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
        np.testing.assert_allclose(unpacked(frame["lanes"]["hidden"]), held.ravel(),
                                   atol=frame["lanes"]["hidden"]["reach"] / WHOLE)
    np.testing.assert_allclose(unpacked(frames[-1]["lanes"]["hidden"]), trace.h[:, 0].ravel(), atol=1e-4)


def test_neurons_stand_in_the_order_the_page_says():
    lanes = {lane["id"]: lane for lane in sent(visit(reader="given_names-lstm"))[0]["pictures"][0]["lanes"]}
    for lane in ("hidden", "cell"):
        assert sorted(lanes[lane]["order"]) == list(range(64)) != lanes[lane]["order"]
    visitor = visit(order="number")
    assert not [lane for lane in sent(visitor)[0]["pictures"][0]["lanes"] if "order" in lane]


def test_the_map_holds_names_of_the_list_and_the_visitors_path():
    visitor = visit(paths="50", marks="position", read="anna")
    data = sent(visitor)[1]
    model, corpus = shipped.shipped_models()["given_names-gru"], shipped.shipped_corpus("given_names")
    assert len(data["names"]) == 50 and set(data["names"]) <= set(corpus.names)
    assert data["settings"]["marks"] == "position" and data["text"] == list("∎anna")
    plane = rnncore.principal_plane(rnncore.states_of(model, chosen(corpus.names, 300)).h)
    points = rnncore.diagnostics.states.project(plane, rnncore.diagnostics.states.states_of(model, data["names"]).h)
    drawn = unpacked(data["frames"][-1]["points"]).reshape(-1, 2)
    np.testing.assert_allclose(drawn, points, atol=1e-3)
    assert data["frames"][-1]["shares"] == pytest.approx(plane.shares, abs=1e-4)
    path = rnncore.diagnostics.states.project(plane, trace_of(model, read(model, "anna")).h[:, 0])
    np.testing.assert_allclose(unpacked(data["frames"][-1]["path"]).reshape(-1, 2), path, atol=1e-3)


def test_a_network_trained_here_has_its_own_history(quiet_runner):
    visitor = Visitor()
    visitor.train(list="stars", cell="lstm", hidden=9, steps=60, seed=4)
    job = visitor.job
    visitor.open(PAGE, {"reader": f"trained-{job.key}", "read": "vega"})
    data, cloud = sent(visitor)
    steps = [snapshot.step for snapshot in job.training.history.snapshots]
    drawn = [frame["step"] for frame in data["frames"]]
    assert len(drawn) > 3 and drawn[:-1] == steps[:len(drawn) - 1]
    assert of_lane(data["pictures"][0], "cell").shape == (5, 9)
    assert set(cloud["names"]) <= set(job.corpus.names)
    assert len(pieces(visitor, "hs-bars")[0].split("<li")) == 6           # three shipped, this one, and guessing


@each_cell
def test_a_checkpoint_in_the_address_is_the_one_shown(cell):
    picture, cloud = sent(visit(reader=f"given_names-{cell}", checkpoint="3", at_step="2"))
    assert picture["settings"]["frame"] == cloud["settings"]["frame"] == 2
    assert picture["settings"]["step"] == cloud["settings"]["step"] == 2
    picture, _ = sent(visit(checkpoint="60"))
    assert picture["settings"]["frame"] is None


def test_letting_go_of_a_scrubber_is_kept_in_the_address():
    visitor = visit()
    for selection, wanted in (({"step": 4, "frame": 2, "view": "unrolled"},
                               {"at_step": "4", "checkpoint": "3", "shown_as": "unrolled"}),
                              ({"step": 9, "frame": None, "view": "memory"}, {})):
        visitor.at.session_state["memory_picture"] = {"selection": selection}
        visitor.at.run()
        visitor.is_well()
        assert dict(visitor.at.query_params) == wanted


# The lossy summary.

def test_the_curves_are_the_probes():
    visitor = visit()
    chart = next(c for c in visitor.charts().values() if "commonest" in json.dumps(c))
    corpus = shipped.shipped_corpus("given_names")
    for trace, cell in zip(chart["data"], CELLS, strict=False):
        found = rnncore.diagnostics.probe.lossy_summary(shipped.shipped_models()[f"given_names-{cell}"], corpus)
        drawn = numbers(trace["y"])
        np.testing.assert_allclose(drawn, found.accuracy[numbers(trace["x"]).astype(int)])
        assert len(drawn) > 8


@pytest.mark.parametrize("lag", ["0", "5", "12"])
def test_one_lag_in_bars_and_on_the_text(lag):
    visitor = visit(back=lag, read="marianne")
    [bars], [table] = pieces(visitor, "hs-bars"), pieces(visitor, "hs-back") or pieces(visitor, "hs-scroll")[:1]
    corpus, text = shipped.shipped_corpus("given_names"), named().vocabulary.encode("marianne")
    for n, cell in enumerate(CELLS):
        model = shipped.shipped_models()[f"given_names-{cell}"]
        found = rnncore.diagnostics.probe.lossy_summary(model, corpus)
        if found.counts[int(lag)]:
            assert attributes(bars, "share")[n] == pytest.approx(found.accuracy[int(lag)], abs=1e-5)
        guesses = read_back(found, trace_of(model, read(model, "marianne")).h[-1])[:8, 0][::-1]
        row = table.split("<tr>")[2 + n]
        assert re.findall(r'<td class="is-(right|wrong)', row) == ["right" if a == b else "wrong" for a, b in
                                                                    zip(guesses, text, strict=True)]


@pytest.mark.parametrize("trained", ["before", "after"])
@each_cell
def test_the_table_of_sizes_is_what_was_measured(cell, trained):
    visitor = visit(sized_cell=cell, trained=trained)
    [drawn] = [piece for piece in visitor.html if "Read correctly, in percent" in piece]
    rows = [one for one in capacity.read(shipped.DATA / "measured" / "capacity.csv")
            if one.cell == cell and (one.steps > 0) == (trained == "after")]
    assert [one.hidden for one in rows] == [4, 8, 16, 32, 64, 128, 256]
    assert attributes(drawn, "share") == pytest.approx(
        [share for one in rows for share, count in zip(one.accuracy, one.counts, strict=True) if count >= 50], abs=1e-4)


# Counterfactual.

def test_both_runs_and_the_table_of_all_places():
    visitor = visit(read="marianne", place="4", instead="o", within="10")
    model = named()
    found = what_if(model, "marianne", 3, "o", 0.10)
    [runs] = pieces(visitor, "hs-runs")
    assert attributes(runs, "difference") == pytest.approx(found.difference, abs=1e-5)
    assert attributes(runs, "tv") == pytest.approx(found.total_variation, abs=1e-5)
    table = what_if_table(model, "marianne", tolerance=0.10)
    [drawn] = [piece for piece in visitor.html if "Every place changed" in piece]
    assert attributes(drawn, "share") == pytest.approx(
        [table.total_variation[p, t] for p in range(8) for t in range(p + 1, 9)], abs=1e-5)
    told = [f"step {step + 1}" if step >= 0 else "not before the end" for step in table.agrees_from]
    assert re.findall(r'hs-total">(step \d+|not before the end)<', drawn) == told


def test_without_a_letter_of_its_own_it_takes_the_networks_favourite():
    visitor = visit(read="marianne", place="1")
    p = what_if(named(), "marianne", 0, "m").probabilities[0, 0]
    best = max((i for i in range(1, 27) if i != 13), key=lambda i: p[i])
    [runs] = pieces(visitor, "hs-runs")
    assert f"<b class='hs-other'>{named().vocabulary.sign(best)}</b>" in runs


# One neuron.

@pytest.mark.parametrize(("cell", "kind"), [("gru", "h"), ("lstm", "h"), ("lstm", "c")])
def test_the_neuron_on_the_page_is_the_networks(cell, kind):
    visitor = visit(reader=f"given_names-{cell}", read="anna", unit="7", kind=kind)
    model = named(cell)
    own = getattr(trace_of(model, read(model, "anna")), kind)[:, 0, 6]
    lit = next(piece for piece in visitor.html if 'data-unit="6"' in piece)
    assert attributes(lit, "value") == pytest.approx(own, abs=1e-4)
    names = shipped.shipped_corpus("given_names").names[:4000]
    high, low = excitations(shipped.shipped_models()[f"given_names-{cell}"], names, 6, 8, state=kind)
    for piece, contexts in zip(pieces(visitor, "hs-contexts"), (high, low), strict=True):
        drawn = [float(x) for x in re.findall(r'<li data-value="([^"]+)"', piece)]
        assert drawn == pytest.approx([context.value for context in contexts], abs=1e-4)


def test_a_neuron_beyond_the_last_is_the_last():
    visitor = visit(unit="250")
    assert [piece for piece in visitor.html if 'data-unit="63"' in piece]


def test_the_jumps_go_to_the_clearest_neurons():
    visitor = visit().click("count_neuron")
    counting = visitor.widget("unit").value
    assert visitor.click("letter_neuron").widget("unit").value != counting


# Attribution.

@pytest.mark.parametrize("explained", ["next", "likely"])
def test_what_a_prediction_rests_on_per_cell_and_on_one_scale(explained):
    visitor = visit(read="anna", prediction="3", explained=explained)
    [piece] = [piece for piece in visitor.html if 'class="hs-why"' in piece]
    for figure, cell in zip(piece.split("</figure>"), CELLS, strict=False):
        model = named(cell)
        targets = None
        if explained == "likely":
            h = trace_of(model, read(model, "anna")).h[:, 0]
            targets = rnncore.readout.logits(model.readout, h).argmax(axis=-1)
        found = attribute(model, "anna", targets)
        assert attributes(figure, "slope") == pytest.approx(found.gradient_times_input[2, :3], abs=1e-5)
        assert attributes(figure, "exact") == pytest.approx(found.occlusion[2, :3], abs=1e-5)
    shares = [float(x) for x in re.findall(r"--share:([\d.]+)", piece)]
    assert max(shares) == 1.0 and sum(share == 1.0 for share in shares) < 3


# Two neurons.

@pytest.mark.parametrize("cell", ["vanilla", "gru"])
def test_the_portrait_shows_every_fixed_point(cell):
    visitor = visit(two_units=cell, arrows="again", again="n")
    points = fixed_points(shipped.two_unit_models()[cell], 14)
    told = next(m for m in visitor.said("markdown") if "again and again" in m and "**n**" in m)
    assert told.count("|λ|") == len(points) and all(point.kind in told for point in points)
    [push] = [piece for piece in visitor.html if "small push" in piece]
    assert "|λ|" in push and not [piece for piece in visit(two_units=cell).html if "|λ|" in piece]
