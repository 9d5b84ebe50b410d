"""Drawing names: the probabilities are the network's own, and the draws follow them."""

import warnings

import factories
import numpy as np
import pytest
from factories import CELLS, model
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import rnncore
from rnncore import UnknownSymbolError, draw, sample, surprise
from rnncore.sampling import LONGEST, next_probabilities

each_cell = pytest.mark.parametrize("cell", CELLS)


def next_by_hand(m: rnncore.Model, text: str) -> np.ndarray:
    """The probabilities after `text`: a plain loop over `step`, softmax written out."""
    state = m.cell_module.init_state(1, m.config, m.dtype)
    for symbol in [0, *m.vocabulary.encode(text)]:
        projected = m.cell_module.project_inputs(m.params, np.array([symbol]))
        step = m.cell_module.step(m.params, projected, state, activation=m.config.activation)
        state = m.cell_module.State(*(getattr(step, name) for name in m.cell_module.State._fields))
    scores = np.exp(step.h[0] @ m.readout.W_ho + m.readout.b_o)
    return scores / scores.sum()


def assert_drawn_from(p: np.ndarray, symbols: np.ndarray) -> None:
    """Pearson's chi-square within five standard deviations of what chance gives (fixed seeds)."""
    seen = np.bincount(symbols, minlength=len(p))
    assert not seen[p == 0].any()
    possible = p > 0
    expected = p[possible] * len(symbols)
    assert expected.min() > 5, "too few draws to judge"
    freedom = possible.sum() - 1
    chi_square = ((seen[possible] - expected) ** 2 / expected).sum()
    assert chi_square < freedom + 5 * np.sqrt(2 * freedom)


@each_cell
def test_the_same_generator_gives_the_same_names(cell):
    m = model(cell)
    first = sample(m, 30, np.random.default_rng(1))
    assert first == sample(m, 30, np.random.default_rng(1)) != sample(m, 30, np.random.default_rng(2))
    assert len(first) == 30 and len(set(first)) > 5
    assert draw(m, 30, np.random.default_rng(1)).names == first


@each_cell
def test_first_letters_come_as_often_as_the_network_says(cell):
    m = model(cell, spread=0.3)
    found = draw(m, 4000, np.random.default_rng(0), longest=1)
    assert_drawn_from(next_by_hand(m, ""), found.symbols[0])


@pytest.mark.parametrize(("temperature", "top_k"), [(0.5, None), (2.0, None), (1.0, 3), (0.7, 2)])
def test_letters_after_a_prefix_follow_temperature_and_top_k(temperature, top_k):
    m = model("lstm", spread=0.3)
    p = next_by_hand(m, "ba") ** (1 / temperature)
    if top_k:
        p[np.argsort(-p)[top_k:]] = 0
    found = draw(m, 4000, np.random.default_rng(3), temperature, top_k, "ba", longest=3)
    np.testing.assert_allclose(found.probabilities[2], np.tile(p / p.sum(), (4000, 1)), rtol=1e-9)
    assert_drawn_from(p / p.sum(), found.symbols[2])


@each_cell
def test_later_letters_are_drawn_from_what_the_network_says_then(cell):
    """Names end at different steps; what is left must not get a neighbour's memory."""
    m = model(cell)
    found = draw(m, 60, np.random.default_rng(4))
    lengths = {len(name) for name in found.names}
    assert len(lengths) > 3
    for i, name in enumerate(found.names):
        for t in range(len(name) + bool(found.finished[i])):
            np.testing.assert_allclose(found.probabilities[t, i], next_by_hand(m, name[:t]), rtol=1e-9)
        assert np.isnan(found.probabilities[len(name) + 1:, i]).all()
        assert (found.symbols[len(name) + 1:, i] == -1).all()
        assert m.vocabulary.decode(found.symbols[:, i][found.symbols[:, i] >= 0]) == name


@each_cell
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_probability_of_a_name_is_the_exponential_of_its_surprise(cell, dtype):
    m = model(cell, dtype=dtype)
    found = draw(m, 40, np.random.default_rng(5))
    assert found.finished.sum() > 10
    for i in np.flatnonzero(found.finished):
        steps = np.arange(len(found.names[i]) + 1)
        product = found.probabilities[steps, i, found.symbols[steps, i]].prod()
        told = surprise(m, found.names[i])
        assert product == pytest.approx(np.exp(-told.nats.sum()), rel=1e-3 if dtype == np.float32 else 1e-10)
        np.testing.assert_array_equal(told.symbols, found.symbols[steps, i])


@each_cell
def test_surprise_is_minus_the_logarithm_of_the_probability(cell):
    m = model(cell)
    told = surprise(m, "CafE")
    assert told.symbols.tolist() == [*m.vocabulary.encode("cafe"), 0] and told.probabilities.shape == (5, 8)
    for t, symbol in enumerate(told.symbols):
        p = next_by_hand(m, "cafe"[:t])
        np.testing.assert_allclose(told.probabilities[t], p, rtol=1e-10)
        assert told.nats[t] == pytest.approx(-np.log(p[symbol]), rel=1e-10)
    assert surprise(m, "").symbols.tolist() == [0]


@each_cell
def test_temperature_0_is_greedy(cell):
    m = model(cell)
    text = ""
    while (likeliest := int(next_by_hand(m, text).argmax())) and len(text) < LONGEST:
        text += m.vocabulary.symbols[likeliest - 1]
    for top_k in (None, 1, 4):
        assert sample(m, 3, np.random.default_rng(0), 0.0, top_k) == [text] * 3
    assert sample(m, 3, np.random.default_rng(9), 5.0, top_k=1) == [text] * 3
    assert sample(m, 3, np.random.default_rng(9), 1e-6) == [text] * 3


@pytest.mark.parametrize("top_k", [1, 2, 5, 8, 99])
def test_top_k_is_respected(top_k):
    m = model()
    found = draw(m, 40, np.random.default_rng(6), 1.5, top_k, longest=12)
    for i, name in enumerate(found.names):
        for t in range(len(name) + bool(found.finished[i])):
            p = found.probabilities[t, i]
            assert (p > 0).sum() == min(top_k, 8) and p.sum() == pytest.approx(1)
            ranked = np.argsort(-next_by_hand(m, name[:t]))
            assert found.symbols[t, i] in ranked[:top_k]


@each_cell
def test_names_begin_with_the_prefix(cell):
    m = model(cell)
    for prefix in ("", "A", "Cab", "ab" * LONGEST):
        found = draw(m, 20, np.random.default_rng(7), prefix=prefix)
        assert all(name.startswith(prefix.lower()) for name in found.names)
        assert np.isnan(found.probabilities[:len(prefix)]).all()


def test_a_name_that_does_not_end_is_cut_and_says_so():
    m = model()
    found = draw(m, 50, np.random.default_rng(8), longest=2)
    assert {len(name) for name in found.names} <= {0, 1, 2}
    assert 0 < found.finished.sum() < 50
    for name, finished in zip(found.names, found.finished, strict=True):
        assert len(name) <= 1 if finished else len(name) == 2


def test_none_at_all():
    found = draw(model(), 0, np.random.default_rng(0))
    assert found.names == [] and found.finished.shape == (0,)


def test_unknown_symbols_are_refused():
    for text in ("x", "ab1", "ä"):
        with pytest.raises(UnknownSymbolError):
            sample(model(), 1, np.random.default_rng(0), prefix=text)
        with pytest.raises(UnknownSymbolError):
            surprise(model(), text)


@pytest.mark.parametrize("wrong", [
    {"temperature": -0.1}, {"temperature": np.nan}, {"temperature": np.inf}, {"top_k": 0}, {"n": -1}], ids=str)
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        sample(**{"model": model(), "n": 1, "rng": np.random.default_rng(0)} | wrong)


@given(hnp.arrays(np.float64, st.integers(1, 7), elements=st.floats(-50, 50)), st.floats(0.05, 20),
       st.integers(1, 9))
def test_next_probabilities_by_definition(scores, temperature, top_k):
    p = next_probabilities(scores.copy(), temperature, top_k)
    naive = np.exp((scores - scores.max()) / temperature)
    naive[np.argsort(-scores, kind="stable")[top_k:]] = 0
    np.testing.assert_allclose(p, naive / naive.sum(), atol=1e-12)


@pytest.mark.parametrize("temperature", [0.0, 5e-324, 1e-300, 1e-30, 1e300])
def test_no_temperature_overflows(temperature):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        p = next_probabilities(np.array([[0.5, 3.0, -2.0]]), temperature)
    np.testing.assert_allclose(p, [[0, 1, 0]] if temperature < 1 else np.full((1, 3), 1 / 3))


def test_sampling_does_not_touch_global_random_state():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    sample(factories.model(), 5, np.random.default_rng(0))
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002
