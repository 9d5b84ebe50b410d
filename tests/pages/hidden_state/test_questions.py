"""The hidden-state page: its questions are answered by the network, and its words say what was measured."""

import re

import numpy as np
import pytest

import rnncore
from explainer.models import shipped
from pages.hidden_state.map_of_memories import NAME, _by_chance
from pages.hidden_state.memory import THIRDS
from rnncore.sampling import trace_of
from tests.pages.hidden_state.opening import LATIN, named, read, visit
from tests.visitor import Visitor


def answered(visitor: Visitor, key: str, guess: str) -> str:
    visitor.set(**{f"guess_{key}": guess})
    return next(m for m in visitor.said("markdown") if "check_circle" in m or "lightbulb" in m)


@pytest.mark.parametrize(("cell", "text"), [("lstm", "marianne"), ("gru", "marianne"), ("vanilla", "otto")])
def test_the_letter_that_moves_the_memory_most_is_named_and_near_ties_are_told(cell, text):
    h = trace_of(named(cell), read(named(cell), text)).h[:, 0]
    moved = np.linalg.norm(np.diff(h, axis=0), axis=1)
    level = [i for i in np.argsort(-moved) if moved[i] >= 0.95 * moved.max()]
    right = {THIRDS[0 if (i + 0.5) / len(text) < 1 / 3 else 2 if (i + 0.5) / len(text) > 2 / 3 else 1] for i in level}
    for guess in THIRDS:
        told = answered(visit(reader=f"given_names-{cell}", read=text), "moved", guess)
        assert ("**Yes.**" in told) == (guess in right)
        assert f"It is {text[level[0]]}, letter {level[0] + 1} of {len(text)}" in told
        assert ("as good as level" in told) == (len(level) > 1)
        assert all(f"{text[i]}, letter {i + 1} of" in told for i in level)


def test_what_decides_is_told_beside_chance():
    told = answered(visit(), "map", NAME)
    last, first, last_chance, first_chance = (int(x) for x in re.findall(r"(\d+)%", told))
    assert last > first > first_chance > last_chance > 0           # whole names are dealt out: fewer, so more by chance


def test_chance_is_what_shuffled_groups_come_to():
    rng = np.random.default_rng(3)
    h, groups, rows = rng.normal(size=(400, 5)), rng.integers(0, 20, 400), np.arange(400)
    assert _by_chance(h, groups, rows) == pytest.approx(19 / 399, abs=0.006)          # (groups - 1) / (rows - 1)
    owners = rows // 8                                     # eight rows alike each: as if there were fifty
    alike = h[owners * 8]
    assert _by_chance(alike, groups[owners * 8], owners) == pytest.approx(
        (len(set(groups[::8])) - 1) / 49, abs=0.06)


def test_before_and_after_says_what_was_measured_of_other_starts():
    told = answered(visit(), "untrained", "Yes, easier before")
    model = rnncore.new_model("vanilla", rnncore.CellConfig(27, 64, initialisation="uniform"), LATIN, 0)
    small = rnncore.diagnostics.probe.lossy_summary(model, shipped.shipped_corpus("given_names"), 6).accuracy[5]
    assert f"only {small:.0%}" in told and "mix everything in" not in told


def test_three_networks_are_not_called_three_cells():
    told = answered(visit(), "keeps", "GRU")
    assert "these three networks" in told and "GRU and LSTM are so near each other" in told


@pytest.mark.parametrize("lag", ["1", "3"])
def test_what_the_lstm_holds_in_c_is_told_too(lag):
    found = rnncore.diagnostics.probe.lossy_summary(
        shipped.shipped_models()["given_names-lstm"], shipped.shipped_corpus("given_names"), state="c")
    assert [c for c in visit(back=lag).said("caption") if c.endswith(f"cell state c it reads "
                                                                    f"{found.accuracy[int(lag)]:.0%}.")]


def test_the_table_says_that_its_networks_are_others():
    found = rnncore.diagnostics.probe.lossy_summary(
        shipped.shipped_models()["given_names-gru"], shipped.shipped_corpus("given_names"))
    [told] = [c for c in visit().said("caption") if "not those of the chart" in c]
    assert f"{found.accuracy[3]:.0%} there" in told


def test_a_notice_names_the_choice_between_h_and_c():
    [notice] = visit(kind="x").said("info")
    assert "Hidden or cell state" in notice


def test_each_question_is_answered_by_the_network():
    visitor = visit()
    guesses = [widget for widget in visitor.at.get("button_group") if str(widget.key or "").startswith("guess_")]
    assert len(guesses) >= 6
    for widget in guesses:
        options = widget.options
        visitor.set(**{widget.key: getattr(options[0], "content", options[0])})
    verdicts = [m for m in visitor.said("markdown") if "check_circle" in m or "lightbulb" in m]
    assert len(verdicts) >= 6
