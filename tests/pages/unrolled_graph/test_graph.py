"""The unrolled graph: every number in the picture is the network's own, at every setting of the page."""

import numpy as np
import pytest

import rnncore
from pages.unrolled_graph import controls
from pages.unrolled_graph.reading_networks import untrained
from rnncore.data.vocabulary import BOUNDARY
from rnncore.readout import log_softmax, logits
from rnncore.sampling import trace_of
from tests.pages.unrolled_graph.opening import PAGE, SMALL, chips, given, graph, memories, nodes, reads, visit
from tests.visitor import Visitor


def test_the_first_picture_is_there_at_once():
    visitor = visit()
    assert chips(visitor) == "∎maria" and visitor.is_whole
    assert not visitor.said("error") and not visitor.said("warning") and not visitor.said("info")
    assert visitor.at.query_params == {} and not visitor.charts()


@pytest.mark.parametrize("cell", ["vanilla", "gru", "lstm"])
def test_the_numbers_are_the_network_s(cell):
    picture, model = graph(visit(network=f"given_names-{cell}", text="zoe", length="4")), given(cell)
    trace = trace_of(model, reads(model, "zoe"))
    np.testing.assert_allclose(memories(picture)[1:], trace.h[:, 0], rtol=1e-5)
    p = np.exp(log_softmax(logits(model.readout, trace.h[:, 0])))
    np.testing.assert_allclose([node["values"] for node in nodes(picture, "output")], p, rtol=1e-5)
    assert [node["chosen"] for node in nodes(picture, "output")] == [*model.vocabulary.encode("zoe"), BOUNDARY]
    for matrix in picture["matrices"]:
        array = {**model.params._asdict(), **model.readout._asdict()}[matrix["id"]]
        np.testing.assert_allclose(matrix["values"], np.atleast_2d(array), rtol=1e-5)


def test_an_untrained_network_is_what_its_fields_say():
    visitor = visit(network="untrained", units="5", letters="20", function="relu", bias="off", weights="7", text="hat",
                    length="4")
    model = untrained(5, 20, "relu", False, 7)
    np.testing.assert_allclose(memories(graph(visitor))[1:], trace_of(model, reads(model, "hat")).h[:, 0], rtol=1e-5)
    assert {matrix["id"] for matrix in graph(visitor)["matrices"]} == {"W_xh", "W_hh", "W_ho", "b_o"}


def test_stages_add_one_thing_after_the_other():
    lanes = {stage: [lane["id"] for lane in graph(visit(stage=stage))["lanes"]] for stage in controls.STAGE.options}
    assert lanes == {"dynamical": ["hidden"], "external": ["input", "hidden"], "full": ["input", "hidden", "output"]}


def test_the_dynamical_system_goes_on_from_the_memory_of_the_text():
    model, picture = given(), graph(visit(stage="dynamical", length="9"))
    h = trace_of(model, reads(model, "maria")).h[-1, 0]
    for node in nodes(picture, "hidden"):
        np.testing.assert_allclose(node["values"], h, rtol=1e-5)
        h = np.tanh(h @ model.params.W_hh + model.params.b_h)
    assert picture["steps"] == 9


@pytest.mark.parametrize("length", [1, 3, 6])
def test_steps_cut_the_chain_and_change_no_number(length):
    long, short = memories(graph(visit())), memories(graph(visit(length=str(length))))
    np.testing.assert_array_equal(short, long[:length + 1])


def test_a_new_text_brings_as_many_steps_as_it_needs():
    visitor = visit().set(text="Alexandra")
    assert chips(visitor) == "∎alexandra" and visitor.at.query_params == {"text": "Alexandra", "length": "10"}


@pytest.mark.parametrize("notation", controls.NOTATION.options)
def test_another_notation_changes_names_and_no_number(notation):
    picture = graph(visit(notation=notation, **SMALL))
    np.testing.assert_array_equal(memories(picture), memories(graph(visit(**SMALL))))
    label = next(matrix["label"] for matrix in picture["matrices"] if matrix["id"] == "W_hh")
    assert label == {"ours": "W_{hh}", "uvw": "W", "pytorch": "weight_hh_l0"}[notation]


def test_gradients_are_there_for_the_last_step_or_for_all():
    last = [node.get("loss") for node in nodes(graph(visit()), "output")]
    assert [loss is None for loss in last] == [True] * 5 + [False]
    told = rnncore.surprise(given(), "maria").nats
    np.testing.assert_allclose([n["loss"] for n in nodes(graph(visit(loss="every")), "output")], told, rtol=1e-5)


def test_a_model_trained_here_can_be_opened(quiet_engine):
    visitor = Visitor().train(list="stars", hidden=5, steps=20, cell="gru")
    key = f"trained-{visitor.job.key}"
    visitor.open(PAGE, {"network": key, "text": "mira"})
    assert not visitor.said("info") and len(memories(graph(visitor))[0]) == 5
