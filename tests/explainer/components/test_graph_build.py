"""Every number in the signature picture is rnncore's; its terms add up; the contract keeps its word."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

import rnncore
from explainer.components.graph.build import STAGES, edited, picture_of
from explainer.components.graph.contract import Selection, WeightEdit, as_json
from explainer.components.graph.graph import selection_of
from explainer.components.graph.notation import NOTATIONS
from explainer.components.graph.schematic import schematic
from explainer.components.graph.weights import pictures_as_json
from explainer.state import choices
from rnncore.cells import CellConfig
from rnncore.numerics.flat import flatten, views
from rnncore.readout import log_softmax, logits
from rnncore.sampling import next_probabilities, trace_of
from tests.sent import in_words, rows_of

LETTERS = "abcdefg"
KINDS = [("vanilla", "tanh"), ("vanilla", "relu"), ("vanilla", "identity"), ("gru", "tanh"), ("lstm", "tanh")]
FIELDS = {"hidden": "h", "cell": "c"}
ACTIVATIONS = {"tanh": np.tanh, "relu": lambda a: np.maximum(a, 0), "identity": lambda a: a,
               "sigmoid": lambda a: 1 / (1 + np.exp(-a))}


def model_of(kind=("vanilla", "tanh"), hidden=4, bias=True, seed=0) -> rnncore.Model:
    """A model in float64 whose weights are far from zero, biases too."""
    vocabulary = rnncore.Vocabulary(tuple(LETTERS))
    config = CellConfig(len(vocabulary), hidden, kind[1], bias)
    fresh = rnncore.new_model(kind[0], config, vocabulary, seed, dtype=np.float64)
    vector = flatten(fresh.weights)
    vector += np.random.default_rng(seed).normal(0, 0.4, vector.size)
    weights = views(vector, fresh.weights)
    return replace(fresh, params=weights.cell, readout=weights.readout)


models = some.builds(model_of, some.sampled_from(KINDS), some.integers(1, 7), some.booleans(), some.integers(0, 99))
texts = some.lists(some.integers(0, len(LETTERS)), min_size=1, max_size=9)
each_kind = pytest.mark.parametrize("kind", KINDS, ids="-".join)


@given(models, texts)
def test_every_value_is_the_cores(model, symbols):
    picture = picture_of(model, symbols)
    trace = trace_of(model, np.array(symbols))
    scores = logits(model.readout, trace.h[:, 0])
    for node in picture.nodes:
        if node.lane == "input":
            assert node.hot == symbols[node.step - 1] and node.text == model.vocabulary.sign(node.hot)
        elif node.lane == "output":
            np.testing.assert_allclose(node.pre, scores[node.step - 1], rtol=1e-12)
            np.testing.assert_allclose(node.values, next_probabilities(scores)[node.step - 1], rtol=1e-12)
        elif node.step > 0:
            kept = getattr(trace, FIELDS.get(node.lane, node.lane))[node.step - 1, 0]
            np.testing.assert_array_equal(node.values, kept)
        else:
            assert not any(node.values)


@given(models, texts, some.sampled_from(STAGES))
def test_terms_add_up_and_the_activation_makes_the_value(model, symbols, stage):
    for node in picture_of(model, symbols, stage=stage).nodes:
        if not node.terms:
            continue
        np.testing.assert_allclose(np.sum([term.values for term in node.terms], axis=0), node.pre, atol=1e-9, rtol=1e-9)
        if node.lane != "output":
            made = ACTIVATIONS[node.activation](np.array(node.pre))
            np.testing.assert_allclose(made, node.values, atol=1e-9, rtol=1e-9)
        for term in node.terms:
            if term.factors:
                np.testing.assert_allclose(np.prod([f.values for f in term.factors], axis=0), term.values)


@given(models, texts)
def test_a_term_is_its_source_times_its_columns_of_the_matrix(model, symbols):
    picture = picture_of(model, symbols)
    index = {node.id: node for node in picture.nodes}
    matrices = {matrix.id: np.array(matrix.values) for matrix in picture.matrices}
    for node in picture.nodes:
        for term in node.terms:
            if not term.matrix:
                continue
            columns = matrices[term.matrix][:, term.column:term.column + len(term.values)]
            source = index[term.source] if term.source else None
            vector = np.ones(1) if source is None else np.array(source.values)
            if source is not None and source.hot is not None:
                vector = np.eye(len(columns))[source.hot]
            np.testing.assert_allclose(vector @ columns, term.values, atol=1e-9)
            if source is not None:
                assert source.step in (node.step, node.step - 1)


@given(models, texts)
def test_a_factor_that_names_a_node_is_that_nodes_vector(model, symbols):
    picture = picture_of(model, symbols)
    for node in picture.nodes:
        for factor in (factor for term in node.terms for factor in term.factors if factor.node):
            named = np.array(picture.node(factor.node).values)
            expected = np.tanh(named) if factor.symbol.startswith("tanh") else named
            np.testing.assert_allclose(factor.values, expected, atol=1e-12)


@given(models, texts, some.sampled_from(STAGES), some.booleans())
def test_edges_join_nodes_of_the_picture_through_its_matrices(model, symbols, stage, feedback):
    picture = picture_of(model, symbols, stage=stage, feedback=feedback)
    nodes, matrices = {node.id for node in picture.nodes}, {matrix.id for matrix in picture.matrices}
    assert len(nodes) == len(picture.nodes)
    for edge in picture.edges:
        assert {edge.source, edge.target} <= nodes and (not edge.matrix or edge.matrix in matrices)
        assert edge.delay == picture.node(edge.target).step - picture.node(edge.source).step
    for matrix in {"dynamical": ["W_hh"], "external": ["W_hh", "W_xh"], "full": ["W_hh", "W_xh", "W_ho"]}[stage]:
        assert sum(edge.matrix == matrix for edge in picture.edges) == picture.steps
    lanes = {lane.id for lane in picture.lanes}
    assert {node.lane for node in picture.nodes} == lanes
    assert sum(edge.dashed for edge in picture.edges) == (picture.steps - 1) * (feedback and stage == "full")


@each_kind
def test_gradients_are_those_of_the_loss(kind):
    model, symbols, targets = model_of(kind, 3), [1, 4, 2, 0], [4, -1, 0, 3]
    picture = picture_of(model, symbols, backward=targets)

    def loss(start):
        scores = [np.array(node.pre) for node in picture_of(model, symbols, start={"h": start}).nodes
                  if node.lane == "output"]
        return -np.mean([log_softmax(s)[t] for s, t in zip(scores, targets, strict=True) if t >= 0])

    numeric = [(loss(np.eye(3)[i] * 1e-6) - loss(-np.eye(3)[i] * 1e-6)) / 2e-6 for i in range(3)]
    np.testing.assert_allclose(picture.node("hidden:0").gradient, numeric, atol=1e-8)
    last = {(edge.source, edge.target): edge.gradient for edge in picture.edges}
    assert last["hidden:4", "output:4"] == pytest.approx(np.linalg.norm(picture.node("hidden:4").gradient))
    assert picture.node("output:2").loss is None and last["hidden:2", "output:2"] == 0
    assert picture.node("output:1").loss == pytest.approx(-np.log(picture.node("output:1").values[4]))
    for edge in picture.edges:
        assert edge.gradient is not None and edge.gradient >= 0


def test_without_targets_there_are_no_gradients():
    picture = picture_of(model_of(), [1, 2])
    assert all(edge.gradient is None for edge in picture.edges) and not any(node.gradient for node in picture.nodes)


@each_kind
def test_an_edit_changes_everything_after_it_and_nothing_before(kind):
    model, symbols = model_of(kind), [1, 2, 1, 3, 1]
    before = picture_of(model, symbols)
    after = picture_of(edited(model, WeightEdit("W_xh", 2, 1, 1.5)), symbols)      # only step 2 reads symbol 2
    for old, new in zip(before.nodes, after.nodes, strict=True):
        if old.step < 2:
            assert (old.values, old.terms) == (new.values, new.terms)
    assert before.node("hidden:2").values != after.node("hidden:2").values
    assert before.node("output:5").values != after.node("output:5").values
    assert after.matrix("W_xh").values[2][1] == 1.5


@pytest.mark.parametrize("edit", [WeightEdit("W_zz", 0, 0, 1.0), WeightEdit("W_hh", 4, 0, 1.0),
                                  WeightEdit("W_hh", 0, -1, 1.0), WeightEdit("b_h", 1, 0, 1.0),
                                  WeightEdit("b_hn", 0, 0, 1.0),
                                  WeightEdit("W_hh", 0, 0, float("nan"))])
def test_a_weight_that_is_not_there_cannot_be_edited(edit):
    with pytest.raises(ValueError):
        edited(model_of(), edit)


@each_kind
@pytest.mark.parametrize("notation", NOTATIONS)
def test_notation_changes_names_and_no_number(kind, notation):
    model = model_of(kind)
    ours, other = picture_of(model, [1, 2]), picture_of(model, [1, 2], notation=notation)
    assert [n.values for n in ours.nodes] == [n.values for n in other.nodes]
    assert [m.id for m in ours.matrices] == [m.id for m in other.matrices]
    assert [m.label for m in other.matrices] == [NOTATIONS[notation].matrices[m.id] for m in other.matrices]
    assert all(m.shown_transposed == (notation == "pytorch" and m.id.startswith("W")) for m in other.matrices)


def test_what_was_drawn_from_is_what_is_shown():
    picture = picture_of(model_of(), [1, 2], temperature=0.5, top_k=3, chosen=[4, -1])
    output = picture.node("output:1")
    np.testing.assert_allclose(output.values, next_probabilities(np.array(output.pre), 0.5, 3))
    assert output.activation == "softmax at temperature 0.5"
    assert output.chosen == 4 and picture.node("output:2").chosen is None


def test_vectors_can_be_read_too():
    model = model_of()
    inputs = np.random.default_rng(0).normal(size=(3, 8))
    picture = picture_of(model, inputs)
    np.testing.assert_allclose(picture.node("input:2").values, inputs[1])
    np.testing.assert_allclose(picture.node("hidden:1").terms[0].values, inputs[0] @ model.params.W_xh)


@pytest.mark.parametrize(("symbols", "more"), [([], {}), ([1], {"stage": "all"}), (None, {"stage": "dynamical"})])
def test_a_picture_needs_steps_and_a_stage(symbols, more):
    with pytest.raises(ValueError):
        picture_of(model_of(), symbols, **more)


def test_a_dynamical_system_needs_no_symbols():
    picture = picture_of(model_of(), None, stage="dynamical", steps=5)
    assert picture.steps == 5 and {node.lane for node in picture.nodes} == {"hidden"}
    assert any(picture.node("hidden:0").values)


@each_kind
def test_a_unit_alone_tells_its_arithmetic(kind):
    picture = picture_of(model_of(kind), [3, 1])
    node = picture.node("hidden:2")
    unit = node.unit(1)
    assert sum(term.value for term in unit.terms) == pytest.approx(unit.pre)
    assert unit.value == node.values[1] == pytest.approx(float(ACTIVATIONS[unit.activation](unit.pre)))
    for missing in (picture.node, picture.matrix):
        with pytest.raises(KeyError):
            missing("nothing")


def test_the_json_says_the_same_in_six_digits():
    picture = picture_of(model_of(("lstm", "tanh")), [1, 2, 3], backward=[2, 3, 0])
    sent = json.loads(json.dumps(as_json(picture), allow_nan=False))
    for node, told in zip(picture.nodes, sent["nodes"], strict=True):
        np.testing.assert_allclose(told.get("values", []), node.values, rtol=1e-5)
        for term, said in zip(node.terms, told.get("terms", []), strict=True):
            np.testing.assert_allclose(said["values"], term.values, rtol=1e-5)


def test_weights_travel_once_and_unrounded_to_seven_digits():
    pictures = [picture_of(model_of(("gru", "tanh")), symbols) for symbols in ([1, 2, 3], [2, 1])]
    sent = json.loads(json.dumps(pictures_as_json(pictures), allow_nan=False))
    assert len(sent["weights"]) == len({matrix.values for matrix in pictures[0].matrices})
    for picture, told in zip(pictures, sent["pictures"], strict=True):
        assert_alike(in_words(told) | {"matrices": []}, as_json(replace(picture, matrices=())) | {"matrices": []})
        for matrix, written in zip(picture.matrices, told["matrices"], strict=True):
            np.testing.assert_allclose(rows_of(written, sent["weights"]), matrix.values, rtol=1e-7)


def assert_alike(told, wanted) -> None:
    """The same JSON data, its numbers up to a millionth."""
    assert type(told) is type(wanted)
    if isinstance(wanted, dict):
        assert told.keys() == wanted.keys()
        for name, part in wanted.items():
            assert_alike(told[name], part)
    elif isinstance(wanted, list):
        assert len(told) == len(wanted)
        for one, other in zip(told, wanted, strict=True):
            assert_alike(one, other)
    else:
        assert told == (pytest.approx(wanted, rel=1e-5) if isinstance(wanted, float) else wanted)


@given(arrays(np.float64, some.integers(1, 70), elements=some.floats(width=64)))
def test_any_row_of_numbers_arrives(values):
    picture = picture_of(model_of(("vanilla", "tanh")), [1])
    node = replace(picture.nodes[-1], values=tuple(values.tolist()))
    sent = json.loads(json.dumps(pictures_as_json([replace(picture, nodes=(node,))]), allow_nan=False))
    told = in_words(sent)["pictures"][0]["nodes"][0]["values"]
    assert [x is None for x in told] == (~np.isfinite(values)).tolist()
    for x, value in zip(told, values, strict=True):
        assert x is None or x == pytest.approx(value, rel=1e-5, abs=0)


def test_what_overflows_is_null():
    assert as_json((1.0, float("inf"), float("nan"))) == [1.0, None, None]
    with pytest.raises(TypeError):
        as_json({1})


def test_shapes_without_numbers():
    picture = schematic(["picture", None, None], ["a", "red", "ball"], split=2, feedback=True)
    assert not any(node.values for node in picture.nodes) and picture.steps == 3
    used = [edge.matrix for edge in picture.edges if edge.target.startswith("hidden")]
    assert used == ["W_hh", "W_xh", "W_hh′", "W_hh′"]
    with pytest.raises(ValueError):
        schematic(["a"], [])


@pytest.mark.parametrize("edit", [None, "W_hh", {}, {"matrix": "W_hh"},
                                  {"matrix": "W_hh", "row": 0, "column": 0, "value": "x"},
                                  {"matrix": "W_hh", "row": 0, "column": 0, "value": float("inf")},
                                  {"matrix": "W_hh", "row": 0, "column": 0, "value": float("nan")}])
def test_a_broken_edit_is_none(edit):
    assert selection_of(None, edit) == Selection()


def test_what_the_browser_sends_is_checked():
    sent = {"node": "hidden:2", "unit": 1, "step": True, "matrix": 7, "view": "folded"}
    assert selection_of(sent, {"matrix": "W_hh", "row": 1, "column": 2, "value": 0.5}) == Selection(
        "hidden:2", 1, view="folded", edit=WeightEdit("W_hh", 1, 2, 0.5))


def test_every_notation_has_its_name_on_the_switch():
    assert choices.NOTATIONS.keys() == NOTATIONS.keys()
