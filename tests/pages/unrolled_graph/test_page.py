"""The unrolled graph: every number in the picture is the network's own, at every setting of the page."""

import inspect

import numpy as np
import pytest

import rnncore
from explainer.state.choices import MAX_STEPS
from pages.unrolled_graph import controls
from pages.unrolled_graph.networks import untrained
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


def test_free_running_feeds_every_output_back():
    visitor = visit(feed="own", length="24", given="2")
    model, picture = given(), graph(visitor)
    [name] = rnncore.sample(model, 1, np.random.default_rng(0), 0.0, prefix="ma")
    assert chips(visitor) == "∎" + name
    assert sum(edge.get("dashed", False) for edge in picture["edges"]) == picture["steps"] - 1
    for before, after in zip(nodes(picture, "output")[2:], nodes(picture, "input")[3:], strict=False):
        assert int(np.argmax(before["values"])) == after["hot"]


def test_switching_to_free_running_gives_it_room_and_back():
    visitor = visit().set(feed="own")
    assert visitor.widget("length").value == MAX_STEPS
    assert visitor.set(feed="text").widget("length").value == 6 and chips(visitor) == "∎maria"


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


def test_another_network_forgets_the_changes():
    visitor = visit(edit="W_hh,1,1,0.25").set(network="given_names-gru")
    assert "edit" not in visitor.at.query_params


def test_the_step_in_numbers_is_the_step_in_the_picture():
    visitor = visit(**SMALL, at="3", letters="5", text="badcab", length="6")
    model, shown = untrained(3, 5, "tanh", True, 0), visitor.piece("u-step")
    trace = trace_of(model, reads(model, "badca"))
    for value in (*trace.h[2, 0], *trace.pre[2, 0], *model.params.W_hh.flat, *model.params.W_xh.flat):
        assert f"{value:+.3f}".replace("-", "−") in shown


def test_every_shape_is_a_schematic_without_numbers():
    for shape in controls.SHAPE.options:
        picture = graph(visit(shape=shape), at=1)
        assert not any(node.get("values") or node.get("terms") for node in picture["nodes"])


ANSWERS = [("weight", "All from step 2 on"), ("parameters", "Exactly as many")]


@pytest.mark.parametrize(("question", "right"), ANSWERS)
@pytest.mark.parametrize("network", ["given_names-vanilla", "given_names-gru", "given_names-lstm", "untrained"])
def test_the_questions_are_answered_by_the_network(question, right, network):
    visitor = visit(network=network).set(**{f"guess_{question}": right})
    assert any("**Yes.**" in text for text in visitor.said("markdown"))


def test_memory_that_is_not_empty_feels_a_change_at_once():
    visitor = visit(stage="dynamical").set(guess_weight="All of them")
    assert any("**Yes.**" in text for text in visitor.said("markdown"))


def test_whether_it_writes_the_text_by_itself_is_tried():
    [name] = rnncore.sample(given(), 1, np.random.default_rng(0), 0.0, prefix="m")
    visitor = visit(text=name).set(guess_free="Yes, letter for letter")
    assert any("**Yes.**" in text and f"“{name}”" in text for text in visitor.said("markdown"))
    visitor = visit(text=name + "x").set(guess_free="No, it writes something else")
    assert any("**Yes.**" in text for text in visitor.said("markdown"))


@pytest.mark.parametrize("function", [rnncore.unroll, rnncore.cells.vanilla.step, rnncore.draw])
def test_the_code_shown_is_the_code_that_runs(function):
    assert inspect.getsource(function).strip() in [code.strip() for code in visit().codes]


def test_a_model_trained_here_can_be_opened(quiet_runner):
    visitor = Visitor().train(list="stars", hidden=5, steps=20, cell="gru")
    key = f"trained-{visitor.job.key}"
    visitor.open(PAGE, {"network": key, "text": "mira"})
    assert not visitor.said("info") and len(memories(graph(visitor))[0]) == 5
