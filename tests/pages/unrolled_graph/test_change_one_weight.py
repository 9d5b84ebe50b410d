"""A changed weight moves what comes after it, and nothing before."""

from dataclasses import replace

import numpy as np
import pytest

from explainer.models.shelf import BROUGHT, Entry
from explainer.models.shipped import shipped_models
from pages.unrolled_graph import controls
from pages.unrolled_graph.reading_networks import untrained
from rnncore import Model
from tests.pages.unrolled_graph.opening import PAGE, SMALL, graph, memories, nodes, visit
from tests.visitor import HOME


@pytest.mark.parametrize("stage", controls.STAGE.options)
def test_a_changed_weight_changes_all_after_and_nothing_before(stage):
    query = {"stage": stage, "length": "6", **SMALL}
    before, after = memories(graph(visit(**query))), memories(graph(visit(**query, edit="W_hh,2,1,0.9")))
    moved = np.abs(before - after).max(axis=1)
    first = 1 if stage == "dynamical" else 2         # an empty memory has nothing to multiply
    assert not moved[:first].any() and moved[first:].all()


def test_a_changed_weight_is_in_the_arithmetic_of_its_step():
    picture = graph(visit(**SMALL, edit="W_hh,2,1,0.9"))
    model, h = untrained(3, 26, "tanh", True, 0), memories(picture)
    W = model.params.W_hh.copy()
    W[1, 0] = 0.9
    for t, node in enumerate(nodes(picture, "hidden")[1:], start=1):
        memory = next(term for term in node["terms"] if term["name"] == "from memory")
        np.testing.assert_allclose(memory["values"], h[t - 1] @ W, atol=1e-6)


def test_a_weight_of_the_readout_moves_no_memory():
    query = {"length": "4", **SMALL}
    before, after = graph(visit(**query)), graph(visit(**query, edit="W_ho,1,1,5"))
    np.testing.assert_array_equal(memories(before), memories(after))
    assert nodes(before, "output")[0]["values"] != nodes(after, "output")[0]["values"]


def test_weights_are_changed_in_fields_and_undone():
    visitor = visit(**SMALL)
    start = memories(graph(visitor))
    [field] = [field for field in visitor.at.number_input if field.label == "Weight"]
    field.set_value(0.25)
    visitor.at.run()
    assert visitor.is_well().at.query_params["edit"] == "W_hh,1,1,0.25"
    assert next(m for m in graph(visitor)["matrices"] if m["id"] == "W_hh")["values"][0][0] == 0.25
    assert "u-moved" in "".join(visitor.html) and "u-changed" in visitor.piece("u-step")
    visitor.click("undo_0")
    assert "edit" not in visitor.at.query_params
    np.testing.assert_array_equal(memories(graph(visitor)), start)


def scaled(factor: float) -> Model:
    """A shipped network with every weight multiplied."""
    model = shipped_models()["given_names-vanilla"]
    params, readout = (type(tree)(*(None if array is None else array * np.float32(factor) for array in tree))
                       for tree in (model.params, model.readout))
    return replace(model, params=params, readout=readout)


def on_screen(model: Model, **query: str):
    """Somebody who looks at a network that came from a file."""
    visitor = visit().open(HOME)
    visitor.shelf.own["brought-here"] = Entry("brought-here", "From a file", BROUGHT, model)
    return visitor.open(PAGE, query | {"network": "brought-here"})


def weight_field(visitor):
    [field] = [field for field in visitor.at.number_input if field.label == "Weight"]
    return field


@pytest.mark.parametrize("factor", [400.0, 1e30, -1e37])
@pytest.mark.parametrize("flow", ["forward", "backward"])
def test_weights_of_any_size_are_shown_and_changed(quiet_engine, factor, flow):
    model = scaled(factor)
    visitor = on_screen(model, flow=flow)
    there = float(model.params.W_hh[0, 0])
    assert weight_field(visitor).value == pytest.approx(there, rel=1e-4) and abs(there) > 100
    assert not visitor.said("error")
    weight_field(visitor).set_value(-there)
    visitor.at.run()
    assert "edit" in visitor.is_well().at.query_params
    visitor.at.run()
    assert weight_field(visitor).value == pytest.approx(-there, rel=1e-4)
    assert not [text for text in visitor.said("info") if "left out" in text]


def test_a_weight_that_is_no_number_is_said_and_can_be_changed(quiet_engine):
    model = scaled(1.0)
    with_infinite = model.params.W_hh.copy()
    with_infinite[0, 0] = np.inf
    model = replace(model, params=model.params._replace(W_hh=with_infinite))
    visitor = on_screen(model)
    assert any("no finite number" in text for text in visitor.said("warning")) and weight_field(visitor).value is None
    weight_field(visitor).set_value(0.5)
    visitor.at.run()
    visitor.at.run()
    assert weight_field(visitor.is_well()).value == 0.5
    assert not any("no finite number" in text for text in visitor.said("warning"))


def test_another_network_forgets_the_changes():
    visitor = visit(edit="W_hh,1,1,0.25").set(network="given_names-gru")
    assert "edit" not in visitor.at.query_params


@pytest.mark.parametrize("network", ["given_names-vanilla", "given_names-gru", "given_names-lstm", "untrained"])
def test_its_question_is_answered_by_the_network(network):
    visitor = visit(network=network).set(guess_weight="All from step 2 on")
    assert any("**Yes.**" in text for text in visitor.said("markdown"))


def test_memory_that_is_not_empty_feels_a_change_at_once():
    visitor = visit(stage="dynamical").set(guess_weight="All of them")
    assert any("**Yes.**" in text for text in visitor.said("markdown"))
