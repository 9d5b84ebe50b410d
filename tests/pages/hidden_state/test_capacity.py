"""Capacity: the table of sizes is what was measured, and the words say of what."""

import numpy as np
import pytest

import rnncore
from explainer.models import shipped
from pages.hidden_state.capacity_chart import size_table
from pages.hidden_state.probe_cache import shipped_summary
from rnncore.diagnostics import capacity
from rnncore.diagnostics.probe import accuracy_at
from tests.pages.hidden_state.opening import LATIN, answered, attributes, each_cell, labelled, visit


def test_the_table_of_sizes():
    accuracy, counts = np.linspace(1, 0.2, 5), np.array([900, 800, 700, 60, 9])
    html = size_table([("4 neurons", accuracy, counts)], 5)
    assert attributes(html, "share") == pytest.approx(accuracy[:4], abs=1e-4) and html.count("is-empty") == 1


@pytest.mark.parametrize("trained", ["before", "after"])
@each_cell
def test_the_table_of_sizes_is_what_was_measured(cell, trained):
    visitor = visit(sized_cell=cell, trained=trained)
    drawn = labelled(visitor, "Read correctly, in percent")
    rows = [one for one in capacity.read(shipped.DATA / "measured" / "capacity.csv")
            if one.cell == cell and (one.steps > 0) == (trained == "after")]
    assert [one.hidden for one in rows] == [4, 8, 16, 32, 64, 128, 256]
    assert attributes(drawn, "share") == pytest.approx(
        [share for one in rows for share, count in zip(one.accuracy, one.counts, strict=True) if count >= 50], abs=1e-4)


def test_before_and_after_says_what_was_measured_of_other_starts():
    told = answered(visit(), "untrained", "Yes, easier before")
    model = rnncore.new_model("vanilla", rnncore.CellConfig(27, 64, initialisation="uniform"), LATIN, 0)
    small = accuracy_at(model, shipped.shipped_corpus("given_names"), 5)
    assert f"only {small:.0%}" in told and "mix everything in" not in told


def test_the_table_says_that_its_networks_are_others():
    found = shipped_summary("given_names-gru")
    [told] = [c for c in visit().said("caption") if "not those of the step" in c]
    assert f"{found.accuracy[3]:.0%} there" in told
