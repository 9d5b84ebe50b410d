"""A cell that is entered in the two registers, and of which no trained network ships, opens every chapter."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import rnncore
from explainer.components.graph.build import picture_of
from explainer.state import cells
from explainer.state.cells import CellRecord, shipped_cells
from pages.gated_cells.equations_chart import equations
from pages.gated_cells.held_gates import largest_change
from pages.unrolled_graph.one_step_chart import neuron_table
from pages.vanishing_gradient.gradient_curve import matrix_of
from pages.vanishing_gradient.gradient_curve_chart import product_rule
from tests import minimal_gated_unit
from tests.fourth_cell import KEY, RECORD

ROOT = Path(__file__).parents[1]
# What can be done with a cell that nobody trained: drawn at random, or trained by the visitor.
OFFERED = {"name-generation cell", "vanishing-gradient cellkind", "vanishing-gradient who"}


@pytest.fixture
def fourth(monkeypatch) -> str:
    """The cell in both registers, while a test runs."""
    monkeypatch.setitem(rnncore.CELLS, KEY, minimal_gated_unit)
    monkeypatch.setitem(cells.CELLS, KEY, RECORD)
    return KEY


@pytest.fixture(scope="module")
def seen() -> dict:
    """What `tests.fourth_cell` saw in its own process."""
    done = subprocess.run([sys.executable, "-m", "tests.fourth_cell"], cwd=ROOT, capture_output=True, text=True,
                          env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_every_chapter_opens_and_says_nothing_in_a_box(seen):
    assert {place.split(" ")[0] for place in seen["visits"]} >= {"why-recurrence", "gated-cells", "name-generation"}
    assert {place: said for place, said in seen["visits"].items() if said} == {}


def test_the_cell_is_offered_where_no_trained_network_is_needed(seen):
    assert {place for place, options in seen["choices"].items() if KEY in options} == OFFERED


def test_where_trained_networks_are_shown_the_choice_is_that_of_the_records(seen):
    for place, options in seen["choices"].items():
        if place not in OFFERED:
            assert set(options) <= set(shipped_cells()), place


def test_with_its_gate_held_its_memory_stays(fourth):
    model = rnncore.new_model(fourth, rnncore.CellConfig(3, 4), rnncore.Vocabulary(("a", "b")), 0, dtype=np.float64)
    assert largest_change(model, np.array([0, 1, 2, 1])) < 1e-12


def test_a_graph_of_a_cell_without_arithmetic_has_its_gates_and_its_memory(fourth):
    config = rnncore.CellConfig(3, 2)
    model = rnncore.new_model(fourth, config, rnncore.Vocabulary(("a", "b")), 0, dtype=np.float64)
    picture = picture_of(model, [0, 1, 2], backward=[1, 2, 0])
    assert [lane.id for lane in picture.lanes] == ["input", "z", "n", "hidden", "output"]
    assert [lane.inside for lane in picture.lanes] == ["", "hidden", "hidden", "", ""]
    made = rnncore.sampling.trace_of(model, np.array([0, 1, 2]))
    for lane, field in (("z", made.z), ("n", made.n), ("hidden", made.h)):
        np.testing.assert_allclose(picture.node(f"{lane}:3").values, field[2, 0])
        assert picture.node(f"{lane}:3").terms == ()
    assert picture.equation == "" and len(picture.node("hidden:2").gradient) == 2
    assert "their sum" not in neuron_table(picture, picture.node("z:1"), 0)
    assert equations([picture.node("z:1")], 0, {"z": "gate"}).count("=\"u-equation\"") == 1


def test_words_about_a_cell_without_words_come_from_its_record(fourth):
    assert matrix_of(fourth) == "W_hh (candidate n)"
    assert "diag( z )" in product_rule(fourth) and "u-note" not in product_rule(fourth)


def test_a_record_is_spoken_of_as_its_label_sounds():
    def record(label: str) -> CellRecord:
        return CellRecord("x", label, *(None,) * 3)

    assert [record(label).article for label in ("LSTM", "MGU", "GRU", "Plain", "Elman", "UGRNN")] == [
        "an", "an", "a", "a", "an", "a"]
