"""The three networks of one budget that ship: fair, sound, and where no shelf finds them."""

import numpy as np
import pytest

from explainer.models import shipped
from explainer.state.cells import shipped_cells
from rnncore.training.equal_budget import MEASURED_EVERY, SEEDS, STEPS, WEIGHTS, recipe
from rnncore.training.evaluation import losses

FOLDER = shipped.DATA / "budget"
each_cell = pytest.mark.parametrize("cell", shipped_cells())


def lines(cell: str, seed: int) -> list:
    return [row for row in shipped.budget_log() if (row.cell, row.seed) == (cell, seed)]


def test_they_stay_small_and_nothing_else_lies_there():
    assert {path.name for path in FOLDER.iterdir()} == {"log.csv", *(f"{cell}.npz" for cell in shipped_cells())}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 250_000


@each_cell
def test_the_network_is_the_one_of_the_log(cell):
    model = shipped.budget_models()[cell]
    wanted = recipe(cell, len(model.vocabulary), SEEDS[0])
    assert model.cell == cell and model.provenance.recipe == wanted.as_dict()
    assert model.config.hidden_size == wanted.hidden_size and abs(model.parameters / WEIGHTS - 1) < 0.03
    assert model.provenance.data_fingerprint == shipped.shipped_corpus("given_names").fingerprint
    assert {(row.hidden, row.parameters) for row in shipped.budget_log() if row.cell == cell} == {
        (wanted.hidden_size, model.parameters)}


@each_cell
def test_its_scores_are_what_it_scores(cell):
    model = shipped.budget_models()[cell]
    measured = losses(model, shipped.shipped_corpus("given_names"))
    for name, nats in model.provenance.scores.items():
        assert nats == pytest.approx(measured[name], abs=1e-4)
    best = min(row.validation_loss for row in lines(cell, SEEDS[0]))
    assert best == pytest.approx(measured["validation_loss"], abs=1e-4)


@each_cell
@pytest.mark.parametrize("seed", SEEDS)
def test_the_log_is_whole(cell, seed):
    rows = lines(cell, seed)
    assert rows[0].step == 0 and rows[-1].step == STEPS
    assert set(range(0, STEPS + 1, MEASURED_EVERY)) <= {row.step for row in rows}
    for name in ("step", "characters", "seconds"):
        assert (np.diff([getattr(row, name) for row in rows]) >= 0).all()
    assert rows[-1].validation_loss < 0.75 * rows[0].validation_loss


def test_the_same_letters_were_read():
    assert len({tuple(row.characters for row in lines(cell, 0)) for cell in shipped_cells()}) == 1


def test_they_are_on_no_shelf():
    shelved = shipped.shipped_models().values()
    assert not [model for model in shelved for other in shipped.budget_models().values() if model is other]
    assert not {path.stem for path in FOLDER.glob("*.npz")} & set(shipped.shipped_models())
