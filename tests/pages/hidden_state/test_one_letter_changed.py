"""One letter changed: both runs and the table of all places are the counterfactuals of rnncore."""

import re

import numpy as np
import pytest

from pages.hidden_state.one_letter_changed_chart import change_table, two_runs
from rnncore.diagnostics import counterfactual
from rnncore.diagnostics.counterfactual import what_if, what_if_table
from tests.pages.hidden_state.opening import attributes, labelled, named, piece, visit


def test_two_runs_tell_the_counterfactual():
    model = named()
    found = counterfactual.what_if(model, "marianne", 1, "i", 0.3)
    html = two_runs(found, model.vocabulary)
    assert attributes(html, "difference") == pytest.approx(found.difference, abs=1e-6)
    assert attributes(html, "tv") == pytest.approx(found.total_variation, abs=1e-6)
    assert found.agrees_from and html.count("is-agreed") == len(found.difference) - found.agrees_from
    assert html.count("is-changed") == 1 and attributes(html, "step") == [2]


def test_the_table_of_all_places():
    table = counterfactual.what_if_table(named(), "anna")
    html = change_table(table, "anna", 2)
    drawn = attributes(html, "share")
    expected = [table.total_variation[p, t] for p in range(4) for t in range(p + 1, 5)]
    np.testing.assert_allclose(drawn, expected, atol=1e-6)
    assert html.count('class="is-marked"') == 1


def test_both_runs_and_the_table_of_all_places():
    visitor = visit(read="marianne", place="4", instead="o", within="10")
    model = named()
    found = what_if(model, "marianne", 3, "o", 0.10)
    runs = piece(visitor, "hs-runs")
    assert attributes(runs, "difference") == pytest.approx(found.difference, abs=1e-5)
    assert attributes(runs, "tv") == pytest.approx(found.total_variation, abs=1e-5)
    table = what_if_table(model, "marianne", tolerance=0.10)
    drawn = labelled(visitor, "Every place changed in turn")
    assert attributes(drawn, "share") == pytest.approx(
        [table.total_variation[p, t] for p in range(8) for t in range(p + 1, 9)], abs=1e-5)
    told = [f"step {step + 1}" if step >= 0 else "not before the end" for step in table.agrees_from]
    assert re.findall(r'hs-total">(step \d+|not before the end)<', drawn) == told


def test_without_a_letter_of_its_own_it_takes_the_networks_favourite():
    visitor = visit(read="marianne", place="1")
    p = what_if(named(), "marianne", 0, "m").probabilities[0, 0]
    best = max((i for i in range(1, 27) if i != 13), key=lambda i: p[i])
    runs = piece(visitor, "hs-runs")
    assert f"<b class='hs-other'>{named().vocabulary.sign(best)}</b>" in runs
