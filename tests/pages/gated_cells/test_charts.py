"""The pictures of the gated cells page hold the numbers they were given, and equations can be checked by hand."""

import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.components.graph.build import picture_of
from explainer.components.wiring.thinning import thinned
from explainer.components.wiring.wiring import Look, cell_wiring, look_of
from explainer.models import shipped
from explainer.shell.palette import HIDDEN, INPUT
from pages.gated_cells.attribution_chart import rests_on
from pages.gated_cells.bias_horizon_chart import HIGH, LOW, fading_figure
from pages.gated_cells.equations import PAPERS, WORDS
from pages.gated_cells.equations_chart import by_hand, equations
from pages.gated_cells.gates_over_text import two_digits
from pages.gated_cells.gates_over_text_chart import FEWEST, Gate, gates_figure
from pages.gated_cells.memory_as_sum_chart import carried_figure
from pages.gated_cells.race_chart import race_figure
from pages.gated_cells.state import neurons_to_show
from rnncore.cells.gates import by_gate
from rnncore.data.vocabulary import BOUNDARY
from rnncore.numerics.precision import in_double
from rnncore.sampling import trace_of

WILD = ["<b>", "</li>", "&", '"', "x"]
few = settings(max_examples=15)
each_cell = pytest.mark.parametrize("cell", ["gru", "lstm"])


def reads(cell: str, text: str):
    """A shipped model in float64, its picture of a text, and the core's own trace of it, [T, H]."""
    model = in_double(shipped.shipped_models()[f"given_names-{cell}"])
    symbols = np.concatenate([[BOUNDARY], model.vocabulary.encode(text)])
    trace = trace_of(model, symbols)
    return model, picture_of(model, symbols, stage="external"), type(trace)(*(field[:, 0] for field in trace))


# ---- gates over a text

@given(seed=st.integers(0, 99), steps=st.integers(1, 8), hidden=st.integers(1, 9))
@few
def test_every_gate_of_every_neuron_is_on_the_map(seed, steps, hidden):
    rng = np.random.default_rng(seed)
    gates = [Gate("kept", "f", HIDDEN, rng.uniform(0, 1, (steps, hidden))),
             Gate("written", "i", INPUT, rng.uniform(0, 1, (steps, hidden)))]
    order, unit, step = rng.permutation(hidden), int(rng.integers(hidden)), int(rng.integers(steps)) + 1
    figure = gates_figure(gates, ["a"] * steps, order, step, unit)
    maps = [trace for trace in figure.data if trace.type == "heatmap"]
    means = [trace for trace in figure.data if trace.type == "scatter"]
    for gate, shown, mean in zip(gates, maps, means, strict=True):
        np.testing.assert_array_equal(shown.z, gate.values[:, order].T)
        np.testing.assert_array_equal(shown.customdata[:, 0] - 1, order)
        np.testing.assert_allclose(mean.y, gate.values.mean(axis=1))
        np.testing.assert_array_equal(shown.x, mean.x)            # the same time axis
        assert (shown.zmin, shown.zmax) == (0, 1)
    boxes = [shape for shape in figure.layout.shapes if shape.line.dash is None]
    assert [int(order[round((box.y0 + box.y1) / 2) - 1]) for box in boxes] == [unit] * len(gates)
    frames = [shape for shape in figure.layout.shapes if shape.line.dash == "dot"]
    assert {(frame.x0 + frame.x1) / 2 for frame in frames} == {step}
    assert len({mean.marker.symbol for mean in means}) == len(gates)      # never colour alone


def test_letters_on_charts_are_text():
    figure = gates_figure([Gate("kept", "f", HIDDEN, np.full((5, 2), 0.5))], WILD, np.arange(2), 1, 0)
    other = carried_figure(np.eye(5), np.ones(5), WILD, "memory")
    for one in (figure, other):
        drawn = json.dumps(one.to_dict(), default=str)
        assert "<b>" not in drawn and "</li>" not in drawn


# ---- what is left

@given(seed=st.integers(0, 99), steps=st.integers(1, 24))
@few
def test_the_bars_are_the_parts_and_the_diamonds_their_sum(seed, steps):
    parts = np.tril(np.random.default_rng(seed).normal(size=(steps, steps)))
    figure = carried_figure(parts, parts.sum(axis=1), ["a"] * steps, "belt")
    *bars, line = figure.data
    drawn = np.zeros_like(parts)
    for s, bar in enumerate(bars):
        drawn[np.asarray(bar.x) - 1, s] = bar.y
    np.testing.assert_array_equal(drawn, parts)
    np.testing.assert_allclose(line.y, drawn.sum(axis=1))
    assert figure.layout.barmode == "relative"


# ---- fading

def test_curves_are_drawn_where_they_can_be_seen_and_told_as_they_are():
    norm, straight, held = np.linspace(0, 3, 40), np.linspace(0, -5, 40), np.linspace(0, -400, 40)
    figure = go.Figure(fading_figure(norm, straight, held, "formula", 30))
    formula, way, whole = figure.data
    np.testing.assert_allclose(way.y, straight)
    np.testing.assert_allclose(whole.y[norm < HIGH], norm[norm < HIGH])
    assert min(formula.y) >= LOW - 1 and max(whole.y) <= HIGH + 1
    assert formula.customdata[-1] == "1.0 × 10⁻⁴⁰⁰" and len({trace.line.dash for trace in figure.data}) == 3


# ---- the race

def test_every_run_is_drawn_from_the_start_on():
    x = np.array([1.0, 10.0, 100.0, 1000.0])
    curves = {cell: (cell.upper(), [(x, np.array([4.0, 3.0, 2.5, level])), (x, np.full(4, level))])
              for cell, level in (("vanilla", 2.4), ("gru", 2.3), ("lstm", 2.2))}
    figure = race_figure(curves, "step", 10.0)
    assert len(figure.data) == 6
    assert {trace.name for trace in figure.data if trace.showlegend} == {"VANILLA", "GRU", "LSTM"}
    for trace in figure.data:
        np.testing.assert_array_equal(trace.x, x[1:])
    np.testing.assert_allclose(figure.layout.xaxis.tickvals, [10, 20, 50, 100, 200, 500, 1000])
    assert figure.layout.yaxis.range[0] < 2.2 and figure.layout.yaxis.range[1] > 3.0
    assert len({trace.line.dash for trace in figure.data}) == 3


# ---- what a prediction rests on

def test_columns_say_their_numbers_and_which_way_they_point():
    html = rests_on(["∎", "a", "<b>"], np.array([0.5, -1.25, 0.0]), "<i>", 0.934)
    assert "+0.500" in html and "−1.250" in html and "93 %" in html
    assert html.count("is-for") == 2 and html.count("is-against") == 1 and "none-against" not in html
    assert "<b><bdi>&lt;b&gt;" in html and "<i>" not in html
    assert "none-against" in rests_on(["a"], np.array([0.0]), "b", 0.5)


# ---- equations

def numbers_of(line: str) -> list[float]:
    """Every number of a line of an equation with the sign before it, tags left out."""
    text = re.sub(r"<[^>]*>", "", line).replace("−", "-")
    return [float(sign + x) for sign, x in re.findall(r"(-?) ?(\d+\.?\d*)", text)]


def lines_of(html: str) -> dict[str, list[float]]:
    """The numbers under every equation, by lane."""
    found = re.findall(r'data-node="(\w+)">.*?<div class="u-numbers">(.*?)</div>', html, re.DOTALL)
    return {lane: numbers_of(line) for lane, line in found}


def sigma(x: float) -> float:
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize("unit", [0, 17, 53, 63])
@pytest.mark.parametrize("step", [1, 2, 5])
def test_an_lstm_step_by_hand_from_the_numbers_shown(unit, step):
    _, picture, trace = reads("lstm", "christina")
    lines = lines_of(equations([picture.node(f"{lane}:{step}") for lane in WORDS["lstm"]], unit, WORDS["lstm"]))
    by_hand = {}
    for lane in "ifgo":
        *terms, pre, value = lines[lane]
        assert sum(terms) == pytest.approx(pre, abs=2e-3)
        by_hand[lane] = np.tanh(pre) if lane == "g" else sigma(pre)
        assert by_hand[lane] == pytest.approx(value, abs=1e-3)
        assert value == pytest.approx(getattr(trace, lane)[step - 1, unit], abs=6e-4)
    c_prev = lines["cell"][1]
    assert c_prev == pytest.approx(trace.c[step - 2, unit] if step > 1 else 0.0, abs=6e-4)
    c = by_hand["f"] * c_prev + by_hand["i"] * by_hand["g"]
    assert c == pytest.approx(lines["cell"][-1], abs=5e-3) == pytest.approx(trace.c[step - 1, unit], abs=5e-3)
    assert by_hand["o"] * np.tanh(c) == pytest.approx(trace.h[step - 1, unit], abs=5e-3)


@pytest.mark.parametrize("unit", [0, 17, 53, 63])
@pytest.mark.parametrize("step", [1, 2, 5])
def test_a_gru_step_by_hand_from_the_numbers_shown(unit, step):
    _, picture, trace = reads("gru", "christina")
    lines = lines_of(equations([picture.node(f"{lane}:{step}") for lane in WORDS["gru"]], unit, WORDS["gru"]))
    r, z = (sigma(lines[lane][-2]) for lane in "rz")
    hn = sum(lines["hn"][:-1])
    assert hn == pytest.approx(trace.hn[step - 1, unit], abs=2e-3)
    from_letter, shown_r, shown_hn, bias = lines["n"][:4]
    assert (shown_r, shown_hn) == (pytest.approx(r, abs=1e-3), pytest.approx(hn, abs=2e-3))
    n = np.tanh(from_letter + r * hn + bias)
    one_minus_z, _, shown_z, h_prev, h = lines["hidden"]
    assert one_minus_z + shown_z == pytest.approx(1, abs=2e-3) and shown_z == pytest.approx(z, abs=1e-3)
    assert (1 - z) * n + z * h_prev == pytest.approx(h, abs=5e-3) == pytest.approx(trace.h[step - 1, unit], abs=5e-3)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_has_its_formulas_and_its_words(paper):
    formulas, words = PAPERS[paper]
    assert all(formula.count("{") == formula.count("}") for formula in formulas) and len(words) > 60


@each_cell
@given(unit=st.integers(0, 63), step=st.integers(1, 10))
@few
def test_a_calculator_gets_from_each_part_of_a_line_to_the_next(cell, unit, step):
    """The lines are arithmetic as one types it: every part between two = has the same value."""
    _, picture, _ = reads(cell, "christina")
    html = equations([picture.node(f"{lane}:{step}") for lane in WORDS[cell]], unit, WORDS[cell])
    shown = re.findall(r'<div class="u-numbers">= (.*?)</div>', html, re.DOTALL)
    assert len(shown) == len(WORDS[cell])
    for line in shown:
        text = re.sub(r"<[^>]*>", "", line)
        assert not re.search(r"e[+−-]|× −|\+ −|− −|\( ?\+|= \+", text), text
        typed = text.replace("−", "-").replace("×", "*").replace("σ", "sigma")
        parts = [eval(part, {"sigma": sigma, "tanh": np.tanh}) for part in typed.split(" = ")]
        np.testing.assert_allclose(parts, parts[-1], atol=6e-3)


@pytest.mark.parametrize(("x", "told"), [(7.2e-5, "0.000072"), (-7.2e-5, "−0.000072"), (0.0, "0"), (1e-12, "0"),
                                         (-0.7114, "−0.711"), (12345.6, "12345.600"), (np.nan, "not a number")])
def test_numbers_are_told_as_one_types_them(x, told):
    assert by_hand(x) == told


@given(st.floats(1e-6, 1))
def test_shares_keep_two_digits(share):
    assert float(two_digits(share)) == pytest.approx(share, rel=0.06)


@pytest.mark.parametrize("steps", [1, 3, 12])
def test_a_short_text_has_columns_of_a_usual_width(steps):
    letters = ["a"] * steps
    maps = gates_figure([Gate("kept", "f", HIDDEN, np.full((steps, 2), 0.5))], letters, np.arange(2), 1, 0)
    bars = carried_figure(np.tril(np.ones((steps, steps))), np.ones(steps), letters, "belt")
    for figure in (maps, bars):
        low, high = figure.layout.xaxis.range
        assert low == 0.5 and high - low == max(steps, FEWEST)


@each_cell
def test_turning_the_sign_of_the_update_gate_swaps_it_for_the_other_paper(cell):
    """What the page says about Chung et al. 2014: sigma(-a) = 1 - sigma(a)."""
    a = np.linspace(-8, 8, 33)
    np.testing.assert_allclose(sigma(-a), 1 - sigma(a), atol=1e-15)


# ---- the wiring

@each_cell
def test_the_thinned_picture_says_the_same_numbers(cell):
    model, picture, trace = reads(cell, "maria")
    units = [3, 30, 63]
    thin = thinned(picture, units)
    nodes = {node["id"]: node for node in thin["nodes"]}
    for lane in WORDS[cell]:
        field = {"hidden": "h", "cell": "c"}.get(lane, lane)
        for t in (1, 4):
            for unit in units:
                said = nodes[f"{lane}:{t}"]["values"]
                value = said[unit] if lane == "hidden" else said[str(unit)]
                assert value == pytest.approx(getattr(trace, field)[t - 1, unit], rel=1e-5, abs=1e-9)
    [matrix] = thin["matrices"]
    H = model.config.hidden_size
    for gate, block in enumerate(by_gate(model.params.W_hh, model.cell_module.GATE_COUNT)):
        for unit in units:
            shown = [row[str(gate * H + unit)] for row in matrix["values"]]
            np.testing.assert_allclose(shown, block[:, unit], rtol=1e-5)
    assert len(json.dumps(thin)) < 60_000


@each_cell
def test_every_term_of_a_shown_neuron_comes_along(cell):
    _, picture, _ = reads(cell, "maria")
    for node in thinned(picture, [5])["nodes"]:
        for term in node.get("terms", ()):
            assert set(term["values"]) == {"5"} and all(set(f["values"]) == {"5"} for f in term.get("factors", ()))
        if node.get("terms"):
            total = sum(term["values"]["5"] for term in node["terms"])
            assert total == pytest.approx(node["pre"]["5"], abs=1e-4)


@given(seed=st.integers(0, 99), unit=st.integers(0, 15))
@few
def test_groups_of_neurons_stay_together(seed, unit):
    memory = np.random.default_rng(seed).normal(size=(5, 16))
    group = neurons_to_show(memory, unit)
    assert len(group) == 4 and unit in group and group == sorted(group)
    assert all(neurons_to_show(memory, other) == group for other in group)
    assert {j for k in range(16) for j in neurons_to_show(memory, k)} == set(range(16))


def test_no_wiring_for_a_plain_cell():
    model = shipped.shipped_models()["given_names-vanilla"]
    picture = picture_of(model, np.array([0, 1]), stage="external")
    with pytest.raises(ValueError, match="no wiring"):
        cell_wiring(picture, key="none", step=1, unit=0, units=[0], letters=["∎", "a"])


@pytest.mark.parametrize("sent", [None, 7, "x", [], {}, {"step": "1"}, {"step": True, "unit": 2.5}, {"unit": None}])
def test_what_is_not_sound_counts_as_nothing(sent):
    assert look_of(sent) == Look()
    assert look_of({"step": 3, "unit": 7, "count": 2}) == Look(3, 7, 2)


