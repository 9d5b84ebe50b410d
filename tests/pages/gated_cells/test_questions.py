"""The questions of the gated cells page are answered by the network, whatever is guessed."""

import re

import numpy as np
import pytest

from explainer.models import shipped
from pages.gated_cells.race_entrants import entrants
from rnncore.diagnostics.attribution import attribute
from rnncore.diagnostics.memory_decomposition import path_of
from tests.pages.gated_cells.opening import QUESTIONS, answer_of, each_cell, traced, visit
from tests.visitor import Visitor


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
    found = attribute(shipped.shipped_models()["given_names-lstm"], "maria").occlusion[4, :5]
    right = "The letter just read" if np.argmax(np.abs(found)) == 4 else "An earlier one"
    said = answer_of(visit(gated_text="maria", gated_step="5"), "rests", right)
    assert "**Yes.**" in said and f"{np.abs(found).max():.2f} nats" in said
