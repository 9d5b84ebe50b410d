"""The vanishing gradient page: what it draws is what the core computes, at its defaults and at its extremes."""

import re

import numpy as np
import pytest

from explainer.charts.labels import number
from explainer.charts.log_scale import format_log10, within
from pages.vanishing_gradient import along_the_graph, clipping, controls, gradient_curve, memory_horizon
from pages.vanishing_gradient.gradient_curve_chart import HIGH, LOW
from pages.vanishing_gradient.ways_out import LOG_200, WAYS, belt_in_words
from rnncore.diagnostics.gradient_flow import gradient_norms
from rnncore.diagnostics.gradient_terms import gradient_terms
from rnncore.diagnostics.one_update import one_update
from rnncore.diagnostics.tanh_chain import tanh_chain
from tests.pages.vanishing_gradient.opening import PLAIN_DIGITS, chart, graph, plain_flow, reads, verdicts, visit
from tests.visitor import numbers


def test_the_first_picture_is_there_at_once():
    visitor = visit()
    assert visitor.is_whole and visitor.at.query_params == {}
    assert not visitor.said("error") and not visitor.said("warning") and not visitor.said("info")
    drawn = chart(visitor, "gradient", "upper bound")
    np.testing.assert_allclose(numbers(drawn["gradient"]["y"]), within(plain_flow().norm, LOW, HIGH), atol=1e-9)
    assert sum(piece.startswith("<h2 ") for piece in visitor.html) == 8


@pytest.mark.parametrize(("query", "asked"), [
    ({"radius": "1.4", "signal": "0.1", "start": "orthogonal"}, {"radius": 1.4, "signal": 0.1,
                                                                 "initialisation": "orthogonal"}),
    ({"squash": "relu", "start": "identity", "width": "8", "farback": "40"}, {"activation": "relu", "steps": 40,
                                                                            "initialisation": "identity",
                                                                            "hidden_size": 8}),
    ({"cellkind": "lstm", "gate": "3.0"}, {"cell": "lstm", "forget_bias": 3.0}),
    ({"cellkind": "gru", "gate": "2.0", "squash": "relu"}, {"cell": "gru", "update_bias": 2.0}),
])
def test_the_curve_is_the_network_s_at_every_setting(query, asked):
    flow, drawn = plain_flow(**asked), chart(visit(**query), "gradient", "upper bound")
    np.testing.assert_allclose(numbers(drawn["gradient"]["y"]), within(flow.norm, LOW, HIGH), atol=1e-9)
    np.testing.assert_allclose(numbers(drawn["upper bound"]["y"]), within(flow.bound, LOW, HIGH), atol=1e-9)


def test_tanh_of_tanh_is_drawn_and_multiplied_out():
    visitor = visit(times="6", x="-0.8")
    drawn, here = chart(visitor, "value", "slope", "tangent"), tanh_chain(-0.8, 6)
    grid = numbers(drawn["value"]["x"])
    np.testing.assert_allclose(numbers(drawn["value"]["y"]), tanh_chain(grid, 6).values[-1])
    [columns] = [piece for piece in visitor.html if 'class="u-factors"' in piece]
    assert columns.count("<li>") == 6 and format_log10(float(here.log10_slopes[-1])) in columns


@pytest.mark.parametrize("cell", ["vanilla", "gru", "lstm"])
def test_the_graph_s_gradients_are_those_of_another_way_to_compute_them(cell):
    visitor = visit(learner=cell, spelt="leo")
    picture = graph(visitor, 0)
    model, batch = reads(cell, "leo")
    lengths = 10 ** gradient_norms(model, batch).h
    drawn = [np.linalg.norm(node["gradient"]) for node in picture["nodes"] if node["lane"] == "hidden"]
    np.testing.assert_allclose(drawn, lengths, rtol=1e-5)
    if cell != "lstm":                  # there c takes a part of the way
        flows = [edge["gradient"] for edge in picture["edges"] if edge.get("matrix") == "W_hh"]
        np.testing.assert_allclose(flows, lengths[:-1], rtol=1e-5)
    assert format_log10(float(np.log10(lengths[-1]))) in verdicts(visitor)[1]


@pytest.mark.parametrize("cell", ["vanilla", "gru", "lstm"])
def test_the_terms_add_up_and_the_nudge_agrees(cell):
    visitor = visit(learner=cell, spelt="nora", phase="backward", row="4", column="9")
    model, batch = reads(cell, "nora")
    terms = gradient_terms(model, batch)
    found = terms.of_entry("W_hh", 3, 8)
    [bars] = [spec["data"][0] for spec in visitor.charts().values() if spec["data"][0]["type"] == "bar"
              and spec["data"][0].get("text", [""])[0] == "0"]
    np.testing.assert_allclose(numbers(bars["y"]), found)
    [said] = [piece for piece in visitor.html if 'class="u-sums"' in piece]
    told = [float(text.translate(PLAIN_DIGITS).replace(" × 10", "e")) for text in re.findall(r"<dd>(.*?)</dd>", said)]
    np.testing.assert_allclose(told, terms.gradient.W_hh[3, 8], rtol=1e-6)


def test_the_strongest_entry_is_the_strongest():
    visitor = visit(phase="backward").click("strongest")
    model, batch = reads("vanilla", controls.READ.default)
    W = np.abs(gradient_terms(model, batch).gradient.W_hh)
    at = (visitor.widget("row").value - 1, visitor.widget("column").value - 1)
    assert W[at] == W.max() and visitor.at.query_params["row"] == str(at[0] + 1)


def test_an_update_is_taken_apart_stage_by_stage():
    visitor = visit()
    model, batch = reads("vanilla", controls.READ.default)
    update = one_update(model, batch, controls.STRIDE.default)
    words = []
    for _ in controls.PHASE.options:
        words.append(" ".join(visitor.said("markdown")))
        visitor.click("next_phase")
    assert "**Forward.**" in words[0] and f"**{update.loss_before:.4f} nats**" in words[1]
    assert f"{model.params.W_hh.size:,} entries" in words[2] and "**The weights change.**" in words[3]
    assert f"**{update.loss_after:.4f} nats**" in words[4] and update.loss_after < update.loss_before
    assert visitor.widget("phase").value == "forward"


def test_too_long_a_step_is_called_that():
    said = " ".join(visit(phase="better", stride="10.0", spelt="emma", asked="every").said("markdown"))
    assert "**Not better this time.**" in said


def test_the_changed_weight_is_the_one_that_was_picked():
    visitor = visit(phase="change", row="2", column="3", stride="0.5")
    model, batch = reads("vanilla", controls.READ.default)
    after = one_update(model, batch, 0.5).after.params.W_hh[1, 2]
    [said] = [piece for piece in visitor.html if 'class="u-product"' in piece and "u-factors" not in piece]
    assert f"<b>{after:+.6f}</b>".replace("-", "−") in said and number(after) is not None


@pytest.mark.parametrize("way", WAYS)
def test_a_way_out_changes_the_first_picture_and_says_so(way):
    visitor = visit(radius="1.3", signal="1.0").click(f"way_{way}")
    shown = {control.key: control.write(visitor.at.session_state[control.key]) for control in controls.PICTURE}
    wanted = {c.key: c.write(WAYS[way].sets.get(c.key, c.default)) for c in controls.PICTURE}
    assert shown == wanted
    beside = chart(visitor, "plain network", "gradient")
    np.testing.assert_allclose(numbers(beside["plain network"]["y"]), within(plain_flow().norm, LOW, HIGH), atol=1e-9)
    assert any(WAYS[way].why in text for text in visitor.said("markdown"))
    first = chart(visitor, "gradient", "upper bound")["gradient"]
    np.testing.assert_allclose(numbers(first["y"]), numbers(beside["gradient"]["y"]))


def test_clipping_moves_the_whole_curve_by_one_factor():
    visitor = visit(clipped="on", limit="0.5")
    drawn = numbers(chart(visitor, "gradient", "upper bound")["gradient"]["y"])
    shift = drawn - plain_flow().norm
    seen = (drawn > LOW) & (plain_flow().norm > LOW)
    assert np.ptp(shift[seen]) < 1e-9 and shift[0] < 0


def test_the_predictions_are_measured():
    visit()                                            # a session to measure in
    assert memory_horizon.training_answer(memory_horizon.horizons()["vanilla"]).right == "Shorter"
    for answer, options in ((gradient_curve.edge_answer, (gradient_curve.SURVIVES, gradient_curve.FADES,
                                                          gradient_curve.GROWS)),
                            (along_the_graph.cell_answer, ("Vanilla", "GRU", "LSTM"))):
        found = answer()
        assert found.right in options and re.search(r"\d", found.because)
    assert clipping.past_answer().right == clipping.SAME


@pytest.mark.parametrize("key", ["guess_chain", "guess_cells", "guess_edge", "guess_horizon", "guess_rescue"])
def test_every_guess_is_answered(key):
    visitor = visit(times="12")
    visitor.set(**{key: visitor.widget(key).options[0]})
    answers = (":material/check_circle:", ":material/lightbulb:")
    assert any(text.startswith(answers) for text in visitor.said("markdown"))


def test_the_shipped_horizons_are_drawn():
    drawn = chart(visit(), "Vanilla", "GRU", "LSTM")
    for cell, name in (("vanilla", "Vanilla"), ("gru", "GRU")):
        run = memory_horizon.horizons()[cell]
        np.testing.assert_allclose([y for y, h in zip(numbers(drawn[name]["y"]), run.horizons, strict=True)
                                    if not h.over], [h.median for h in run.horizons if not h.over])


def test_the_gates_way_says_what_carries_it():
    """With W_hh at 0 only the belt is left: what the page tells of it is what the core computes."""
    alone = plain_flow(cell="lstm", forget_bias=LOG_200, radius=0.0).norm[-1]
    assert round(np.log(controls.LONGEST), 1) == LOG_200
    visitor = visit().click("way_gates")
    [said] = [text for text in visitor.said("markdown") if WAYS["gates"].why in text]
    kept = (1 / (1 + np.exp(-LOG_200))) ** controls.LONGEST
    assert f"{format_log10(float(alone))} of the gradient is left" in said and f"200 times is {format_log10(np.log10(kept))}." in said
    assert belt_in_words() in said and -2 < alone < np.log10(kept)


def test_a_short_piece_does_not_fade_below_one_percent():
    visitor = visit().click("way_short")
    steps = WAYS["short"].sets[controls.BACK.key]
    left = plain_flow(steps=steps).norm[-1]
    assert -2 < left < 0
    assert f"<b>after {steps} steps {format_log10(float(left))} of it is still left</b>" in verdicts(visitor)[-1]


@pytest.mark.parametrize(("cell", "part"), [("vanilla", "diag( f′ )"), ("gru", "diag( 1 − z )"),
                                            ("lstm", "c → c is diag( f )")])
def test_the_formula_is_the_cell_s(cell, part):
    visitor = visit(cellkind=cell)
    [rule] = [piece for piece in visitor.html if "u-chainrule" in piece]
    assert part in rule and ("diag( f′ )" in rule) == (cell == "vanilla")
    assert any("only that of the candidate" in piece for piece in visitor.html) == (cell != "vanilla")


def test_an_acronym_keeps_its_capitals():
    visitor = visit()
    right = along_the_graph.cell_answer().right
    wrong = next(name for name in ("GRU", "LSTM", "Vanilla") if name != right)
    visitor.set(guess_cells=wrong)
    assert any(f"Not this time: {right}." in text for text in visitor.said("markdown"))
