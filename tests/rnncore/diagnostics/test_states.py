"""States over many texts are the states of each text alone; maps of them keep what they promise."""

from itertools import combinations

import factories
import numpy as np
import pytest
from factories import CELLS, model
from hypothesis import given
from hypothesis import strategies as st

from rnncore import UnknownSymbolError, neuron_order, principal_plane, project, states_of
from rnncore.diagnostics import states
from rnncore.diagnostics.states import values_of
from rnncore.sampling import trace_of

each_cell = pytest.mark.parametrize("cell", CELLS)
TEXTS = ["bad", "", "cafe", "a", "gag", "fadedbeadedface", "bad", "edge"]


@each_cell
@pytest.mark.parametrize("batch", [1, 3, 512])
def test_states_of_many_equal_each_text_alone(cell, batch, monkeypatch):
    monkeypatch.setattr(states, "BATCH", batch)
    m = model(cell)
    found = states_of(m, TEXTS)
    start = 0
    for number, text in enumerate(TEXTS):
        inputs = np.concatenate([[0], m.vocabulary.encode(text)])
        alone, rows = trace_of(m, inputs), slice(start, start + len(inputs))
        for name in m.cell_module.State._fields:
            np.testing.assert_allclose(getattr(found, name)[rows], getattr(alone, name)[:, 0], rtol=1e-12, atol=1e-14)
        np.testing.assert_array_equal(found.symbols[rows], inputs)
        np.testing.assert_array_equal(found.positions[rows], np.arange(len(inputs)))
        assert (found.sequence[rows] == number).all()
        start += len(inputs)
    assert start == len(found.h) and (found.c is None) == (cell != "lstm")


def test_no_texts_and_unknown_symbols():
    assert states_of(model(), []).h.shape == (0, 5) and len(states_of(model(), [""]).h) == 1
    with pytest.raises(UnknownSymbolError):
        states_of(model(), ["bad", "x"])


def test_values_of_names_what_is_there():
    found = states_of(model("lstm"), TEXTS)
    assert values_of(found) is found.h and values_of(found, "c") is found.c
    for cell, wrong in (("gru", "c"), ("lstm", "symbols"), ("lstm", "z")):
        with pytest.raises(ValueError, match="state must be"):
            values_of(states_of(model(cell), ["a"]), wrong)


def waves(rng, count, rows=400):
    """Neurons that follow each other like waves: neighbours alike, the ends opposite."""
    t = rng.normal(size=(rows, 2))
    angle = np.linspace(0, np.pi, count)
    return np.cos(angle) * t[:, :1] + np.sin(angle) * t[:, 1:]


@pytest.mark.parametrize("count", [2, 3, 7, 24])
def test_an_order_that_is_there_is_found(rng, count):
    hidden = rng.permutation(count)
    order = neuron_order(waves(rng, count)[:, hidden])
    found = hidden[order]
    assert (np.diff(found) == 1).all() or (np.diff(found) == -1).all()
    assert order[0] < order[-1]


@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 30))
def test_an_order_is_a_permutation_that_no_turn_shortens(seed, count, rows):
    h = np.random.default_rng(seed).normal(size=(rows, count))
    order = neuron_order(h)
    assert sorted(order) == list(range(count))
    if rows < 3:
        return
    distance = 1 - np.corrcoef(h.T).reshape(count, count)
    def length_of(path):
        return distance[path[:-1], path[1:]].sum()

    length = length_of(order)
    for i, j in combinations(range(count + 1), 2):
        turned = np.concatenate([order[:i], order[i:j][::-1], order[j:]])
        assert length_of(turned) >= length - 1e-9


def test_what_a_neuron_is_called_or_how_loud_it_is_does_not_matter(rng):
    h = rng.normal(size=(200, 9)) @ rng.normal(size=(9, 9))
    order = neuron_order(h)
    shuffled = rng.permutation(9)
    again = shuffled[neuron_order(h[:, shuffled])]
    assert again.tolist() in (order.tolist(), order[::-1].tolist())
    np.testing.assert_array_equal(neuron_order(h * rng.uniform(0.1, 9, 9) + rng.normal(size=9)), order)
    np.testing.assert_array_equal(neuron_order(h.astype(np.float32)), order)


def test_mirror_images_lie_apart_and_still_neurons_last(rng):
    one, two = rng.normal(size=(300, 1)), 0.01 * rng.normal(size=(300, 6))
    h = one * np.array([1, -1, 1, -1, 1, -1]) + two
    order = neuron_order(np.hstack([np.full((300, 1), 0.7), h, np.zeros((300, 1))]))
    assert order[-2:].tolist() == [0, 7]
    sides = (order[:-2] % 2).tolist()
    assert sides in ([0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 0, 0])
    assert neuron_order(np.zeros((5, 3))).tolist() == [0, 1, 2] and neuron_order(np.zeros((0, 2))).tolist() == [0, 1]


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 20))
def test_the_plane_keeps_most_of_the_spread(seed, hidden, rows):
    rng = np.random.default_rng(seed)
    h = rng.normal(size=(rows, hidden)) @ rng.normal(size=(hidden, hidden)) + rng.normal(size=hidden)
    plane = principal_plane(h)
    flat, total = project(plane, h), h.var(axis=0).sum()
    np.testing.assert_allclose(flat.mean(axis=0), 0, atol=1e-10)
    np.testing.assert_allclose(flat.var(axis=0), plane.shares * total, atol=1e-9)
    real = min(2, hidden)
    np.testing.assert_allclose(plane.axes @ plane.axes.T, np.diag([1.0] * real + [0.0] * (2 - real)), atol=1e-9)
    assert plane.shares[0] >= plane.shares[1] >= 0 and plane.shares.sum() <= 1 + 1e-9
    for _ in range(5):                                   # no other plane keeps more
        other = np.linalg.qr(rng.normal(size=(hidden, real)))[0]
        assert ((h - h.mean(axis=0)) @ other).var(axis=0).sum() <= flat.var(axis=0).sum() + 1e-9


def test_the_plane_of_two_neurons_keeps_every_distance(rng):
    h = rng.normal(size=(20, 2))
    flat = project(principal_plane(h), h)
    np.testing.assert_allclose(np.linalg.norm(flat[:, None] - flat, axis=2),
                               np.linalg.norm(h[:, None] - h, axis=2), atol=1e-12)


def test_axes_have_a_direction_that_does_not_depend_on_the_order(rng):
    h = rng.normal(size=(50, 4)) * [4, 2, 1, 1]
    one, two = principal_plane(h), principal_plane(h[rng.permutation(50)])
    np.testing.assert_allclose(one.axes, two.axes, atol=1e-9)
    np.testing.assert_allclose(principal_plane(-h).axes, one.axes, atol=1e-9)
    assert (one.axes[[0, 1], np.abs(one.axes).argmax(axis=1)] > 0).all()


def test_planes_of_next_to_nothing():
    assert principal_plane(np.full((3, 4), 0.3)).shares.tolist() == [0, 0]
    assert project(principal_plane(np.ones((1, 3))), np.ones((2, 1, 3))).shape == (2, 1, 2)
    for wrong in (np.zeros((0, 3)), np.zeros(3)):
        with pytest.raises(ValueError, match="at least one state"):
            principal_plane(wrong)


def test_a_corpus_part_gives_the_same_states_either_way():
    corpus, m = factories.corpus(), factories.learner(factories.corpus())
    one, two = states_of(m, corpus.test), states.states_of_encoded(m, corpus.test_encoded)
    for a, b in zip(one, two, strict=True):
        np.testing.assert_array_equal(a, b)
