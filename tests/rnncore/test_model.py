"""A model is plain data that nobody can change."""

import dataclasses

import numpy as np
import pytest
from factories import CELLS, model, vocabulary

import rnncore
from rnncore.numerics.flat import flatten, leaves, views


@pytest.mark.parametrize("cell", CELLS)
def test_arrays_refuse_writing(cell):
    m = model(cell)
    for array in leaves(m.weights):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
        with pytest.raises(ValueError, match="read-only"):
            array += 1


def test_fields_refuse_writing():
    m = model()
    for owner, field in ((m, "params"), (m, "provenance"), (m.config, "hidden_size"), (m.provenance, "seed"),
                         (m.vocabulary, "symbols")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(owner, field, None)


def test_a_model_keeps_no_tie_to_the_arrays_it_was_made_from():
    m = model()
    vector = flatten(m.weights)
    tree = views(vector, m.weights)
    copy = rnncore.Model(m.cell, m.config, tree.cell, tree.readout, m.vocabulary)
    vector[:] = 0
    np.testing.assert_array_equal(flatten(copy.weights), flatten(m.weights))


@pytest.mark.parametrize(("cell", "hidden", "count"), [
    ("vanilla", 5, 8 * 5 + 25 + 5), ("gru", 5, 3 * (8 * 5 + 25 + 5) + 5), ("lstm", 5, 4 * (8 * 5 + 25 + 5))])
def test_parameters_are_counted(cell, hidden, count):
    assert model(cell, hidden=hidden).parameters == count + 5 * 8 + 8


def test_what_a_model_tells():
    m = model("gru", dtype=np.float32)
    assert m.dtype == np.float32 and m.cell_module is rnncore.CELLS["gru"]
    assert type(m.params) is m.cell_module.Params


def test_models_that_cannot_be():
    config = rnncore.CellConfig(8, 3)
    with pytest.raises(ValueError, match="vanilla, gru, lstm"):
        rnncore.new_model("elman", config, vocabulary(), 0)
    with pytest.raises(ValueError, match="input_size must be 4"):
        rnncore.new_model("gru", config, vocabulary("abc"), 0)
