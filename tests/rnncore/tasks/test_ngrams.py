"""The baselines: real probabilities, and those of the plainest implementation."""

from collections import Counter, defaultdict
from functools import lru_cache

import factories
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.data.batches import encode_names
from rnncore.tasks.ngrams import PRIORS, USUAL_DISCOUNTS, baselines, best_ngram, fit, windows_of

V = 5      # the boundary and a b c d
SMOOTHINGS = {"kneser-ney": (0.7, 1.1, 1.6), "witten-bell": (), "dirichlet": (2.0,)}
lists = st.lists(st.text("abcd", max_size=6), min_size=1, max_size=12)


def encoded(names):
    return encode_names(names, factories.vocabulary("abcd"))


class Naive:
    """Dictionaries and recursion, straight from the formulas in the docstring of `ngrams`."""

    def __init__(self, names, order, smoothing, strength):
        self.smoothing, self.strength = smoothing, strength
        seen = {n: Counter() for n in range(1, order + 1)}
        for name in names:
            text = (0, *(" abcd".index(s) for s in name), 0)             # one ∎ before, one after
            for n in seen:
                seen[n].update(text[end - n:end] for end in range(max(n, 2), len(text) + 1))
        self.after = {n: defaultdict(dict) for n in seen}
        for n, grams in seen.items():
            if smoothing == "kneser-ney" and n < order:
                contexts = Counter(gram[1:] for gram in seen[n + 1])       # each counts once
                grams = {gram: c if n > 1 and gram[0] == 0 else contexts[gram] for gram, c in grams.items()}
            for gram, c in grams.items():
                self.after[n][gram[:-1]][gram[-1]] = c

    def p(self, symbol, history):
        n = len(history) + 1
        lower = self.p(symbol, history[1:]) if n > 1 else 1 / V
        seen = self.after[n].get(history, {})
        total, distinct, c = sum(seen.values()), len(seen), seen.get(symbol, 0)
        if total == 0:
            return lower
        if self.smoothing == "witten-bell":
            return (c + distinct * lower) / (total + distinct)
        if self.smoothing == "dirichlet":
            return (c + self.strength[0] * lower) / (total + self.strength[0])
        discount = {c: self.strength[min(c, 3) - 1] for c in seen.values()}
        given = sum(discount[c] for c in seen.values())
        return (c - discount.get(c, 0) + given * lower) / total


def test_kneser_ney_by_hand():
    """Two names, ab and a; discounts ½, 1 and 3/2.

    Of order 1 in so many contexts: a 1 (∎), b 1 (a), ∎ 2 (a, b); 4 in all, two once and one twice: 2·½ + 1 = 2 of 4
    go to the uniform order. Of order 2: ∎a begins, so it counts as often as it was seen: 2.
    """
    model = fit(encode_names(["ab", "a"], factories.vocabulary("ab")), 3, "kneser-ney", (0.5, 1.0, 1.5), 3)
    END, A, B = 0, 1, 2
    one = {A: 0.5 / 4 + 2 / 4 / 3, B: 0.5 / 4 + 2 / 4 / 3, END: 1 / 4 + 2 / 4 / 3}
    two = {(END, A): 1 / 2 + 1 / 2 * one[A], (END, B): 1 / 2 * one[B], (A, B): 0.5 / 2 + 1 / 2 * one[B],
           (A, END): 0.5 / 2 + 1 / 2 * one[END], (A, A): 1 / 2 * one[A], (B, END): 0.5 + 0.5 * one[END]}
    # Of order 3, the top, counts are counts: ∎ab 1 and ∎a∎ 1 after ∎a; ab∎ 1 after ab. None is older than its name.
    three = {(END, A, B): 0.5 / 2 + 1 / 2 * two[A, B], (END, A, END): 0.5 / 2 + 1 / 2 * two[A, END],
             (A, B, END): 0.5 + 0.5 * two[B, END], (END, END, A): two[END, A], (END, END, B): two[END, B]}
    assert two[END, A] == pytest.approx(0.6458333)
    for gram, p in three.items():
        assert model.probabilities(np.array([gram]))[0] == pytest.approx(p, rel=1e-12)


@pytest.mark.parametrize("smoothing", SMOOTHINGS)
@given(names=lists, order=st.integers(1, 4), data=st.data())
def test_probabilities_sum_to_1_and_are_those_of_the_naive_model(smoothing, names, order, data):
    strength = SMOOTHINGS[smoothing]
    model, naive = fit(encoded(names), order, smoothing, strength, V), Naive(names, order, smoothing, strength)
    history = tuple(data.draw(st.lists(st.integers(0, V - 1), min_size=order - 1, max_size=order - 1)))
    windows = np.array([(*history, symbol) for symbol in range(V)])
    p = model.probabilities(windows)
    assert p.sum() == pytest.approx(1, abs=1e-12) and (p > 0).all()
    np.testing.assert_allclose(p, [naive.p(symbol, history) for symbol in range(V)], rtol=1e-11)


@pytest.mark.parametrize("order", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("smoothing", SMOOTHINGS)
def test_loss_is_the_mean_surprise_of_every_symbol(smoothing, order):
    names, others = ["abba", "cad", "dada", ""], ["bad", "abc", "", "dd"]
    model = fit(encoded(names), order, smoothing, SMOOTHINGS[smoothing], V)
    naive = Naive(names, order, smoothing, SMOOTHINGS[smoothing])
    surprises = []
    for name in others:
        text = [0] * (order - 1) + [" abcd".index(s) for s in name] + [0]
        surprises += [-np.log(naive.p(text[end], tuple(text[end - order + 1:end])))
                      for end in range(order - 1, len(text))]
    assert model.loss(encoded(others)) == pytest.approx(np.mean(surprises), rel=1e-12)


@given(lists, st.integers(1, 6))
def test_windows_are_each_symbol_with_those_before_it(names, order):
    expected = []
    for name in names:
        text = [0] * order + [" abcd".index(s) for s in name] + [0]
        expected += [text[end - order + 1:end + 1] for end in range(order, len(text))]
    found = windows_of(encoded(names), order)
    assert found.shape == (sum(len(name) + 1 for name in names), order)
    assert found.tolist() == expected


@lru_cache
def split():
    corpus = factories.syllable_corpus()
    return corpus.train_encoded, corpus.validation_encoded, corpus.test_encoded, len(corpus.vocabulary)


def test_the_best_is_chosen_on_validation():
    """No order does better with any strength that was tried, nor where the search for discounts began."""
    train, validation, _, symbols = split()
    best = best_ngram(train, validation, symbols)
    found = best.loss(validation)
    for order in (1, 2, 3, 4, 5, 6):
        for smoothing, strengths in (("kneser-ney", (USUAL_DISCOUNTS,)), ("witten-bell", ((),)), ("dirichlet", PRIORS)):
            for strength in strengths:
                assert fit(train, order, smoothing, strength, symbols).loss(validation) >= found * (1 - 1e-12)
    again = fit(train, best.order, best.smoothing, best.strength, symbols)
    assert again.loss(validation) == pytest.approx(found, rel=1e-12)
    told = baselines(train, validation, validation, symbols)
    assert told.best_validation == pytest.approx(found, rel=1e-12)


def test_baselines_are_told_on_test_and_in_order():
    train, validation, test, symbols = split()
    told = baselines(train, validation, test, symbols)
    best = best_ngram(train, validation, symbols)
    assert told.uniform == pytest.approx(np.log(symbols))
    assert (told.best, told.best_validation) == (best.loss(test), best.loss(validation))
    assert (told.best_order, told.best_smoothing) == (best.order, best.smoothing)
    assert told.best_validation <= told.bigram_validation < told.uniform
    assert told.bigram < told.uniform


def test_an_order_too_high_for_the_codes_is_refused():
    with pytest.raises(ValueError, match="too high"):
        fit(encoded(["ab"]), 6, "witten-bell", (), 100_000)
    # The search simply leaves such orders out.
    assert best_ngram(encoded(["abab"] * 5), encoded(["ab"]), 3_000_000).order <= 2
