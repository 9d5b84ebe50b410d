"""The gated cells page: every number is the network's own, at every setting, and nothing breaks it."""

import itertools
import re

import numpy as np
import pytest

import rnncore
from explainer.models import shipped
from pages.gated_cells.equations_chart import by_hand
from pages.gated_cells.race_entrants import entrants
from pages.gated_cells.untrained_memory import LIMIT
from rnncore.diagnostics.attribution import attribute
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.horizon import heldout_streams
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.memory_decomposition import direct_path, memory_decomposition, path_of, steps_until
from tests.pages.gated_cells.opening import (
    CARRIED,
    FADING,
    MAPS,
    RACE,
    address,
    each_cell,
    equations,
    traced,
    visit,
    wiring,
)
from tests.visitor import numbers


def test_the_first_picture_is_there_at_once():
    visitor = visit()
    data = wiring(visitor)
    assert data["picture"]["cell"] == "lstm" and "".join(data["settings"]["letters"]) == "∎christina"
    assert data["settings"]["unit"] in data["settings"]["units"] and len(data["settings"]["units"]) == 4
    assert visitor.is_whole and visitor.at.query_params == {}
    assert not visitor.said("error") and not visitor.said("warning") and not visitor.said("info")


@each_cell
def test_the_numbers_in_the_wiring_are_the_networks(cell):
    data = wiring(visit(gated_cell=cell, gated_text="maria", gated_step="3", gated_neuron="7"))
    _, trace = traced(cell, "maria")
    assert data["settings"]["step"] == 3 and data["settings"]["unit"] == 6
    nodes = {node["id"]: node["values"] for node in data["picture"]["nodes"] if "values" in node}
    for t in range(1, 7):
        for field in set(trace._fields) - {"h", "c", "tanh_c"}:
            for unit in data["settings"]["units"]:
                assert nodes[f"{field}:{t}"][str(unit)] == pytest.approx(getattr(trace, field)[t - 1, unit], rel=1e-5)
        np.testing.assert_allclose(nodes[f"hidden:{t}"], trace.h[t - 1], rtol=1e-5)


@each_cell
@pytest.mark.parametrize("order", ["kept", "number"])
def test_the_maps_are_the_gates_of_the_core(cell, order):
    chart = visit(gated_cell=cell, gated_text="maria", gated_order=order).charts()[MAPS]
    _, trace = traced(cell, "maria")
    maps = [data for data in chart["data"] if data["type"] == "heatmap"]
    wanted = ("f", "i", "o") if cell == "lstm" else ("z", "r")
    kept = path_of(cell, trace).kept.mean(axis=0)
    for shown, field in zip(maps, wanted, strict=True):
        z = numbers(shown["z"]).reshape(64, 6)
        neurons = numbers(shown["customdata"]).reshape(64, 6)[:, 0].astype(int) - 1
        np.testing.assert_allclose(z, getattr(trace, field)[:, neurons].T, atol=1e-12)
        np.testing.assert_array_equal(np.sort(neurons), np.arange(64))
        places = kept[neurons] if order == "kept" else -neurons
        assert (np.diff(places) <= 0).all()


@each_cell
def test_the_bars_are_what_is_left_of_every_letter(cell):
    chart = visit(gated_cell=cell, gated_text="maria", gated_neuron="9").charts()[CARRIED]
    _, trace = traced(cell, "maria")
    way = path_of(cell, trace)
    parts = memory_decomposition(way)[:, :, 8]
    *bars, line = chart["data"]
    for s, bar in enumerate(bars):
        np.testing.assert_allclose(numbers(bar["y"]), parts[s:, s], atol=1e-12)
    np.testing.assert_allclose(numbers(line["y"]), way.memory[:, 8], atol=1e-12)
    np.testing.assert_allclose(parts.sum(axis=1), way.memory[:, 8], atol=1e-12)


@each_cell
@pytest.mark.parametrize("bias", [-2.0, 1.0, 2.5])
def test_the_curve_is_that_of_a_fresh_network_with_this_bias(cell, bias):
    visitor = visit(gated_cell=cell, gated_bias=str(bias), gated_units="12", gated_seed="5")
    corpus = shipped.shipped_corpus("given_names")
    config = rnncore.CellConfig(len(corpus.vocabulary), 12, initialisation="uniform", forget_bias=bias,
                                update_bias=bias)
    model = rnncore.new_model(cell, config, corpus.vocabulary, 5, dtype=np.float64)
    passage = float64_trace(model, heldout_streams(corpus)[5])
    norm, kept = jacobian_norms(passage, 200).norm, path_of(cell, passage.trace).kept
    formula, straight, whole = visitor.charts()[FADING]["data"][:3]
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


@each_cell
@pytest.mark.parametrize("bias", ["-3.0", "0.5", "2.5", "8.0"])
@pytest.mark.parametrize("start", ["uniform", "identity", "normal"])
def test_what_is_said_about_the_reach_is_what_was_measured(cell, bias, start):
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
    norm = visitor.charts()[FADING]["data"][2]
    assert ("*grows*" in said) == (max(numbers(norm["y"])) > np.log10(1.1))


@pytest.mark.parametrize("bias", ["-3.0", "1.0", "5.0", "8.0"])
def test_the_formula_in_the_legend_never_rounds_to_one(bias):
    name = visit(gated_bias=bias).charts()[FADING]["data"][0]["name"]
    share = float(re.fullmatch(r"formula: ([\d.]+)ᵏ", name).group(1))
    exact = 1 / (1 + np.exp(-float(bias)))
    assert share < 1 and share == pytest.approx(exact, abs=5e-4) and 1 - share == pytest.approx(1 - exact, rel=0.5)


def test_a_long_horizon_is_explained_beside_the_table():
    [said] = [text for text in visit().said("markdown") if "A long horizon" in text]
    found, corpus = entrants(), shipped.shipped_corpus("given_names")
    lengths = [len(corpus.vocabulary.encode(name)) for name in corpus.names]
    assert f"{np.mean(lengths):.1f} letters on average and {max(lengths)} at most" in said
    for far, near in itertools.permutations(found.values(), 2):
        odd = far.horizon.median > near.horizon.median and (far.best.min() > near.best.max())
        assert (f"The {far.title} reaches further than the {near.title}, and yet" in said) == odd
    for one in found.values():
        assert f"{one.title} {'over 200' if one.horizon.over else f'{one.horizon.median:g}'}" in said


def test_a_number_never_breaks_over_two_lines():
    [said] = [piece for piece in visit(gated_step="5").html if "this share is left" in piece]
    assert " × 10⁻" not in said and "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻" in said


@pytest.mark.parametrize("against", ["characters", "step", "seconds"])
def test_the_race_is_the_shipped_log(against):
    chart = visit(gated_against=against).charts()[RACE]
    rows = shipped.budget_log()
    for line in chart["data"]:
        cell = {"Vanilla": "vanilla", "GRU": "gru", "LSTM": "lstm"}[line["name"]]
        wanted = [(getattr(row, against), row.validation_loss) for row in rows if row.cell == cell and row.step]
        shown = list(zip(numbers(line["x"]), numbers(line["y"]), strict=True))
        assert set(shown) <= set(wanted) and len(shown) > 20
    assert len(chart["data"]) == 9


def test_the_table_tells_what_was_measured():
    [table] = [piece for piece in visit().html if "u-entrants" in piece]
    for one in entrants().values():
        assert f"<td>{one.hidden}</td><td>{one.parameters:,}</td>" in table
        assert f"{one.best.mean():.3f} ({one.best.min():.3f} to {one.best.max():.3f})" in table
        assert f"<td>{one.test:.3f}</td>" in table
        assert shipped.budget_models()[one.cell].parameters == one.parameters


def test_the_same_draw_number_writes_the_same_names():
    def written(visitor):
        return [piece for piece in visitor.html if "u-gated-names" in piece]

    first, again = visit(gated_draw="7"), visit(gated_draw="7")
    assert written(first) == written(again) and len(written(first)) == 3
    assert written(first.click("gated_others")) != written(again) and address(first)["gated_draw"] == "8"


@each_cell
def test_the_equations_are_for_the_step_and_the_neuron_looked_at(cell):
    visitor = visit(gated_cell=cell, gated_text="maria", gated_step="2", gated_neuron="11")
    _, trace = traced(cell, "maria")
    shown = equations(visitor)
    for field in set(trace._fields) - {"h", "c", "tanh_c", "hn"}:
        assert f"<b>{by_hand(getattr(trace, field)[1, 10])}</b>" in shown, field
    visitor.set(step_equations=4)
    assert f"<b>{by_hand(trace.h[3, 10])}</b>" in equations(visitor)
    assert address(visitor)["gated_step"] == "4" and wiring(visitor)["settings"]["step"] == 4


@pytest.mark.parametrize(("looks", "field"), [("taken_out", "occlusion"), ("gradient", "gradient_times_input")])
def test_what_a_prediction_rests_on_is_the_attribution(looks, field):
    visitor = visit(gated_text="maria", gated_step="4", gated_looks=looks)
    [piece] = [piece for piece in visitor.html if "u-rests" in piece]
    found = attribute(shipped.shipped_models()["given_names-lstm"], "maria")
    for nats in getattr(found, field)[3, :4]:
        assert f"{nats:+.3f}".replace("-", "−") in piece
    assert "<b><bdi>i</bdi></b><span>" in piece and piece.count("<li ") == 4
