"""Three kinds of answer: losses against their formulas, gradients against differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.cells import CELLS, CellConfig
from rnncore.data.batches import Batch, last_rows
from rnncore.data.packing import pack, packing_of
from rnncore.model import Weights, init_weights
from rnncore.network import forward, loss_and_gradients, mean_loss
from rnncore.numerics.flat import flatten, views
from rnncore.objectives import OBJECTIVES

FORMULAS = {
    "share": lambda s, y: np.mean(-y * np.log(1 / (1 + np.exp(-s))) - (1 - y) * np.log(1 - 1 / (1 + np.exp(-s)))),
    "value": lambda s, y: np.mean((s - y) ** 2) / 2,
}


@pytest.mark.parametrize("name", FORMULAS)
@given(seed=st.integers(0, 10_000), rows=st.integers(1, 5), columns=st.integers(1, 3))
def test_loss_is_its_formula_and_the_gradient_its_slope(name, seed, rows, columns):
    rng = np.random.default_rng(seed)
    scores, targets = rng.normal(size=(rows, columns)) * 3, rng.random((rows, columns))
    gradient = scores.copy()
    assert OBJECTIVES[name].loss_in_place(gradient, targets) == pytest.approx(FORMULAS[name](scores, targets), rel=1e-9)
    for place in np.ndindex(scores.shape):
        up, down = scores.copy(), scores.copy()
        up[place] += 1e-6
        down[place] -= 1e-6
        slope = (FORMULAS[name](up, targets) - FORMULAS[name](down, targets)) / 2e-6
        assert gradient[place] == pytest.approx(slope, rel=1e-5, abs=1e-9)


def test_a_share_is_exact_where_the_plain_formula_overflows():
    scores = np.array([[1000.0], [-1000.0]])
    assert OBJECTIVES["share"].loss_in_place(scores, np.array([[0.0], [0.0]])) == 500.0
    np.testing.assert_array_equal(scores, [[0.5], [0.0]])


@pytest.mark.parametrize("name", OBJECTIVES)
def test_a_broken_score_gives_nan_or_inf_and_no_exception(name):
    targets = np.zeros(1, dtype=np.int64) if name == "symbols" else np.zeros((1, 2))
    assert not np.isfinite(OBJECTIVES[name].loss_in_place(np.array([[np.nan, np.inf]]), targets))


@given(lengths=st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_the_last_rows_hold_the_last_symbols(lengths):
    lengths = np.sort(lengths)[::-1]
    steps = np.arange(lengths[0])
    padded = 100 * np.arange(len(lengths))[:, None] + steps        # 100 b + t
    packed = pack(padded, lengths)
    np.testing.assert_array_equal(packed[last_rows(packing_of(lengths))],
                                  100 * np.arange(len(lengths)) + lengths - 1)


def asked_at_the_end(rng, objective: str, cell: str) -> tuple:
    """A small network that reads vectors and is asked once, after the last step."""
    config, lengths = CellConfig(2, 3), np.array([4, 3, 1])
    weights = init_weights(rng, cell, config, np.float64, outputs=2)
    packing = packing_of(lengths)
    targets = np.array([0, 1, 1]) if objective == "symbols" else rng.random((3, 2))
    inputs = rng.normal(size=(packing.size, 2))
    return CELLS[cell], config, weights, Batch(inputs, targets, packing, last_rows(packing))


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("cell", CELLS)
def test_every_gradient_of_a_question_at_the_end_agrees_with_differences(rng, objective, cell):
    room, config, weights, batch = asked_at_the_end(rng, objective, cell)
    kept = (rng.random((batch.packing.size, 3)) > 0.3) / 0.7
    vector = flatten(weights)
    found = np.zeros_like(vector)

    def loss(at):
        spare = views(np.zeros_like(vector), weights)
        return loss_and_gradients(room, config, views(at, weights), batch, spare, kept=kept, objective=objective)

    loss_and_gradients(room, config, weights, batch, views(found, weights), kept=kept, objective=objective)
    for i in range(vector.size):
        step = np.zeros_like(vector)
        step[i] = 1e-5
        assert found[i] == pytest.approx((loss(vector + step) - loss(vector - step)) / 2e-5, rel=1e-6, abs=1e-9)


def test_what_nobody_asked_about_does_not_count(rng):
    room, config, weights, batch = asked_at_the_end(rng, "value", "gru")
    everywhere = forward(room, config, weights, batch._replace(asked=None)).logits
    np.testing.assert_allclose(forward(room, config, weights, batch).logits, everywhere[batch.asked], rtol=1e-12)
    squares = (everywhere[batch.asked] - batch.targets) ** 2
    loss = mean_loss(room, config, weights, [batch], objective="value")
    assert loss == pytest.approx(squares.mean() / 2, rel=1e-12)
    assert isinstance(weights, Weights)
