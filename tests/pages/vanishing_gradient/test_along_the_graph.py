"""Gradients along the graph: those of another way to compute them, for every text."""

import numpy as np
import pytest

from explainer.charts.log_scale import format_log10
from explainer.state.cells import labels, shipped_cells
from pages.vanishing_gradient import along_the_graph, controls
from rnncore.diagnostics.gradient_flow import gradient_norms
from tests.pages.vanishing_gradient.opening import graph, reads, verdict, visit

PLACE = "the-same-thing-on-a-real-text"


@pytest.mark.parametrize("cell", ["vanilla", "gru", "lstm"])
def test_the_graph_s_gradients_are_those_of_another_way_to_compute_them(cell):
    visitor = visit(learner=cell, spelt="leo")
    picture = graph(visitor, "gradient_graph")
    model, batch = reads(cell, "leo")
    lengths = 10 ** gradient_norms(model, batch).h
    drawn = [np.linalg.norm(node["gradient"]) for node in picture["nodes"] if node["lane"] == "hidden"]
    np.testing.assert_allclose(drawn, lengths, rtol=1e-5)
    if cell != "lstm":                  # there c takes a part of the way
        flows = [edge["gradient"] for edge in picture["edges"] if edge.get("matrix") == "W_hh"]
        np.testing.assert_allclose(flows, lengths[:-1], rtol=1e-5)
    assert format_log10(float(np.log10(lengths[-1]))) in verdict(visitor, PLACE)


@pytest.mark.parametrize("text", ["", "123"])
def test_one_step_asks_nothing_that_is_a_tie(text):
    visitor = visit(spelt=text)
    assert not visitor.has("guess_cells") and visit(spelt="a").has("guess_cells")
    assert any("Give the network a letter" in words for words in visitor.said("caption"))


def test_a_text_that_is_too_long_is_cut_and_that_is_said():
    visitor = visit()
    visitor.set(spelt="maria" * 60)
    by_the_field, by_the_graph = visitor.said("warning")
    assert "was left out" in by_the_field and "room for" in by_the_graph
    assert visitor.widget("spelt").value == ("maria" * 60)[:controls.READ.longest]
    assert visit(**visitor.at.query_params).widget("spelt").value == visitor.widget("spelt").value


def test_the_gradient_has_arrived_where_nobody_has_looked_elsewhere():
    """With no step of its own the picture stands at the first: all of the way back is lit."""
    settings = visit().component("gradient_graph")["settings"]
    assert settings["mode"] == "backward" and settings["step"] is None


def test_a_place_in_the_graph_that_the_text_does_not_have_is_forgotten():
    visitor = visit(spelt="anna", stands="20")
    assert graph(visitor, "gradient_graph")["steps"] == 5
    assert visitor.component("gradient_graph")["settings"]["step"] is None
    visitor.move(asked="every")                      # the address follows with the first move
    assert visitor.at.query_params == {"spelt": "anna", "asked": "every"}


def test_an_acronym_keeps_its_capitals():
    visitor = visit()
    right = along_the_graph.cell_answer().right
    wrong = next(name for name in ("GRU", "LSTM", "Vanilla") if name != right)
    visitor.set(guess_cells=wrong)
    assert any(f"Not this time: {right}." in text for text in visitor.said("markdown"))


def test_the_cell_that_keeps_most_is_measured():
    visitor = visit(spelt="leo")
    left = {}
    for cell, name in labels(shipped_cells()).items():
        log10 = gradient_norms(*reads(cell, "leo")).h
        left[name] = 10 ** (log10[1] - log10[-1])
    best = max(left, key=left.get)
    visitor.set(guess_cells=best)
    [told] = [text for text in visitor.said("markdown") if "Length at the first step" in text]
    assert told.startswith(":material/check_circle:")
    assert ", ".join(f"{name} {share:.0%}".replace("%", " %") for name, share in left.items()) in told
