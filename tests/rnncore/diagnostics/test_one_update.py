"""One update: nothing but the training's own parts, and what may be said of it."""

import math

import factories
import numpy as np
import pytest
from factories import CELLS

from rnncore.diagnostics.float64_trace import batch_of_one, spelling_batch
from rnncore.diagnostics.gradient_terms import gradient_terms
from rnncore.diagnostics.one_update import one_update
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.network import mean_loss
from rnncore.numerics.flat import flatten

pytestmark = pytest.mark.filterwarnings("error")
each_cell = pytest.mark.parametrize("cell", CELLS)


def loss_of(model, batch):
    return mean_loss(model.cell_module, model.config, model.weights, [batch], objective=model.objective)


@each_cell
def test_plain_descent_is_rate_times_gradient(cell):
    model = factories.model(cell)
    batch = spelling_batch(model, "cabbage")
    done = one_update(model, batch, 0.3)
    np.testing.assert_allclose(flatten(done.change), -0.3 * flatten(done.gradient), rtol=1e-9, atol=1e-15)
    np.testing.assert_array_equal(flatten(done.after.weights) - flatten(done.before.weights), flatten(done.change))
    np.testing.assert_allclose(flatten(done.gradient.cell), flatten(gradient_terms(model, batch).gradient), rtol=1e-10,
                               atol=1e-15)
    assert done.norm == pytest.approx(np.linalg.norm(flatten(done.gradient))) and done.clipped_by == 1.0
    assert done.loss_before == pytest.approx(loss_of(done.before, batch)) == pytest.approx(done.losses_before.mean())
    assert done.loss_after == pytest.approx(loss_of(done.after, batch)) == pytest.approx(done.losses_after.mean())


@each_cell
def test_answers_are_probabilities_and_losses_are_theirs(cell):
    model = factories.model(cell)
    batch = spelling_batch(model, "bad")
    done = one_update(model, batch, 0.1)
    for answers, losses in ((done.answers_before, done.losses_before), (done.answers_after, done.losses_after)):
        assert answers.shape == (4, 8)
        np.testing.assert_allclose(answers.sum(axis=1), 1.0)
        np.testing.assert_allclose(-np.log(answers[np.arange(4), batch.targets]), losses, rtol=1e-10)


@each_cell
def test_a_small_step_does_what_the_gradient_foresees(cell):
    model = factories.model(cell)
    batch = spelling_batch(model, "facade")
    done = one_update(model, batch, 1e-5)
    assert done.loss_after < done.loss_before
    assert done.loss_after - done.loss_before == pytest.approx(done.predicted, rel=1e-3)
    assert done.predicted == pytest.approx(-1e-5 * done.norm ** 2)


def test_clipping_shortens_the_change_and_keeps_its_direction():
    model = factories.model("vanilla")
    batch = spelling_batch(model, "egg")
    free, clipped = one_update(model, batch, 0.5), one_update(model, batch, 0.5, clip_norm=0.25)
    assert free.norm == clipped.norm > 0.25 and clipped.clipped_by == pytest.approx(0.25 / free.norm)
    shortened = clipped.clipped_by * flatten(free.change)
    np.testing.assert_allclose(flatten(clipped.change), shortened, rtol=1e-9, atol=1e-15)
    np.testing.assert_array_equal(flatten(clipped.gradient), flatten(free.gradient))
    assert np.linalg.norm(flatten(clipped.change)) == pytest.approx(0.5 * 0.25)


def test_adam_s_first_step_moves_every_weight_as_far():
    model = factories.model("gru")
    done = one_update(model, spelling_batch(model, "cab"), 0.01, optimiser="adam")
    moved = np.abs(flatten(done.gradient)) > 1e-5
    np.testing.assert_allclose(np.abs(flatten(done.change))[moved], 0.01, rtol=2e-3)


def test_the_given_model_is_kept_and_only_what_is_asked_is_answered():
    model = factories.model("lstm", dtype=np.float32)
    before = flatten(model.weights).copy()
    name = spelling_batch(model, "face")
    done = one_update(model, batch_of_one(name.inputs, name.targets[-1:], np.array([4])), 0.2)
    np.testing.assert_array_equal(flatten(model.weights), before)
    assert done.before.dtype == np.float64 and done.answers_after.shape == (1, 8)


def test_a_step_far_too_large_is_answered():
    model = factories.model("vanilla")
    done = one_update(model, spelling_batch(model, "egg"), 1e308)
    assert math.isfinite(done.loss_before) and not done.loss_after < done.loss_before


def test_a_network_that_foretells_numbers():
    model = synthetic_network("gru", 5, radius=1.0)
    batch = batch_of_one(noise(model, 6), np.zeros((6, model.outputs)))
    done = one_update(model, batch, 0.1)
    assert done.answers_before.shape == (6, model.outputs) and done.losses_before.shape == (6,)
    np.testing.assert_allclose(done.losses_before, 0.5 * np.square(done.answers_before).mean(axis=1))
    assert done.loss_before == pytest.approx(done.losses_before.mean()) and done.loss_after < done.loss_before
