"""The map of memories: names of the list and the visitor's path, where the network has them."""

import re

import numpy as np
import pytest

import rnncore
from explainer.components.graph.frames import WHOLE, Checkpoint
from explainer.components.memory_map import memory_map
from explainer.models import shipped
from pages.hidden_state.map_of_memories import NAME
from pages.hidden_state.state_cloud import cloud_of, evenly_chosen, first_of, path_on
from rnncore.diagnostics.states import project, states_of
from rnncore.sampling import trace_of
from tests.pages.hidden_state.opening import answered, map_sent, read, visit
from tests.sent import from_shares


def named(cell: str = "gru") -> rnncore.Model:
    return shipped.shipped_models()[f"given_names-{cell}"]


def test_names_are_taken_evenly():
    names = tuple(f"n{i}" for i in range(100))
    assert sorted(evenly_chosen(names, 4)) == ["n0", "n25", "n50", "n75"]
    assert sorted(evenly_chosen(names, 1000)) == sorted(names)
    assert evenly_chosen(names, 10) == evenly_chosen(names, 10)
    assert len(set(evenly_chosen(names, 37))) == 37


def test_what_is_sent_of_the_map_is_the_cloud():
    model = named("vanilla")
    names = shipped.shipped_corpus("given_names").names
    checkpoints = (Checkpoint(0, 3.0, named("vanilla")), Checkpoint(5, 2.0, model))
    every = cloud_of("test", checkpoints, names, 20)
    cloud = first_of(every, 12)
    assert cloud.names == every.names[:12] and cloud.planes is every.planes
    h = states_of(model, cloud.names).h
    np.testing.assert_allclose(cloud.points[-1], project(every.planes[-1], h), atol=1e-5)
    inputs = np.concatenate([[0], model.vocabulary.encode("anna")])
    way = path_on(cloud, checkpoints, inputs)
    sent = memory_map.as_data(cloud, checkpoints, way, list("∎anna"), ["x"])
    for frame, points, path in zip(sent["frames"], cloud.points, way, strict=True):
        np.testing.assert_allclose(from_shares(frame["points"]), points.ravel(), atol=frame["points"]["reach"] / WHOLE)
        np.testing.assert_allclose(from_shares(frame["path"]), path.ravel(), atol=frame["path"]["reach"] / WHOLE)
    np.testing.assert_allclose(way[-1], project(cloud.planes[-1], trace_of(model, inputs).h[:, 0]))
    for name, number in zip(sent["names"], sent["firsts"], strict=True):
        assert model.vocabulary.sign(number) == model.vocabulary.fold(name)[0]
    assert sum(len(name) + 1 for name in sent["names"]) == len(sent["of"]) == len(sent["symbols"])


def test_the_map_holds_names_of_the_list_and_the_visitors_path():
    visitor = visit(paths="50", marks="position", read="anna")
    data = map_sent(visitor)
    model, corpus = shipped.shipped_models()["given_names-gru"], shipped.shipped_corpus("given_names")
    assert len(data["names"]) == 50 and set(data["names"]) <= set(corpus.names)
    assert data["settings"]["marks"] == "position" and data["text"] == list("∎anna")
    plane = rnncore.principal_plane(rnncore.states_of(model, evenly_chosen(corpus.names, 300)).h)
    points = project(plane, states_of(model, data["names"]).h)
    drawn = from_shares(data["frames"][-1]["points"]).reshape(-1, 2)
    np.testing.assert_allclose(drawn, points, atol=1e-3)
    assert data["frames"][-1]["shares"] == pytest.approx(plane.shares, abs=1e-4)
    path = project(plane, trace_of(model, read(model, "anna")).h[:, 0])
    np.testing.assert_allclose(from_shares(data["frames"][-1]["path"]).reshape(-1, 2), path, atol=1e-3)


def test_what_decides_is_told_beside_chance():
    told = answered(visit(), "map", NAME)
    last, first, last_chance, first_chance = (int(x) for x in re.findall(r"(\d+)%", told))
    assert last > first > first_chance > last_chance > 0           # whole names are dealt out: fewer, so more by chance
