"""A network that says numbers: gradients, batches, training and files, with the same laws as the others."""

import io

import factories
import numpy as np
import pytest
from factories import CELLS, KINDS, same_bits, trail
from made_series import forecaster, noise, series
from numeric import assert_same_gradient, central_difference

import rnncore
from rnncore.data.batches import Batch
from rnncore.data.packing import full, packing_of
from rnncore.data.series_windows import Windows
from rnncore.network import forward, loss_and_gradients, mean_loss
from rnncore.numerics.flat import flatten, views
from rnncore.numerics.workspace import Workspace

LENGTHS = np.array([5, 3, 3, 1])


def made(cell="gru", activation="tanh", bias=True, seed=3, dtype=np.float64):
    """(cell module, config, writable weights, a ragged batch of vectors with two numbers asked at each step)"""
    rng = np.random.default_rng(seed)
    config = rnncore.CellConfig(2, 4, activation, bias)
    model = rnncore.new_model(cell, config, None, seed, dtype=dtype, outputs=2, objective="value")
    vector = flatten(model.weights) + rng.normal(0, 0.4, model.parameters).astype(dtype)
    packing = packing_of(LENGTHS)
    batch = Batch(rng.normal(size=(packing.size, 2)).astype(dtype), rng.normal(size=(packing.size, 2)).astype(dtype),
                  packing)
    return model.cell_module, config, views(vector, model.weights), batch


def loss_and_vector(cell, config, weights, batch, **options):
    vector = np.full(flatten(weights).size, np.nan, flatten(weights).dtype)
    return loss_and_gradients(cell, config, weights, batch, views(vector, weights), objective="value",
                              **options), vector


@pytest.mark.parametrize("mask", [False, True], ids=["plain", "dropout"])
@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no-bias"])
@pytest.mark.parametrize("kind", KINDS, ids="-".join)
def test_all_gradients_agree_with_central_differences(kind, bias, mask):
    for seed in range(3, 300):
        cell, config, weights, batch = made(*kind, bias=bias, seed=seed)
        if kind[1] != "relu" or np.abs(forward(cell, config, weights, batch).trace.pre).min() > 1e-3:
            break
    else:
        raise AssertionError("no weights away from the kinks found")
    kept = np.random.default_rng(0).integers(0, 2, (batch.packing.size, 4)) * 2.0 if mask else None
    vector = flatten(weights)
    tree = views(vector, weights)

    def loss() -> float:
        h = forward(cell, config, tree, batch).trace.h
        said = (h if kept is None else h * kept) @ tree.readout.W_ho + tree.readout.b_o
        return float(np.mean((said - batch.targets) ** 2) / 2)

    found_loss, found = loss_and_vector(cell, config, tree, batch, kept=kept)
    assert found_loss == pytest.approx(loss(), rel=1e-12)
    expected = central_difference(loss, vector)
    for part, truth in zip((*views(found, weights).cell, *views(found, weights).readout),
                           (*views(expected, weights).cell, *views(expected, weights).readout), strict=True):
        if part is not None:
            assert np.abs(truth).max() > 1e-6
            assert_same_gradient(part, truth)


@pytest.mark.parametrize("cell", CELLS)
def test_a_ragged_batch_is_the_mean_of_its_sequences_weighted_by_length(cell):
    cell, config, weights, batch = made(cell)
    loss, gradient = loss_and_vector(cell, config, weights, batch)
    total, total_gradient, alone = 0.0, 0.0, []
    for b, length in enumerate(LENGTHS):
        rows = np.array([batch.packing.starts[t] + b for t in range(length)])
        alone.append(Batch(batch.inputs[rows], batch.targets[rows], full(length, 1)))
        one, one_gradient = loss_and_vector(cell, config, weights, alone[-1])
        total, total_gradient = total + one * length, total_gradient + one_gradient * length
    assert loss == pytest.approx(total / LENGTHS.sum(), rel=1e-12)
    assert_same_gradient(gradient, total_gradient / LENGTHS.sum(), relative=1e-11)
    assert mean_loss(cell, config, weights, alone, objective="value") == pytest.approx(loss, rel=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_a_used_workspace_changes_nothing(cell):
    cell, config, weights, batch = made(cell)
    workspace = Workspace(np.float64)
    for part in (batch, Batch(batch.inputs[:4], batch.targets[:4], full(2, 2)), batch):
        loss, gradient = loss_and_vector(cell, config, weights, part, workspace=workspace)
        fresh_loss, fresh = loss_and_vector(cell, config, weights, part)
        assert loss == fresh_loss
        np.testing.assert_array_equal(gradient, fresh)


@pytest.mark.parametrize("cell", CELLS)
def test_single_precision_is_close_to_double(cell):
    module, config, weights, batch = made(cell)
    loss, gradient = loss_and_vector(module, config, weights, batch)
    single = views(flatten(weights).astype(np.float32), weights)
    narrow = batch._replace(inputs=batch.inputs.astype(np.float32), targets=batch.targets.astype(np.float32))
    single_loss, single_gradient = loss_and_vector(module, config, single, narrow)
    assert single_gradient.dtype == np.float32 and single_loss == pytest.approx(loss, rel=1e-5)
    assert_same_gradient(single_gradient, gradient, relative=1e-4)


# ---- training on a series

def wave():
    return noise(60, seed=2, held_out=12, validation=12)


@pytest.mark.parametrize("cell", CELLS)
def test_stopping_and_going_on_is_going_through(cell):
    data = Windows(wave(), 6)
    config = rnncore.TrainingConfig(steps=9, batch_size=8, seed=4, report_every=1, dropout=0.2)
    start = forecaster(cell, dtype=np.float32)
    through = rnncore.Training(start, data, config)
    whole = trail(through)
    training = rnncore.Training(start, data, config)
    reports = trail(training, 4)
    file = io.BytesIO()
    rnncore.save_training(file, training.state(), start)
    model, arrays, values = rnncore.load_training(file.getvalue())
    training = rnncore.Training.resume(model, data, arrays, values)
    assert reports + trail(training) == whole
    assert same_bits(training.best, through.best)


def test_the_same_seed_gives_the_same_network_and_another_seed_another():
    data = Windows(wave(), 6)

    def run(seed):
        training = rnncore.Training(forecaster(dtype=np.float32, seed=seed), data,
                                    rnncore.TrainingConfig(steps=5, seed=seed))
        list(training)
        return training.best

    assert same_bits(run(1), run(1)) and not same_bits(run(1), run(2))


def test_it_learns_a_wave():
    data = Windows(series(np.sin(0.6 * np.arange(120)), held_out=20, validation=20), 20)
    training = rnncore.Training(forecaster(hidden=8, dtype=np.float32), data,
                                rnncore.TrainingConfig(steps=150, learning_rate=0.02, batch_size=16))
    losses = [progress.validation_loss for progress in training]
    assert losses[-1] < 0.02 * losses[0]


def test_a_model_of_letters_does_not_fit_a_series():
    with pytest.raises(ValueError):
        rnncore.Training(factories.model(), Windows(wave(), 6), rnncore.TrainingConfig(steps=1))


@pytest.mark.parametrize("cell", CELLS)
def test_a_file_gives_back_the_same_network(cell):
    model = forecaster(cell, dtype=np.float32)
    file = io.BytesIO()
    rnncore.save(model, file)
    found = rnncore.load(file.getvalue())
    assert same_bits(found, model) and found.vocabulary is None
    assert (found.objective, found.task, found.outputs) == ("value", "series", 1)
