"""The equations can be checked by hand, and are for the step and the neuron looked at."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.gated_cells.equations import PAPERS, WORDS
from pages.gated_cells.equations_chart import by_hand, equations
from tests.pages.gated_cells.opening import address, each_cell, few, reads, traced, visit


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
    picture, trace = reads("lstm", "christina")
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
    picture, trace = reads("gru", "christina")
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


@each_cell
@given(unit=st.integers(0, 63), step=st.integers(1, 10))
@few
def test_a_calculator_gets_from_each_part_of_a_line_to_the_next(cell, unit, step):
    """The lines are arithmetic as one types it: every part between two = has the same value."""
    picture, _ = reads(cell, "christina")
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


@each_cell
def test_the_equations_are_for_the_step_and_the_neuron_looked_at(cell):
    visitor = visit(gated_cell=cell, gated_text="maria", gated_step="2", gated_neuron="11")
    _, trace = traced(cell, "maria")
    shown = visitor.piece("u-equations")
    for field in set(trace._fields) - {"h", "c", "tanh_c", "hn"}:
        assert f"<b>{by_hand(getattr(trace, field)[1, 10])}</b>" in shown, field
    visitor.set(gated_step_equations=4)
    assert f"<b>{by_hand(trace.h[3, 10])}</b>" in visitor.piece("u-equations")
    assert address(visitor)["gated_step"] == "4" and visitor.component("wiring")["settings"]["step"] == 4


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_has_its_formulas_and_its_words(paper):
    formulas, words = PAPERS[paper]
    assert all(formula.count("{") == formula.count("}") for formula in formulas) and len(words) > 60
