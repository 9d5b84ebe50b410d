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
    whole = gradient_norms(model, batch).state
    assert format_log10(whole[-1]) in verdict(visitor, PLACE) and format_log10(whole[1]) in verdict(visitor, PLACE)


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
    wrong = next(name for name in ("GRU", "LSTM", "Plain") if name != right)
    visitor.set(guess_cells=wrong)
    assert any(f"Not this time: {right}." in text for text in visitor.said("markdown"))


@pytest.mark.parametrize("text", ["leo", "elizabeth"])
def test_the_cell_that_keeps_most_is_measured_over_its_whole_memory(text):
    visitor = visit(spelt=text)
    left = {}
    for cell, name in labels(shipped_cells()).items():
        log10 = gradient_norms(*reads(cell, text)).state
        left[name] = 10 ** (log10[1] - log10[-1])
    best = max(left, key=left.get)
    visitor.set(guess_cells=best)
    [told] = [text for text in visitor.said("markdown") if "Length at the first step" in text]
    assert told.startswith(":material/check_circle:")
    assert ", ".join(f"{name} {share:.0%}".replace("%", " %") for name, share in left.items()) in told


def test_an_lstm_s_cell_state_carries_gradient_too():
    """Over elizabeth the hidden state alone has less than the GRU's, the whole memory has more."""
    by_h, whole, gru = (10 ** (log10[1] - log10[-1]) for log10 in (
        gradient_norms(*reads("lstm", "elizabeth")).h, gradient_norms(*reads("lstm", "elizabeth")).state,
        gradient_norms(*reads("gru", "elizabeth")).h))
    assert by_h < gru < whole
    assert (by_h, gru, whole) == pytest.approx((0.4755, 0.4986, 0.5179), abs=1e-3)
