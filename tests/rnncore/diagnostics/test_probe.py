"""The probe on memories whose contents are known."""

import factories
import numpy as np
import pytest
from factories import CELLS

import rnncore
from rnncore import lossy_summary, states_of
from rnncore.diagnostics import probe
from rnncore.diagnostics.probe import (
    FEWEST,
    PENALTIES,
    accuracy_at,
    accuracy_of,
    fit_and_measure,
    from_letters_after,
    lags_above,
    read_back,
    read_back_text,
)
from rnncore.readout import Readout

LETTERS = "abcd"
V = len(LETTERS) + 1
SHARES = [0.55, 0.25, 0.1, 0.1]


def chance_corpus(count=1500, seed=0):
    """Names whose letters are drawn independently: nothing can be guessed that is not remembered."""
    rng = np.random.default_rng(seed)
    names = {"".join(rng.choice(list(LETTERS), rng.integers(5, 12), p=SHARES)) for _ in range(count)}
    return rnncore.corpus_of(rnncore.NameList("by chance", tuple(sorted(names))))


def shift_register(slots: int) -> rnncore.Model:
    """A memory that holds exactly the last `slots` symbols: each step every symbol moves one slot on.

    h = x W_xh + h_prev W_hh with an identity activation. Slot 0 takes the new symbol, slot i what slot
    i - 1 held; what leaves the last slot is gone.
    """
    H = slots * V
    vocabulary = rnncore.Vocabulary(tuple(LETTERS))
    config = rnncore.CellConfig(V, H, "identity", bias=False)
    params = rnncore.CELLS["vanilla"].Params(np.eye(V, H), np.eye(H, k=V), None)
    return rnncore.Model("vanilla", config, params, Readout(np.zeros((H, V)), np.zeros(V)), vocabulary)


CORPUS = chance_corpus()


@pytest.mark.parametrize("slots", [1, 3, 5])
def test_a_shift_register_holds_exactly_its_slots(slots):
    summary = lossy_summary(shift_register(slots), CORPUS, lags=8)
    assert summary.lags.tolist() == list(range(8))
    assert (summary.accuracy[:slots] == 1.0).all()
    # Beyond, nothing is left but chance; rounding aside, the probe guesses the commonest letter.
    np.testing.assert_allclose(summary.accuracy[slots:], summary.chance[slots:], atol=0.015)
    assert (summary.chance < 0.65).all() and (summary.chance > 0.45).all()


def test_read_back_names_the_letters():
    m = shift_register(3)
    summary, states = lossy_summary(m, CORPUS, lags=3), states_of(m, ["abcd"])
    guessed = read_back(summary, states.h)
    for lag in range(3):
        assert guessed[lag, lag + 1:].tolist() == states.symbols[1:len(states.symbols) - lag].tolist()


def test_one_state_gives_back_a_text_in_order():
    m = shift_register(3)
    summary, states = lossy_summary(m, CORPUS, lags=3), states_of(m, ["abcd"])
    spelled = m.vocabulary.encode("abcd")
    assert read_back_text(summary, states.h[-1], 4).tolist() == spelled[-3:].tolist()      # as far as there are probes
    assert read_back_text(summary, states.h[2], 2).tolist() == spelled[:2].tolist()
    assert read_back_text(summary, states.h[0], 0).tolist() == []


def test_how_many_letters_back_half_is_read():
    many = np.full(4, FEWEST)
    assert lags_above(np.array([1.0, 0.75, 0.25, 0.1]), many) == pytest.approx(1.5)
    assert lags_above(np.array([1.0, 0.75, 0.25, 0.1]), many, 0.25) == pytest.approx(2)
    assert lags_above(np.array([1.0, 0.9, 0.8, 0.7]), many) == 3
    assert lags_above(np.array([0.4, 0.3, 0.2, 0.1]), many) == 0
    assert lags_above(np.array([1.0, 0.9, 0.2, 0.1]), np.array([FEWEST, FEWEST, FEWEST - 1, 0])) == 1


def test_chance_and_counts_by_hand():
    summary = lossy_summary(shift_register(2), CORPUS, lags=12)
    for lag in range(12):
        letters = [name[i - lag - 1] for name in CORPUS.train for i in range(lag + 1, len(name) + 1)]
        asked = [name[i - lag - 1] for name in CORPUS.test for i in range(lag + 1, len(name) + 1)]
        assert summary.counts[lag] == len(asked)
        if asked:
            common = max(LETTERS, key=letters.count)
            assert summary.chance[lag] == pytest.approx(np.mean([letter == common for letter in asked]))
        else:
            assert np.isnan(summary.chance[lag]) and np.isnan(summary.accuracy[lag])
    assert summary.counts[11] == 0 < summary.counts[10]


def test_chance_is_what_training_makes_likely():
    """It guesses the commonest letter of the training names, whatever the test names are made of."""
    m = shift_register(2)
    train, test = states_of(m, ["aab", "aba", "caa"]), states_of(m, ["bbb", "abb", "bb"])
    assert fit_and_measure(train, train, test, V, range(2)).chance.tolist() == [1 / 8, 1 / 5]


@pytest.mark.parametrize("cell", CELLS)
def test_what_is_told_is_what_the_probes_guess(cell):
    m = factories.model(cell, letters=LETTERS, hidden=6)
    parts = [states_of(m, part) for part in (CORPUS.train[:60], CORPUS.validation[:40], CORPUS.test)]
    summary = fit_and_measure(*parts, V, range(4))
    for lag in range(4):
        rows = np.flatnonzero(parts[2].positions > lag)
        scores = parts[2].h[rows] @ summary.weights[lag] + summary.biases[lag]
        assert summary.accuracy[lag] == (scores.argmax(axis=1) == parts[2].symbols[rows - lag]).mean()
    np.testing.assert_array_equal(accuracy_of(summary, parts[2]), summary.accuracy)


def test_the_penalty_is_chosen_on_validation_and_nothing_is_learned_from_test(monkeypatch):
    m = factories.model("gru", letters=LETTERS, hidden=6)
    train, validation, test = (states_of(m, part) for part in (CORPUS.train[:30], CORPUS.validation, CORPUS.test))
    one, two = (fit_and_measure(train, validation, told, V, range(5)) for told in (test, train))
    for name in ("weights", "biases", "penalties"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
    assert len(set(one.penalties)) > 1 and set(one.penalties) <= set(PENALTIES)
    best = fit_and_measure(train, validation, validation, V, range(5)).accuracy
    strongest = monkeypatch.setattr(probe, "PENALTIES", PENALTIES[:1]) or fit_and_measure(
        train, validation, validation, V, range(5)).accuracy
    assert (best >= strongest).all() and (best > strongest).any()


def test_one_lag_alone_is_the_same():
    m = factories.model("gru", letters=LETTERS, hidden=6)
    assert accuracy_at(m, CORPUS, 2) == lossy_summary(m, CORPUS, 3).accuracy[2]


def test_letters_after_are_what_a_memory_of_those_alone_would_tell():
    """A shift register that has lost the letter asked for holds just those; names by chance tell nothing."""
    after = from_letters_after(CORPUS, range(4))
    blind = lossy_summary(shift_register(1), CORPUS, 4).chance
    np.testing.assert_allclose(after, blind, atol=0.02)
    paired = rnncore.corpus_of(rnncore.NameList("pairs", tuple(sorted({
        "".join(rng.choice(["ab", "ba", "cd", "dc"], rng.integers(3, 7))) for rng in map(
            np.random.default_rng, range(900))}))))
    known = from_letters_after(paired, range(3))
    assert known[1] > known[0] + 0.2                        # b comes after a, or begins a pair
    slots = lossy_summary(shift_register(2), paired, 3)
    assert slots.accuracy[2] == pytest.approx(known[2], abs=0.03)


@pytest.mark.parametrize("cell", CELLS)
def test_neither_units_nor_zero_matter(cell):
    """The probe reads h times 1000 plus 5 as well as h."""
    m = factories.model(cell, letters=LETTERS, hidden=5)
    parts = [states_of(m, part[:200]) for part in (CORPUS.train, CORPUS.validation, CORPUS.test)]
    scaled = [part._replace(h=1000 * part.h + 5) for part in parts]
    one, two = fit_and_measure(*parts, V, range(5)), fit_and_measure(*scaled, V, range(5))
    np.testing.assert_array_equal(one.accuracy, two.accuracy)
    np.testing.assert_allclose(one.weights, 1000 * two.weights, rtol=1e-6, atol=1e-9)


def test_a_cell_without_memory_knows_the_last_symbol_only():
    m = shift_register(1)
    forgetful = rnncore.Model("vanilla", m.config, m.params._replace(W_hh=np.zeros((V, V))), m.readout, m.vocabulary)
    accuracy = lossy_summary(forgetful, CORPUS, lags=4).accuracy
    assert accuracy[0] == 1.0 and (accuracy[1:] < 0.65).all()


def test_which_state_is_read_and_how_many_names():
    m = factories.model("lstm", letters=LETTERS)
    h, c = (lossy_summary(m, CORPUS, 4, state=state) for state in "hc")
    assert (h.accuracy != c.accuracy).any()
    few = lossy_summary(m, CORPUS, 4, most_names=40)
    assert (few.weights != h.weights).any() and (few.counts == h.counts).all()
    with pytest.raises(ValueError, match="state must be"):
        lossy_summary(factories.model("gru", letters=LETTERS), CORPUS, state="c")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_never_fails_on_small_lists(dtype):
    corpus = factories.corpus()
    for cell in CELLS:
        summary = lossy_summary(factories.learner(corpus, cell, dtype=dtype), corpus)
        known = summary.counts > 0
        assert known[:4].all() and not known[-1]
        assert ((summary.accuracy[known] >= 0) & (summary.accuracy[known] <= 1)).all()
