"""One update in slow motion: every stage tells the core's numbers."""

import re

import numpy as np
import pytest

from pages.vanishing_gradient import controls
from pages.vanishing_gradient.one_update_chart import answers_table, sum_line, terms_figure
from pages.vanishing_gradient.one_update_entry import EARLY, LATE, MIDDLE, terms_answer
from rnncore.diagnostics.gradient_terms import gradient_terms
from rnncore.diagnostics.one_update import one_update
from tests.pages.vanishing_gradient.opening import PLAIN_DIGITS, piece, reads, visit
from tests.visitor import numbers

PLACE = "one-update-in-slow-motion"
SUM = "backprop-through-time-adds-up-a-term-for-every-step"


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


@pytest.mark.parametrize("cell", ["vanilla", "gru", "lstm"])
def test_the_terms_add_up_and_the_nudge_agrees(cell):
    visitor = visit(learner=cell, spelt="nora", phase="backward", row="4", column="9")
    model, batch = reads(cell, "nora")
    terms = gradient_terms(model, batch)
    found = terms.of_entry("W_hh", 3, 8)
    [bars] = visitor.charts()["terms"]["data"]
    np.testing.assert_allclose(numbers(bars["y"]), found)
    said = piece(visitor, SUM, "u-sums")
    told = [float(text.translate(PLAIN_DIGITS).replace(" × 10", "e")) for text in re.findall(r"<dd>(.*?)</dd>", said)]
    np.testing.assert_allclose(told, terms.gradient.W_hh[3, 8], rtol=1e-6)


def test_the_strongest_entry_is_the_strongest():
    visitor = visit(phase="backward").click("strongest")
    model, batch = reads("vanilla", controls.READ.default)
    W = np.abs(gradient_terms(model, batch).gradient.W_hh)
    at = (visitor.widget("row").value - 1, visitor.widget("column").value - 1)
    assert W[at] == W.max() and visitor.at.query_params["row"] == str(at[0] + 1)


def test_the_changed_weight_is_the_one_that_was_picked():
    visitor = visit(phase="change", row="2", column="3", stride="0.5")
    model, batch = reads("vanilla", controls.READ.default)
    after = one_update(model, batch, 0.5).after.params.W_hh[1, 2]
    assert f"<b>{after:+.6f}</b>".replace("-", "−") in piece(visitor, PLACE, "u-product")


def test_too_long_a_step_is_called_that():
    said = " ".join(visit(phase="better", stride="10.0", spelt="emma", asked="every").said("markdown"))
    assert "**Not better this time.**" in said


def test_the_question_about_the_terms_is_measured():
    model, batch = reads("vanilla", "nora")
    terms = gradient_terms(model, batch)
    thirds = [part.sum() for part in np.array_split(terms.sizes("W_hh"), 3)]
    found = terms_answer(terms)
    assert found.right == (EARLY, MIDDLE, LATE)[int(np.argmax(thirds))]
    assert ", ".join(f"{part / sum(thirds):.0%}".replace("%", " %") for part in thirds) in found.because


def test_terms_are_drawn_with_their_numbers_and_signs_are_text():
    figure = terms_figure(np.array([0.0, -0.25, 1e-9]), ["∎", "<b>", "a"])
    np.testing.assert_array_equal(figure.data[0].y, [0.0, -0.25, 1e-9])
    assert figure.data[0].text == ("0", "−0.250", "+1.0 × 10⁻⁹") and "<b>" not in figure.layout.xaxis.ticktext[1]
    assert np.isfinite(terms_figure(np.zeros(2), ["a", "b"]).layout.yaxis.range).all()


def test_two_ways_stand_side_by_side_with_ten_digits():
    said = sum_line("W_hh", 2, 3, np.array([0.5, -0.25]), 0.25, 0.25 + 1e-12)
    assert said.count("+2.500000000 × 10⁻¹<") == 3 and "<sub>2,3</sub>" in said


def test_answers_are_text():
    table = answers_table(["<i>"], ["∎"], np.array([0.5]), np.array([0.25]))
    assert "&lt;i&gt;" in table and "50.00 %" in table and "25.00 %" in table and "worse" in table
