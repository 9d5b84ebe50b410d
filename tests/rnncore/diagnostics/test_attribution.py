"""Attributions against finite differences, against runs made apart, and against the laws they must obey."""

import factories
import numpy as np
import pytest
from factories import CELLS, KINDS
from numeric import assert_same_gradient, central_difference

import rnncore
from rnncore import UnknownSymbolError, attribute, surprise
from rnncore.diagnostics import attribution
from rnncore.readout import Readout, log_softmax, logits
from rnncore.sequence import unroll

kinds = pytest.mark.parametrize("kind", KINDS, ids="-".join)
TEXT = "badgec"
T = len(TEXT) + 1


def model(kind, seed=3):
    """A model of every cell and activation; with ReLU, one with no neuron near its kink."""
    cell, activation = kind
    for attempt in range(200):
        m = factories.model(cell, seed=seed + attempt, spread=0.4)
        config = rnncore.CellConfig(8, 5, activation)
        m = rnncore.Model(cell, config, m.params, m.readout, m.vocabulary)
        if activation != "relu" or np.abs(run(m, one_hot(m)).pre).min() > 2e-3:
            return m
    raise AssertionError


def one_hot(m, text=TEXT):
    return np.eye(len(m.vocabulary))[[0, *m.vocabulary.encode(text)]]


def run(m, vectors):
    cell = m.cell_module
    projected = cell.project_inputs(m.params, vectors[:, None])
    return unroll(cell, m.params, projected, cell.init_state(1, m.config, m.dtype), activation=m.config.activation)


def log_p(m, vectors, t, v) -> float:
    return float(log_softmax(logits(m.readout, run(m, vectors).h[t, 0]))[v])


def drawn_instead(m, k, text=TEXT):
    """Symbols and shares of what the network would have drawn at step k: neither what stands there nor ∎."""
    vectors = one_hot(m, text)
    there = int(vectors[k].argmax())
    others = [u for u in range(1, len(m.vocabulary)) if u != there]
    p = np.exp([log_p(m, vectors, k - 1, u) for u in others])
    return others, p / p.sum()


@kinds
def test_the_slope_by_finite_differences(kind):
    m = model(kind)
    found = attribute(m, TEXT)
    for t in range(T):
        vectors = one_hot(m)
        gradient = central_difference(lambda t=t, vectors=vectors: log_p(m, vectors, t, found.targets[t]), vectors)
        expected = np.zeros(t + 1)
        for k in range(1, t + 1):
            others, q = drawn_instead(m, k)
            expected[k] = gradient[k] @ one_hot(m)[k] - q @ gradient[k, others]
        assert_same_gradient(found.gradient_times_change[t, :t + 1], expected)
        assert not gradient[t + 1:].any()


@kinds
def test_replaced_is_the_average_of_runs_with_other_symbols(kind):
    m = model(kind)
    found = attribute(m, TEXT)
    for t in range(T):
        v = found.targets[t]
        assert found.log_probabilities[t] == pytest.approx(log_p(m, one_hot(m), t, v), abs=1e-12)
        assert found.replaced[t, 0] == 0         # nothing else could stand where ∎ stands
        for k in range(1, t + 1):
            others, q = drawn_instead(m, k)
            p = []
            for u in others:
                changed = one_hot(m)
                changed[k] = np.eye(len(m.vocabulary))[u]
                p.append(np.exp(log_p(m, changed, t, v)))
            assert found.replaced[t, k] == pytest.approx(log_p(m, one_hot(m), t, v) - np.log(q @ p), abs=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_it_is_a_property_of_the_function(cell):
    """What all rows of W_xh share may as well stand in b_h: the same predictions, so the same attribution.

    Setting the input to zero, as an earlier version did, gives other numbers: nothing of b_h is heard twice here.
    """
    m = factories.model(cell)
    mean = m.params.W_xh.mean(axis=0)
    moved = m.params._replace(W_xh=m.params.W_xh - mean, b_h=m.params.b_h + mean)
    one, two = attribute(m, TEXT), attribute(rnncore.Model(cell, m.config, moved, m.readout, m.vocabulary), TEXT)
    for a, b in zip(one, two, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-12)


def test_an_alphabet_of_one_letter_has_nothing_to_replace_it_with():
    found = attribute(factories.model("gru", letters="a"), "aa")
    read = np.tril(np.ones((3, 3), bool))
    for table in (found.replaced, found.gradient_times_change):
        np.testing.assert_allclose(table[read], 0, atol=1e-12)


def test_many_replacements_are_run_in_batches(monkeypatch):
    m = factories.model("lstm")
    whole = attribute(m, TEXT).replaced
    monkeypatch.setattr(attribution, "BATCH", 5)
    np.testing.assert_allclose(attribute(m, TEXT).replaced, whole, atol=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_what_is_explained_is_what_comes_next(cell):
    m = factories.model(cell)
    found, told = attribute(m, "Badge"), surprise(m, "badge")
    assert found.inputs.tolist() == [0, *m.vocabulary.encode("badge")]
    np.testing.assert_array_equal(found.targets, told.symbols)
    np.testing.assert_allclose(found.log_probabilities, -told.nats, atol=1e-12)
    later = np.triu(np.ones((6, 6), bool), 1)
    for table in (found.gradient_times_change, found.replaced):
        assert np.isnan(table[later]).all() and np.isfinite(table[~later]).all()
    assert attribute(m, "").replaced.shape == (1, 1)


@kinds
def test_over_all_symbols_both_balance(kind):
    """sum_v p(v) d ln p(v) = d sum_v p(v) = 0; and p(v) e^-replaced(v) is a probability again."""
    m = model(kind)
    tables = [attribute(m, TEXT, np.full(T, v)) for v in range(8)]
    p = np.exp([table.log_probabilities for table in tables])
    np.testing.assert_allclose(p.sum(axis=0), 1)
    read = np.tril(np.ones((T, T), bool))
    slopes = np.einsum("vt,vtk->tk", p, [np.where(read, table.gradient_times_change, 0) for table in tables])
    np.testing.assert_allclose(slopes, 0, atol=1e-12)
    without = [p[v][:, None] * np.exp(-np.where(read, table.replaced, 0)) for v, table in enumerate(tables)]
    np.testing.assert_allclose(np.sum(without, axis=0), 1, atol=1e-12)


def test_each_step_may_ask_for_another_symbol():
    m = factories.model("gru")
    asked = [1, 2, 3, 4, 5, 6, 7]
    mixed = attribute(m, TEXT, asked)
    for t, v in enumerate(asked):
        alone = attribute(m, TEXT, np.full(T, v))
        np.testing.assert_allclose(mixed.replaced[t], alone.replaced[t], atol=1e-14)
        np.testing.assert_allclose(mixed.gradient_times_change[t], alone.gradient_times_change[t], atol=1e-14)


@pytest.mark.parametrize("cell", CELLS)
def test_where_all_symbols_are_read_alike_none_speaks_for_anything(cell):
    m = factories.model(cell)
    W = np.tile(m.params.W_xh.mean(axis=0), (len(m.vocabulary), 1))
    found = attribute(rnncore.Model(cell, m.config, m.params._replace(W_xh=W), m.readout, m.vocabulary), TEXT)
    for table in (found.gradient_times_change, found.replaced):
        np.testing.assert_allclose(table[np.tril(np.ones((T, T), bool))], 0, atol=1e-12)


def test_a_cell_without_memory_rests_on_the_last_symbol():
    m = factories.model("vanilla")
    found = attribute(rnncore.Model("vanilla", m.config, m.params._replace(W_hh=np.zeros((5, 5))), m.readout,
                                    m.vocabulary), TEXT)
    for table in (found.gradient_times_change, found.replaced):
        off = np.tril(np.ones((T, T), bool), -1)
        np.testing.assert_allclose(table[off], 0, atol=1e-12)
        assert (np.abs(np.diag(table)[1:]) > 1e-6).all()


def test_faint_differences_are_worth_the_same_either_way():
    """The less the symbols differ, the better the slope foretells the change."""
    m = factories.model("lstm")
    mean, gaps = m.params.W_xh.mean(axis=0), []
    for scale in (1e-3, 5e-4):
        W = mean + scale * (m.params.W_xh - mean)
        found = attribute(rnncore.Model("lstm", m.config, m.params._replace(W_xh=W), m.readout, m.vocabulary), "bad")
        gaps.append(abs(found.replaced[3, 3] - found.gradient_times_change[3, 3]))
    assert gaps[1] == pytest.approx(gaps[0] / 4, rel=0.05) and gaps[0] > 0


def test_float32_is_taken_in_double():
    m = factories.model("gru")
    small = rnncore.Model("gru", m.config, type(m.params)(*(a.astype(np.float32) for a in m.params)),
                          Readout(*(a.astype(np.float32) for a in m.readout)), m.vocabulary)
    found = attribute(small, TEXT)
    assert found.replaced.dtype == np.float64
    np.testing.assert_allclose(found.replaced, attribute(m, TEXT).replaced, atol=1e-4)


def test_what_makes_no_sense_is_refused():
    m = factories.model()
    for wrong in ([1, 2], [8] * T, [-1] * T):
        with pytest.raises(ValueError, match="targets must be"):
            attribute(m, TEXT, wrong)
    with pytest.raises(UnknownSymbolError):
        attribute(m, "bax")
