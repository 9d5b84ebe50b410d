"""The gated cells page: every number is the network's own, at every setting, and nothing breaks it."""

import itertools
import json
import re
from urllib.parse import parse_qsl

import numpy as np
import pytest

import rnncore
from explainer import controls as registry
from explainer import library
from explainer.controls import Choice, Number, Text
from explainer.controls import gated_cells as controls
from explainer.fading import LIMIT
from explainer.figures.cell_equations import by_hand
from explainer.race import entrants
from rnncore.diagnostics.attribution import attribute
from rnncore.diagnostics.backflow import backflow
from rnncore.diagnostics.carried import carried, path_of, steps_until, straight_way
from rnncore.diagnostics.horizon import heldout_streams
from rnncore.diagnostics.passage import passage_of
from rnncore.precision import in_double
from rnncore.sampling import trace_of
from rnncore.vocabulary import BOUNDARY
from tests.visitor import Visitor, assert_one_sentence, numbers

PAGE = "pages/gated_cells.py"
MAPS, CARRIED, FADING, RACE = range(4)         # the charts, from the top
QUESTIONS = {"left", "held", "bias", "race", "rests"}
each_cell = pytest.mark.parametrize("cell", ["lstm", "gru"])


def visit(**query: str) -> Visitor:
    return Visitor(query, PAGE)


def wiring(visitor: Visitor) -> dict:
    """What the picture of the cell got."""
    found = [json.loads(one.proto.json) for one in visitor.at.get("bidi_component")]
    [data] = [data for data in found if "picture" in data]
    return data


def traced(cell: str, text: str):
    """The core's own numbers along a text, [T, H]."""
    model = in_double(library.shipped_models()[f"given_names-{cell}"])
    trace = trace_of(model, np.concatenate([[BOUNDARY], model.vocabulary.encode(text)]))
    return model, type(trace)(*(field[:, 0] for field in trace))


def equations(visitor: Visitor) -> str:
    [piece] = [piece for piece in visitor.html if "u-equations" in piece]
    return piece


def answer_of(visitor: Visitor, key: str, option: str) -> str:
    """Guess, and read what the network says."""
    visitor.set(**{f"guess_{key}": option})
    said = [text for text in visitor.said("markdown") if "**Yes.**" in text or "**Not this time" in text]
    return said[-1]


def address(visitor: Visitor) -> dict[str, str]:
    """The page's address: every control that is not on its default."""
    return {key: text if isinstance(text, str) else text[-1] for key, text in visitor.at.query_params.items()}


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
    parts = carried(way)[:, :, 8]
    *bars, line = chart["data"]
    for s, bar in enumerate(bars):
        np.testing.assert_allclose(numbers(bar["y"]), parts[s:, s], atol=1e-12)
    np.testing.assert_allclose(numbers(line["y"]), way.memory[:, 8], atol=1e-12)
    np.testing.assert_allclose(parts.sum(axis=1), way.memory[:, 8], atol=1e-12)


@each_cell
@pytest.mark.parametrize("bias", [-2.0, 1.0, 2.5])
def test_the_curve_is_that_of_a_fresh_network_with_this_bias(cell, bias):
    visitor = visit(gated_cell=cell, gated_bias=str(bias), gated_units="12", gated_seed="5")
    corpus = library.shipped_corpus("given_names")
    config = rnncore.CellConfig(len(corpus.vocabulary), 12, initialisation="uniform", forget_bias=bias,
                                update_bias=bias)
    model = rnncore.new_model(cell, config, corpus.vocabulary, 5, dtype=np.float64)
    passage = passage_of(model, heldout_streams(corpus)[5])
    norm, kept = backflow(passage, 200).norm, path_of(cell, passage.trace).kept
    formula, straight, whole = visitor.charts()[FADING]["data"][:3]
    for drawn, wanted in ((whole, norm), (straight, straight_way(kept)[:201])):
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
    assert ("nearly agree" in said) == (straight <= LIMIT and (
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


def folded(visitor: Visitor, label: str) -> bool:
    [one] = [one for one in visitor.at.get("expander") if one.label == label]
    return not one.proto.expanded


@pytest.mark.parametrize(("question", "label", "option"), [
    ("race", "How the race went", "More than that"), ("rests", "What the prediction rests on", "An earlier one")])
def test_what_gives_the_answer_away_stays_folded_until_it_is_guessed(question, label, option):
    visitor = visit()
    assert folded(visitor, label)
    visitor.set(**{f"guess_{question}": option})
    assert not folded(visitor, label)


def test_where_nothing_is_asked_nothing_is_hidden():
    visitor = visit(gated_step="2")
    assert not visitor.has("guess_rests") and not folded(visitor, "What the prediction rests on")


def test_a_long_horizon_is_explained_beside_the_table():
    [said] = [text for text in visit().said("markdown") if "A long horizon" in text]
    found, corpus = entrants(), library.shipped_corpus("given_names")
    lengths = [len(corpus.vocabulary.encode(name)) for name in corpus.names]
    assert f"{np.mean(lengths):.1f} letters on average and {max(lengths)} at most" in said
    for far, near in itertools.permutations(found.values(), 2):
        odd = far.horizon.median > near.horizon.median and (far.best.min() > near.best.max())
        assert (f"The {far.title} reaches further than the {near.title}, and yet" in said) == odd
    for one in found.values():
        assert f"{one.title} {'over 200' if one.horizon.over else f'{one.horizon.median:g}'}" in said


def test_a_text_of_one_sign_asks_for_no_earlier_step():
    told = " ".join(visit(gated_text="").html)
    assert "nothing can have faded yet" in told and "choose an earlier one" not in told


def test_every_slider_for_the_step_has_a_name_of_its_own():
    names = [slider.label for slider in visit().at.slider]
    assert len(names) == 3 == len(set(names)) and all(name.startswith("Step looked at, ") for name in names)


def test_a_number_never_breaks_over_two_lines():
    [said] = [piece for piece in visit(gated_step="5").html if "this share is left" in piece]
    assert " × 10⁻" not in said and "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻" in said


@pytest.mark.parametrize("against", ["characters", "step", "seconds"])
def test_the_race_is_the_shipped_log(against):
    chart = visit(gated_against=against).charts()[RACE]
    rows = library.budget_log()
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
        assert library.budget_models()[one.cell].parameters == one.parameters


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


@pytest.mark.parametrize(("looks", "field"), [("taken_out", "taken_out"), ("gradient", "gradient_times_input")])
def test_what_a_prediction_rests_on_is_the_attribution(looks, field):
    visitor = visit(gated_text="maria", gated_step="4", gated_looks=looks)
    [piece] = [piece for piece in visitor.html if "u-rests" in piece]
    found = attribute(library.shipped_models()["given_names-lstm"], "maria")
    for nats in getattr(found, field)[3, :4]:
        assert f"{nats:+.3f}".replace("-", "−") in piece
    assert "<b><bdi>i</bdi></b><span>" in piece and piece.count("<li ") == 4


def test_all_questions_are_asked():
    visitor = visit()
    assert all(visitor.has(f"guess_{name}") for name in QUESTIONS)
    assert not [text for text in visitor.said("markdown") if "**Yes.**" in text]         # nobody has guessed yet


@each_cell
def test_what_is_left_is_answered_by_the_gates(cell):
    visitor = visit(gated_cell=cell, gated_text="maria", gated_neuron="3")
    _, trace = traced(cell, "maria")
    left = float(np.prod(path_of(cell, trace).kept[2:, 2]))
    right = "More than half" if left > 0.5 else "Between 1 % and half" if left >= 0.01 else "Less than 1 %"
    said = answer_of(visitor, "left", right)
    assert "**Yes.**" in said and (f"{100 * left:.2g} %" in said if left >= 1e-5 else "Less than 0.001 %" in said)


@each_cell
def test_held_gates_keep_the_memory_to_the_last_digit(cell):
    said = answer_of(visit(gated_cell=cell), "held", "What was there before the text")
    moved = re.search(r"in 10 steps: ([^:]+?)\. ", said).group(1)
    assert "**Yes.**" in said and (moved == "0" or re.fullmatch(r"\d\.\d\s×\s10⁻¹[²³⁴⁵⁶⁷⁸⁹]", moved))


def test_the_bias_question_is_measured():
    said = answer_of(visit(), "bias", "More than four times as far")
    assert "**Yes.**" in said and "The formula says 15 and 95" in said


def test_the_race_question_compares_the_three():
    apart = max(one.best.mean() for one in entrants().values()) - min(one.best.mean() for one in entrants().values())
    said = answer_of(visit(), "race", "Less than 0.05 nats a letter")
    assert f"{apart:.3f} nats apart" in said and ("**Yes.**" in said) == (apart <= 0.05)


def test_the_question_of_what_matters_takes_letters_out():
    found = attribute(library.shipped_models()["given_names-lstm"], "maria").taken_out[4, :5]
    right = "The letter just read" if np.argmax(np.abs(found)) == 4 else "An earlier one"
    said = answer_of(visit(gated_text="maria", gated_step="5"), "rests", right)
    assert "**Yes.**" in said and f"{np.abs(found).max():.2f} nats" in said


WILD = ["", " ", "1986", "🎈", "<script>alert(1)</script>", "x" * 400, "Ωμέγα", "a b", "-" * 30]


@pytest.mark.parametrize("text", WILD)
@each_cell
def test_a_text_that_cannot_be_read_gets_one_sentence(text, cell):
    visitor = visit(gated_cell=cell)
    visitor.set(gated_text=text)
    assert 1 <= len(wiring(visitor)["settings"]["letters"]) <= registry.MAX_STEPS
    assert not visitor.said("error") and all("<script" not in piece for piece in visitor.html)
    said = visitor.said("warning")
    assert len(said) <= 1
    for sentence in said:
        assert_one_sentence(sentence)
    if text.strip() in ("", "1986", "🎈"):
        assert said and wiring(visitor)["settings"]["letters"] == ["∎"]
    assert visitor.widget("gated_text").value == text       # nothing typed is lost


def extremes() -> list[dict[str, str]]:
    """Each control at each end, and every option of every choice."""
    found = []
    for control in controls.ALL:
        if isinstance(control, Number):
            found += [{control.key: control.write(control.low)}, {control.key: control.write(control.high)}]
        elif isinstance(control, Choice):
            found += [{control.key: option} for option in control.options]
        else:
            assert isinstance(control, Text)
    return found


@pytest.mark.parametrize("query", extremes(), ids=lambda query: "-".join(*query.items()))
def test_every_extreme_opens_and_is_kept(query):
    visitor = visit(**query)
    assert not visitor.said("error") and not visitor.said("info")
    assert len(visitor.charts()) == 4
    default = {control.key: control.write(control.default) for control in controls.ALL}
    [(key, text)] = query.items()
    assert address(visitor).get(key, default[key]) == text


@pytest.mark.parametrize("query", [
    {"gated_step": "0"}, {"gated_step": "nan"}, {"gated_neuron": "65"}, {"gated_bias": "inf"},
    {"gated_cell": "vanilla"}, {"gated_units": "9e9"}, {"gated_text": "a\x00b"}, {"gated_paper": "<b>"}])
def test_a_hostile_address_opens_the_page_on_its_defaults(query):
    visitor = visit(**query)
    [notice] = visitor.said("info")
    assert_one_sentence(notice)
    assert len(visitor.charts()) == 4


def test_a_step_beyond_the_text_is_its_last():
    assert wiring(visit(gated_text="ab", gated_step="20"))["settings"]["step"] == 3


def test_the_link_holds_every_control():
    visitor = visit(gated_cell="gru", gated_text="Zoë", gated_bias="2.5")
    [code] = [code for code in visitor.codes if "gated_cell=" in code.split("\n")[0]]
    query = dict(parse_qsl(code.split("?", 1)[1], keep_blank_values=True))
    assert set(query) == {control.key for control in controls.ALL}
    again = visit(**query)
    assert [chart["data"] for chart in again.charts()] == [chart["data"] for chart in visitor.charts()]
    assert wiring(again) == wiring(visitor)


def test_where_the_visitor_looks_in_the_wiring_comes_back():
    visitor = visit()
    visitor.at.session_state["wiring"] = {"selection": {"step": 3, "unit": 11}}
    visitor.at.run()
    visitor.is_well()
    assert address(visitor) == {"gated_step": "3", "gated_neuron": "12"}
    assert wiring(visitor)["settings"]["step"] == 3 and wiring(visitor)["settings"]["unit"] == 11
    visitor.at.session_state["wiring"] = {"selection": {"step": 999, "unit": -4}}       # not a place in this cell
    visitor.at.run()
    assert address(visitor.is_well()) == {"gated_step": "3", "gated_neuron": "12"}
