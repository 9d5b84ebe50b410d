"""What a prediction rests on: the columns are the core's attribution, covered until the question is answered."""

import numpy as np
import pytest

from explainer.charts.labels import number
from explainer.models import shipped
from pages.gated_cells.attribution_chart import attribution_columns
from rnncore.diagnostics.attribution import attribute
from tests.pages.gated_cells.opening import answer_of, is_covered, visit


@pytest.mark.parametrize(("looks", "field"), [("taken_out", "replaced"), ("gradient", "gradient_times_change")])
def test_what_a_prediction_rests_on_is_the_attribution(looks, field):
    visitor = visit(gated_text="maria", gated_step="4", gated_looks=looks)
    [piece] = [piece for piece in visitor.html if "u-rests" in piece]
    found = attribute(shipped.shipped_models()["given_names-lstm"], "maria")
    for nats in getattr(found, field)[3, :4]:
        assert number(nats) in piece
    assert "<b><bdi>i</bdi></b><span>" in piece and piece.count("<li ") == 4


def test_columns_say_their_numbers_and_which_way_they_point():
    html = attribution_columns(["∎", "a", "<b>"], np.array([0.5, -1.25, 0.0]), "<i>", 0.934)
    assert "+0.500" in html and "−1.250" in html and "93 %" in html
    assert html.count("is-for") == 2 and html.count("is-against") == 1 and "none-against" not in html
    assert "<b><bdi>&lt;b&gt;" in html and "<i>" not in html
    assert "none-against" in attribution_columns(["a"], np.array([0.0]), "b", 0.5)


def test_where_nothing_is_asked_nothing_is_covered():
    visitor = visit(gated_step="2")
    assert not visitor.has("guess_rests") and not is_covered(visitor, "rests")


def test_the_question_of_what_matters_replaces_letters():
    found = attribute(shipped.shipped_models()["given_names-lstm"], "maria").replaced[4, :5]
    right = "The letter just read" if np.argmax(np.abs(found)) == 4 else "An earlier one"
    said = answer_of(visit(gated_text="maria", gated_step="5"), "rests", right)
    assert "**Yes.**" in said and f"{np.abs(found).max():.2f} nats" in said


def test_it_stays_covered_until_it_is_guessed():
    visitor = visit()
    assert is_covered(visitor, "rests")
    visitor.set(guess_rests="An earlier one")
    assert not is_covered(visitor, "rests")
