"""A gradient as the sum of its steps, held to the training's own gradient and to nudging."""

import factories
import numpy as np
import pytest
from factories import CELLS, KINDS
from numeric import assert_same_gradient
from traces import backprop, random_trace

import rnncore
from rnncore.diagnostics.float64_trace import batch_of_one, spelling_batch
from rnncore.diagnostics.gradient_terms import MATRICES, gradient_terms, slope_by_finite_difference
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.network import loss_and_gradients
from rnncore.numerics.flat import flatten, views

pytestmark = pytest.mark.filterwarnings("error")
kinds = pytest.mark.parametrize("kind", KINDS, ids="-".join)


def cases(cell):
    """Lessons of every sort for a cell: a name, only its last step, vectors with numbers to foresee."""
    model = factories.model(cell)
    name = spelling_batch(model, "facade")
    last = batch_of_one(name.inputs, name.targets[[2, 6]], np.array([2, 6]))
    reader = synthetic_network(cell, 4, radius=1.1, initialisation="normal", seed=3)
    x = noise(reader, 9)
    numbers = batch_of_one(x, np.random.default_rng(1).normal(size=(9, reader.outputs)))
    return [(model, name), (model, last), (reader, numbers)]


@pytest.mark.parametrize("cell", CELLS)
def test_terms_add_up_to_the_training_s_gradient(cell):
    for model, batch in cases(cell):
        terms = gradient_terms(model, batch)
        out = views(np.zeros(model.parameters), model.weights)
        loss = loss_and_gradients(model.cell_module, model.config, model.weights, batch, out, objective=model.objective)
        assert terms.loss == pytest.approx(loss, rel=1e-13)
        np.testing.assert_allclose(flatten(terms.gradient), flatten(out.cell), rtol=1e-11, atol=1e-15)
        for matrix in MATRICES:
            whole = terms.of_matrix(matrix)
            gradient = getattr(terms.gradient, matrix)
            assert whole.shape == (len(batch.inputs), *gradient.shape)
            scale = np.abs(whole).max()
            np.testing.assert_allclose(whole.sum(axis=0), gradient, rtol=0, atol=1e-14 * scale)
            np.testing.assert_allclose(terms.sizes(matrix), np.linalg.norm(whole, axis=(1, 2)), rtol=1e-12, atol=1e-300)
            row, column = gradient.shape[0] - 1, gradient.shape[1] - 2
            np.testing.assert_array_equal(terms.of_entry(matrix, row, column), whole[:, row, column])
            assert terms.of_entry(matrix, row, column).sum() == pytest.approx(gradient[row, column], abs=1e-14 * scale)


@pytest.mark.parametrize("cell", CELLS)
def test_nudging_a_weight_agrees(cell):
    for model, batch in cases(cell):
        terms = gradient_terms(model, batch)
        for matrix in MATRICES:
            gradient = getattr(terms.gradient, matrix)
            every = [(i, j) for i in range(0, gradient.shape[0], 2) for j in range(0, gradient.shape[1], 3)]
            found = np.array([slope_by_finite_difference(model, batch, matrix, i, j) for i, j in every])
            assert_same_gradient(found, np.array([gradient[at] for at in every]), matrix, relative=1e-6)


def test_nudging_leaves_the_model_alone():
    model = factories.model("gru")
    before = flatten(model.weights).copy()
    slope_by_finite_difference(model, spelling_batch(model, "abc"), "W_hh", 0, 0)
    np.testing.assert_array_equal(flatten(model.weights), before)


@kinds
def test_what_reaches_the_memory_s_products(kind):
    """h_{t-1}^T d summed over time is dL/dW_hh: the law that `recurrent_gradients` has to keep, in every cell."""
    p = random_trace(kind, steps=8, hidden=4, seed=9)
    back = backprop(p, np.random.default_rng(2).normal(size=(8, 4)))
    trace = type(p.trace)(*(field[:, None] for field in p.trace))
    d = p.cell.recurrent_gradients(trace, back.projected)[:, :, 0]
    together = np.concatenate([p.previous.h.T @ d_gate for d_gate in d], axis=1)
    np.testing.assert_allclose(together, back.params.W_hh, rtol=1e-11, atol=1e-14)


def test_the_first_memory_is_empty_and_teaches_nothing():
    model = factories.model("lstm")
    terms = gradient_terms(model, spelling_batch(model, "bed"))
    assert not terms.of_matrix("W_hh")[0].any() and terms.of_matrix("W_xh")[0].any()


def test_one_step_only():
    model = rnncore.new_model("gru", rnncore.CellConfig(3, 1), rnncore.Vocabulary(("a", "b")), 0)
    batch = batch_of_one(np.array([1]), np.array([2]))
    terms = gradient_terms(model, batch)
    np.testing.assert_array_equal(terms.of_matrix("W_xh")[0], terms.gradient.W_xh)
