"""Truncated backprop through time: the shipped sweep is what is drawn and told, and it tells what the words rest on."""

import numpy as np
import pytest

import rnncore
from explainer.models import shipped
from explainer.state.cells import shipped_cells
from pages.vanishing_gradient import controls, truncated_bptt
from rnncore.training.truncation_sweep import CUTS, SHIPPED_CUT, STEPS, streams_for
from tests.pages.vanishing_gradient.opening import lines, piece, visit
from tests.visitor import numbers

PLACE = "truncated-backprop-through-time-the-memory-crosses-the-cut-the-gradient-stops-there"


def test_the_sweep_is_whole_and_on_one_budget():
    rows = shipped.truncation_rows()
    assert {(row.cell, row.cut) for row in rows} == {(cell, cut) for cell in shipped_cells() for cut in CUTS}
    assert len({row.key for row in rows}) == len(rows) and {row.steps for row in rows} == {STEPS}
    assert {row.cell: {r.seed for r in rows if r.cell == row.cell} for row in rows}.keys() == set(shipped_cells())
    assert all(row.streams == streams_for(row.cut) for row in rows)
    assert controls.CUTS == CUTS and controls.CUT.default == SHIPPED_CUT


@pytest.mark.parametrize("cell", shipped_cells())
def test_the_row_of_the_shipped_network_is_what_it_has(cell):
    [row] = [row for row in shipped.truncation_rows() if row.key == (cell, SHIPPED_CUT, 0)]
    model = rnncore.load(shipped.DATA / "streams" / f"{cell}.npz")
    assert model.provenance.scores["test_loss"] == pytest.approx(row.test_loss, abs=1e-4)
    assert model.provenance.scores["validation_loss"] == pytest.approx(row.validation_loss, abs=1e-4)
    assert model.config.hidden_size == row.hidden and model.provenance.recipe["cut"] == row.cut
    assert shipped.measured_horizons()[cell].horizons[-1].median == pytest.approx(row.horizon, rel=0.1)


@pytest.mark.parametrize("cut", ["1", "7", "100"])
def test_the_horizons_are_drawn_and_the_chosen_cut_is_told(cut):
    visitor = visit(cut_at=cut)
    drawn, near = lines(visitor, "cuts"), {"1": 1, "7": 8, "100": 100}[cut]
    cards = piece(visitor, PLACE, "u-horizons")
    for cell, record in shipped_cells().items():
        mine = [one for one in truncated_bptt.trained() if one.cell == cell]
        np.testing.assert_allclose(numbers(drawn[record.label]["y"]), [one.horizon for one in mine])
        [here] = [one for one in mine if one.cut == near]
        assert f"{here.loss:.3f}" in cards and f"horizon {here.horizon:g} steps" in cards


def test_a_network_that_never_sees_past_one_step_still_uses_its_memory():
    found = {(one.cell, one.cut): one for one in truncated_bptt.trained()}
    pairs = shipped.baselines(shipped.shipped_corpus("given_names")).bigram
    for cell in shipped_cells():
        assert found[cell, 1].loss < pairs - 0.2 and found[cell, 1].horizon > 5
        assert min(found[cell, cut].loss for cut in CUTS if cut > 1) < found[cell, 1].loss
    far = {cell: [found[cell, cut].horizon for cut in (1, 12, 50)] for cell in ("vanilla", "lstm")}
    assert far["lstm"] == sorted(far["lstm"]) and far["lstm"][2] > 4 * far["lstm"][0] and max(far["vanilla"]) < 20
    visitor = visit()
    visitor.set(guess_truncated=truncated_bptt.MORE)
    [told] = [text for text in visitor.said("markdown") if "Counting pairs has" in text]
    assert told.startswith(":material/check_circle:") and f"{pairs:.3f}" in told
