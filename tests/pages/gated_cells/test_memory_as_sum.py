"""The memory as a sum: bars and sentences are the core's decomposition, and the questions are answered by the gates."""

import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.gated_cells.gates_over_text_chart import FEWEST
from pages.gated_cells.held_gates import with_gates_held
from pages.gated_cells.memory_as_sum import two_digits
from pages.gated_cells.memory_as_sum_chart import memory_as_sum_figure
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.memory_decomposition import memory_decomposition, path_of
from tests.pages.gated_cells.opening import WILD_LETTERS, answer_of, each_cell, few, traced, visit
from tests.visitor import numbers


@each_cell
def test_the_bars_are_what_is_left_of_every_letter(cell):
    chart = visit(gated_cell=cell, gated_text="maria", gated_neuron="9").charts()["carried_chart"]
    _, trace = traced(cell, "maria")
    way = path_of(cell, trace)
    parts = memory_decomposition(way)[:, :, 8]
    *bars, line = chart["data"]
    for s, bar in enumerate(bars):
        np.testing.assert_allclose(numbers(bar["y"]), parts[s:, s], atol=1e-12)
    np.testing.assert_allclose(numbers(line["y"]), way.memory[:, 8], atol=1e-12)
    np.testing.assert_allclose(parts.sum(axis=1), way.memory[:, 8], atol=1e-12)


@given(seed=st.integers(0, 99), steps=st.integers(1, 24))
@few
def test_the_bars_are_the_parts_and_the_diamonds_their_sum(seed, steps):
    parts = np.tril(np.random.default_rng(seed).normal(size=(steps, steps)))
    figure = memory_as_sum_figure(parts, parts.sum(axis=1), ["a"] * steps, "belt")
    *bars, line = figure.data
    drawn = np.zeros_like(parts)
    for s, bar in enumerate(bars):
        drawn[np.asarray(bar.x) - 1, s] = bar.y
    np.testing.assert_array_equal(drawn, parts)
    np.testing.assert_allclose(line.y, drawn.sum(axis=1))
    assert figure.layout.barmode == "relative"


@given(st.floats(1e-6, 1))
def test_shares_keep_two_digits(share):
    assert float(two_digits(share)) == pytest.approx(share, rel=0.06)


def test_a_number_never_breaks_over_two_lines():
    [said] = [piece for piece in visit(gated_step="5").html if "this share is left" in piece]
    assert " × 10⁻" not in said and "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻" in said


def test_a_text_of_one_sign_asks_for_no_earlier_step():
    told = " ".join(visit(gated_text="").html)
    assert "nothing can have faded yet" in told and "choose an earlier one" not in told


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


@each_cell
def test_held_gates_are_open_or_shut_at_every_neuron_and_step(cell):
    model, _ = traced(cell, "maria")
    trace = float64_trace(with_gates_held(model), np.array([0, 5, 1, 9])).trace
    np.testing.assert_array_equal(path_of(cell, trace).kept, 1.0)
    if cell == "lstm":
        assert np.abs(trace.i).max() < 1e-15


def test_letters_on_the_bars_are_text():
    drawn = json.dumps(memory_as_sum_figure(np.eye(5), np.ones(5), WILD_LETTERS, "memory").to_dict(), default=str)
    assert "<b>" not in drawn and "</li>" not in drawn


@pytest.mark.parametrize("steps", [1, 3, 12])
def test_a_short_text_has_bars_of_a_usual_width(steps):
    figure = memory_as_sum_figure(np.tril(np.ones((steps, steps))), np.ones(steps), ["a"] * steps, "belt")
    low, high = figure.layout.xaxis.range
    assert low == 0.5 and high - low == max(steps, FEWEST)
