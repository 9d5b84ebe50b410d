"""Cell and readout together: the loss of a batch of names and all its gradients."""

import numpy as np
import pytest
from factories import CELLS, KINDS, model
from numeric import assert_same_gradient, central_difference

import rnncore
from rnncore.data.batches import EncodedNames, batch_of, batches_of, encode_names
from rnncore.network import forward, loss_and_gradients, mean_loss
from rnncore.numerics.flat import flatten, views
from rnncore.numerics.workspace import Workspace
from rnncore.readout import cross_entropy_in_place

NAMES = ["abba", "", "cafe", "gag", "b", "decade", "faded"]


def made(cell="gru", activation="tanh", bias=True, seed=3, dtype=np.float64):
    """(cell module, config, writable weights, encoded names)"""
    m = model(cell, bias=bias, seed=seed, dtype=dtype)
    config = rnncore.CellConfig(m.config.input_size, m.config.hidden_size, activation, bias)
    return m.cell_module, config, views(flatten(m.weights), m.weights), encode_names(NAMES, m.vocabulary)


def loss_and_vector(cell, config, weights, batch, **options):
    vector = np.full(flatten(weights).size, np.nan, flatten(weights).dtype)
    loss = loss_and_gradients(cell, config, weights, batch, views(vector, weights), **options)
    return loss, vector


@pytest.mark.parametrize("mask", [False, True], ids=["plain", "dropout"])
@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no-bias"])
@pytest.mark.parametrize("kind", KINDS, ids="-".join)
def test_all_gradients_agree_with_central_differences(kind, bias, mask):
    for seed in range(3, 200):
        cell, config, weights, names = made(*kind, bias=bias, seed=seed)
        batch = batch_of(names, np.arange(len(NAMES)))
        if kind[1] != "relu" or np.abs(forward(cell, config, weights, batch).trace.pre).min() > 1e-3:
            break
    else:
        raise AssertionError("no weights away from the kinks found")
    N, H = batch.packing.size, config.hidden_size
    kept = np.random.default_rng(0).integers(0, 2, (N, H)) * 2.0 if mask else None
    vector = flatten(weights)
    tree = views(vector, weights)

    def loss() -> float:
        trace = forward(cell, config, tree, batch).trace
        seen = trace.h if kept is None else trace.h * kept
        return cross_entropy_in_place(seen @ tree.readout.W_ho + tree.readout.b_o, batch.targets)

    found_loss, found = loss_and_vector(cell, config, tree, batch, kept=kept)
    assert found_loss == pytest.approx(loss(), rel=1e-12)
    expected = central_difference(loss, vector)
    for part, truth in zip((*views(found, weights).cell, *views(found, weights).readout),
                           (*views(expected, weights).cell, *views(expected, weights).readout), strict=True):
        if part is not None:
            assert np.abs(truth).max() > 1e-6
            assert_same_gradient(part, truth)


@pytest.mark.parametrize("cell", CELLS)
def test_a_ragged_batch_is_the_mean_of_its_names_weighted_by_length(cell):
    cell, config, weights, names = made(cell)
    loss, gradient = loss_and_vector(cell, config, weights, batch_of(names, np.arange(len(NAMES))))
    total, total_gradient, symbols = 0.0, 0.0, names.characters
    assert symbols == sum(len(name) + 1 for name in NAMES)
    for i, length in enumerate(names.lengths):
        one, one_gradient = loss_and_vector(cell, config, weights, batch_of(names, np.array([i])))
        total, total_gradient = total + one * length, total_gradient + one_gradient * length
    assert loss == pytest.approx(total / symbols, rel=1e-12)
    assert_same_gradient(gradient, total_gradient / symbols, relative=1e-11)
    assert mean_loss(cell, config, weights, batches_of(names, 3)) == pytest.approx(loss, rel=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_padding_changes_nothing_at_all(cell):
    cell, config, weights, names = made(cell)
    junk = np.full((len(NAMES), names.symbols.shape[1] + 5), 3)
    for row, symbols, length in zip(junk, names.symbols, names.lengths, strict=True):
        row[:length + 1] = symbols[:length + 1]
    chosen = np.array([3, 0, 4, 5])
    loss, gradient = loss_and_vector(cell, config, weights, batch_of(names, chosen))
    padded_loss, padded = loss_and_vector(cell, config, weights, batch_of(EncodedNames(junk, names.lengths), chosen))
    assert loss == padded_loss
    np.testing.assert_array_equal(gradient, padded)


@pytest.mark.parametrize("cell", CELLS)
def test_the_order_of_a_batch_does_not_matter(cell):
    cell, config, weights, names = made(cell)
    loss, gradient = loss_and_vector(cell, config, weights, batch_of(names, np.arange(len(NAMES))))
    other_loss, other = loss_and_vector(cell, config, weights, batch_of(names, np.arange(len(NAMES))[::-1]))
    assert loss == pytest.approx(other_loss, rel=1e-13)
    assert_same_gradient(other, gradient, relative=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_a_used_workspace_changes_nothing(cell):
    cell, config, weights, names = made(cell)
    workspace = Workspace(np.float64)
    for chosen in ([0, 2, 5], [1], [3, 4, 6, 0, 5], [1, 2]):
        batch = batch_of(names, np.array(chosen))
        kept = np.ones((batch.packing.size, config.hidden_size)) if len(chosen) == 3 else None
        loss, gradient = loss_and_vector(cell, config, weights, batch, workspace=workspace, kept=kept)
        fresh_loss, fresh = loss_and_vector(cell, config, weights, batch)
        assert loss == fresh_loss
        np.testing.assert_array_equal(gradient, fresh)


@pytest.mark.parametrize("cell", CELLS)
def test_single_precision_is_close_to_double(cell):
    module, config, weights, names = made(cell)
    batch = batch_of(names, np.arange(len(NAMES)))
    loss, gradient = loss_and_vector(module, config, weights, batch)
    single = views(flatten(weights).astype(np.float32), weights)
    single_loss, single_gradient = loss_and_vector(module, config, single, batch)
    assert single_gradient.dtype == np.float32
    assert single_loss == pytest.approx(loss, rel=1e-5)
    assert_same_gradient(single_gradient, gradient, relative=1e-4)


def test_batches_hold_inputs_and_targets_of_every_name_once():
    vocabulary = model().vocabulary
    names = encode_names(NAMES, vocabulary)
    batches = batches_of(names, 3, np.array([6, 5, 4, 3, 2, 1, 0]))
    assert [b.packing.batch for b in batches] == [3, 3, 1]
    found = []
    for batch in batches:
        for b in range(batch.packing.batch):
            rows = [batch.packing.starts[t] + b for t in range(batch.packing.steps)
                    if batch.packing.starts[t] + b < batch.packing.starts[t + 1]]
            inputs, targets = batch.inputs[rows], batch.targets[rows]
            assert inputs[0] == 0 and targets[-1] == 0 and (inputs[1:] == targets[:-1]).all()
            found.append(vocabulary.decode(targets))
    assert sorted(found) == sorted(NAMES)
