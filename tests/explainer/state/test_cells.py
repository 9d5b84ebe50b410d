"""A cell has one record, and what the app asks of it is what the core's cell is."""

from dataclasses import fields

import pytest

import rnncore
from explainer.models.shipped import DATA, budget_models, shipped_models
from explainer.shell.palette import SERIES
from explainer.state import choices, recipe_controls
from explainer.state.cells import CELLS, gated_cells, shipped_cells
from rnncore.training.recipes import Recipe

each_record = pytest.mark.parametrize("record", CELLS.values(), ids=CELLS)


def test_every_cell_of_the_core_has_one_and_pages_offer_those():
    assert list(CELLS) == list(rnncore.CELLS) == list(choices.CELL_LABELS)
    assert all(key == record.key for key, record in CELLS.items())
    assert list(choices.CELL_LABELS.values()) == [record.label for record in CELLS.values()]


@pytest.mark.parametrize("looks", ["label", "colour", "dash", "symbol"])
def test_no_two_cells_look_alike(looks):
    found = [getattr(record, looks) for record in CELLS.values()]
    assert len(set(found)) == len(found)
    assert looks != "colour" or set(found) <= set(SERIES)


@each_record
def test_its_bias_is_a_setting_of_a_recipe_and_a_control(record):
    own = [control.key for control in recipe_controls.own_controls(record.key)]
    assert set(own) <= {field.name for field in fields(Recipe)} & {c.key for c in recipe_controls.TRAINING}
    assert (record.bias_field in own) == record.is_gated == (record.key in gated_cells())
    assert ("activation" in own) == (len(record.activations) > 1)
    assert not record.is_gated or record.label in recipe_controls.BIASES[record.bias_field].help


@each_record
def test_what_ships_is_there(record):
    assert (record.shipped_key() in shipped_models()) == record.ships == (record.key in shipped_cells())
    assert (record.key in budget_models()) == record.ships
    assert (DATA / "models" / f"history-{record.shipped_key()}.npz").exists() == record.ships
