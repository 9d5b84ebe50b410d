"""The bias and the horizon: the curves are those of a fresh network, and the words say what was measured."""

import re

import numpy as np
import pytest

import rnncore
from explainer.models import shipped
from pages.gated_cells.bias_horizon_chart import HIGH, LOW, bias_horizon_figure
from pages.gated_cells.untrained_horizon import LIMIT
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.horizon import streams_of_test_names
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.memory_decomposition import direct_path, path_of, steps_until
from tests.covering import pairs
from tests.line_charts import figure_of
from tests.pages.gated_cells.opening import answer_of, each_cell, visit
from tests.visitor import numbers


@each_cell
@pytest.mark.parametrize("bias", [-2.0, 1.0, 2.5])
def test_the_curve_is_that_of_a_fresh_network_with_this_bias(cell, bias):
    visitor = visit(gated_cell=cell, gated_bias=str(bias), gated_units="12", gated_seed="5")
    corpus = shipped.shipped_corpus("given_names")
    config = rnncore.CellConfig(len(corpus.vocabulary), 12, initialisation="uniform", forget_bias=bias,
                                update_bias=bias)
    model = rnncore.new_model(cell, config, corpus.vocabulary, 5, dtype=np.float64)
    passage = float64_trace(model, streams_of_test_names(corpus)[5])
    norm, kept = jacobian_norms(passage, 200).norm, path_of(cell, passage.trace).kept
    formula, straight, whole = visitor.charts()["fading_chart"]["data"][:3]
    for drawn, wanted in ((whole, norm), (straight, direct_path(kept)[:201])):
        seen = (wanted > -6) & (wanted < 2)
        np.testing.assert_allclose(numbers(drawn["y"])[seen], wanted[seen], atol=1e-9)
    told = {metric.label: metric.value for metric in visitor.at.metric}
    below = np.flatnonzero(norm < -2)
    assert told["1 % left: all roads"] == (f"{below[0]} steps" if below.size else "over 200 steps")
    foretold = float(told["1 % left: formula"].removesuffix(" steps").replace(",", ""))
    assert foretold == pytest.approx(steps_until(0.01, bias), abs=0.5)
    slope = numbers(formula["y"])[1]
    assert 10 ** slope == pytest.approx(1 / (1 + np.exp(-bias)))


@each_cell
def test_the_straight_way_follows_the_formula(cell):
    """What the page claims under its slider, for the biases it speaks of."""
    for bias in ("0.0", "1.0", "3.0"):
        told = {metric.label: metric.value for metric in visit(gated_cell=cell, gated_bias=bias).at.metric}
        straight, formula = (float(told[f"1 % left: {kind}"].removesuffix(" steps")) for kind in
                             ("straight way", "formula"))
        assert straight == pytest.approx(formula, rel=0.25)


@pytest.mark.parametrize("setting", pairs({
    "bias": ["-3.0", "0.5", "2.5", "8.0"], "cell": ["lstm", "gru"], "start": ["uniform", "identity", "normal"]}),
    ids=lambda setting: "-".join(setting.values()))
def test_what_is_said_about_the_reach_is_what_was_measured(setting):
    bias, cell, start = setting.values()
    visitor = visit(gated_cell=cell, gated_bias=bias, gated_start=start, gated_seed="3")
    [said] = [text for text in visitor.said("markdown") if text.startswith("Along the straight way")]
    told = {metric.label.removeprefix("1 % left: "): metric.value for metric in visitor.at.metric}
    reach = {kind: LIMIT + 1 if value.startswith("over") else float(value.removesuffix(" steps").replace(",", ""))
             for kind, value in told.items()}
    straight, whole = reach["straight way"], reach["all roads"]
    assert told["formula"] in said
    assert ("they agree" in said) == (straight == np.ceil(steps_until(0.01, float(bias))))
    assert ("agree" in said) == (straight <= LIMIT and (
        abs(straight - np.ceil(steps_until(0.01, float(bias)))) <= 1
        or abs(straight / steps_until(0.01, float(bias)) - 1) <= 0.1))
    assert ("reach further" in said) == (whole > straight) and ("reach less far" in said) == (whole < straight)
    assert ("outlast" in said) == (whole > LIMIT and straight > LIMIT) and "seed 3" in said
    norm = visitor.charts()["fading_chart"]["data"][2]
    assert ("*grows*" in said) == (max(numbers(norm["y"])) > np.log10(1.1))


@pytest.mark.parametrize("bias", ["-3.0", "1.0", "5.0", "8.0"])
def test_the_formula_in_the_legend_never_rounds_to_one(bias):
    name = visit(gated_bias=bias).charts()["fading_chart"]["data"][0]["name"]
    share = float(re.fullmatch(r"formula: ([\d.]+)ᵏ", name).group(1))
    exact = 1 / (1 + np.exp(-float(bias)))
    assert share < 1 and share == pytest.approx(exact, abs=5e-4) and 1 - share == pytest.approx(1 - exact, rel=0.5)


def test_curves_are_drawn_where_they_can_be_seen_and_told_as_they_are():
    norm, straight, held = np.linspace(0, 3, 40), np.linspace(0, -5, 40), np.linspace(0, -400, 40)
    figure = figure_of(bias_horizon_figure(norm, straight, held, "formula", 30))
    formula, way, whole = figure.data
    np.testing.assert_allclose(way.y, straight)
    np.testing.assert_allclose(whole.y[norm < HIGH], norm[norm < HIGH])
    assert min(formula.y) >= LOW - 1 and max(whole.y) <= HIGH + 1
    assert formula.customdata[-1] == "1.0 × 10⁻⁴⁰⁰" and len({trace.line.dash for trace in figure.data}) == 3


def test_the_bias_question_is_measured():
    said = answer_of(visit(), "bias", "More than four times as far")
    assert "**Yes.**" in said and "The formula says 15 and 95" in said
