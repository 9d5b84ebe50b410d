"""What one changed symbol changes: against two runs made apart, and where the answer is known."""

import factories
import numpy as np
import pytest
from factories import CELLS, model
from hypothesis import given
from hypothesis import strategies as st

import rnncore
from rnncore import UnknownSymbolError, surprise, what_if, what_if_table
from rnncore.readout import Readout
from rnncore.sampling import trace_of
from tests.covering import pairs

each_cell = pytest.mark.parametrize("cell", CELLS)
texts = st.text("abcdefg", min_size=1, max_size=9)


@each_cell
@given(text=texts, place=st.integers(0, 8), new=st.sampled_from("abcdefg"), tolerance=st.floats(0, 0.5))
def test_both_runs_are_the_networks_own(cell, text, place, new, tolerance):
    m = model(cell)
    place %= len(text)
    changed = text[:place] + new + text[place + 1:]
    found = what_if(m, text, place, new, tolerance)
    assert (found.text, found.changed, found.step) == (text, changed, place + 1)
    runs = [trace_of(m, [0, *m.vocabulary.encode(t)]) for t in (text, changed)]
    p = [surprise(m, t).probabilities for t in (text, changed)]
    np.testing.assert_allclose(found.h, [run.h[:, 0] for run in runs], atol=1e-12)
    np.testing.assert_allclose(found.probabilities, p, atol=1e-12)
    np.testing.assert_allclose(found.difference, np.linalg.norm(runs[1].h - runs[0].h, axis=2)[:, 0], atol=1e-12)
    np.testing.assert_allclose(found.total_variation, np.maximum(p[1] - p[0], 0).sum(axis=1), atol=1e-12)
    if cell == "lstm":
        apart = np.linalg.norm(found.c[1] - found.c[0], axis=1)
        np.testing.assert_allclose(found.cell_state_difference, apart, atol=1e-14)
    else:
        assert found.c is None and found.cell_state_difference is None
    assert not found.difference[:place + 1].any() and not found.total_variation[:place + 1].any()
    steps = [t for t in range(place + 1, len(text) + 1) if (found.total_variation[t:] <= tolerance).all()]
    assert found.agrees_from == (steps[0] if steps else None)
    if new == text[place]:
        assert not found.difference.any() and found.agrees_from == place + 1


@pytest.mark.parametrize("setting", pairs({"cell": CELLS, "text": ["a", "badge", "cabbage"], "new": [None, "f", "a"],
                                           "batch": [1, 13, 256]}),
                         ids=lambda setting: "-".join(map(str, setting.values())))
def test_the_table_is_every_place_alone(setting, monkeypatch):
    cell, text, new, batch = setting.values()
    monkeypatch.setattr("rnncore.diagnostics.counterfactual.BATCH", batch)
    m = model(cell)
    table = what_if_table(m, text, new, 0.02)
    assert table.difference.shape == table.total_variation.shape == (len(text), len(text) + 1)
    for place, old in enumerate(text):
        alone = [what_if(m, text, place, letter, 0.02) for letter in (new or set("abcdefg") - {old})]
        for name in ("difference", "total_variation"):
            np.testing.assert_allclose(getattr(table, name)[place], np.mean([getattr(a, name) for a in alone], axis=0),
                                       atol=1e-13)
        beyond = np.flatnonzero(table.total_variation[place] > 0.02)
        expected = max(place + 1, beyond[-1] + 1) if len(beyond) else place + 1
        assert table.agrees_from[place] == (expected if expected <= len(text) else -1)


def vanilla(W_hh) -> rnncore.Model:
    """h = x W_xh + h_prev W_hh with an identity: what was read is added up, turned by W_hh."""
    m = factories.model("vanilla", hidden=2)
    config = rnncore.CellConfig(8, 2, "identity", bias=False)
    return rnncore.Model("vanilla", config, m.params._replace(W_hh=np.asarray(W_hh, float), b_h=None),
                         m.readout, m.vocabulary)


def test_a_cell_without_memory_forgets_at_once():
    found = what_if(vanilla(np.zeros((2, 2))), "badge", 1, "f")
    assert found.difference.nonzero()[0].tolist() == [2] and found.agrees_from == 3
    assert what_if(vanilla(np.zeros((2, 2))), "badge", 4, "f").agrees_from is None        # the end comes too soon


def test_a_cell_that_only_turns_its_memory_never_forgets():
    found = what_if(vanilla([[0.6, 0.8], [-0.8, 0.6]]), "badge" * 6, 3, "f")
    np.testing.assert_allclose(found.difference[4:], found.difference[4], rtol=1e-12)
    assert found.agrees_from is None


def test_a_cell_that_halves_its_memory_halves_the_difference():
    found = what_if(vanilla(0.5 * np.eye(2)), "badge" * 6, 0, "f")
    np.testing.assert_allclose(found.difference[2:], found.difference[1:-1] / 2, rtol=1e-6)


def test_predictions_that_do_not_care_agree_though_memories_differ():
    m = vanilla(np.eye(2))
    deaf = rnncore.Model("vanilla", m.config, m.params, Readout(np.zeros((2, 8)), np.arange(8.0)), m.vocabulary)
    found = what_if(deaf, "badge", 1, "f", tolerance=0.0)
    assert found.agrees_from == 2 and found.difference[2:].all()
    assert what_if_table(deaf, "badge", tolerance=0.0).agrees_from.tolist() == [1, 2, 3, 4, 5]


def test_float32_is_taken_in_double():
    found = what_if(model("gru", dtype=np.float32), "badge", 1, "f")
    assert found.h.dtype == np.float64
    np.testing.assert_allclose(found.probabilities.sum(axis=2), 1, atol=1e-14)


def test_what_makes_no_sense_is_refused():
    m = model()
    for wrong in (lambda: what_if(m, "bad", 3, "f"), lambda: what_if(m, "bad", -1, "f"), lambda: what_if(m, "", 0, "f"),
                  lambda: what_if(m, "bad", 0, ""), lambda: what_if(m, "bad", 0, "fa"), lambda: what_if_table(m, ""),
                  lambda: what_if_table(m, "bad", "fa")):
        with pytest.raises(ValueError, match=r"must be|There is no"):
            wrong()
    for unknown in (lambda: what_if(m, "bax", 0, "f"), lambda: what_if(m, "bad", 0, "x"),
                    lambda: what_if_table(m, "xa"), lambda: what_if_table(m, "a", "x")):
        with pytest.raises(UnknownSymbolError):
            unknown()
