"""A review with and without memory: what is drawn is what the network says, for any text."""

import re

import numpy as np
import pytest

from explainer.models import shipped
from pages.why_recurrence import controls, state_reset
from pages.why_recurrence.state import MOST_WORDS
from pages.why_recurrence.state_reset import REVIEWS
from rnncore.tasks.sentences import answers
from tests.pages.why_recurrence.opening import pieces_with
from tests.visitor import assert_one_sentence


def percents(piece: str) -> list[str]:
    return re.findall(r"<span>(\d+%)</span></div>", piece)


@pytest.mark.parametrize("text", [controls.SENTENCE.default, *REVIEWS, "zzz", "I loved it, not! 1986"])
def test_the_columns_are_what_the_network_says_with_and_without_memory(visitor, text):
    visitor.set(sentence=text)
    net = shipped.sentence_models()["sentiment"]
    kept, wiped = answers(net, text).shares, answers(net, text, wipe=True).shares
    piece = visitor.piece("u-fish")
    expected = [f"{share:.0%}" for pair in zip(kept, wiped, strict=True) for share in pair]
    assert percents(piece) == expected
    heights = [float(v) for v in re.findall(r"--v:([\d.]+)", piece)]
    np.testing.assert_allclose(heights, np.abs(2 * np.stack([kept, wiped], axis=1).ravel() - 1), atol=1e-4)


def test_the_first_word_is_the_same_with_and_without_memory(visitor):
    net = shipped.sentence_models()["sentiment"]
    for text in REVIEWS:
        kept, wiped = answers(net, text), answers(net, text, wipe=True)
        np.testing.assert_allclose(kept.values[:2], wiped.values[:2], rtol=1e-5)
        np.testing.assert_allclose(wiped.shares[::-1], answers(net, " ".join(kept.words[::-1]), wipe=True).shares,
                                   rtol=1e-5)


@pytest.mark.parametrize(("text", "words"), [("", 0), ("   ", 0), ("<b>good</b>", None), ("🙂 שלום good", 3)])
def test_odd_reviews_are_answered_sensibly(visitor, text, words):
    visitor.set(sentence=text)
    found = pieces_with(visitor, 'class="u-fish"')
    expected = len(shipped.sentence_models()["sentiment"].vocabulary.read(text).words)
    assert (len(percents(found[0])) == 2 * expected) if expected else not found
    assert "<b>good" not in "".join(found) and words in (expected, None)
    if not expected:
        [warning] = visitor.said("warning")
        assert_one_sentence(warning)


def test_a_review_of_two_hundred_words_is_shown_in_part_and_said(visitor):
    visitor.set(sentence="good " * 80)
    piece = visitor.piece("u-fish")
    assert len(percents(piece)) == 2 * MOST_WORDS
    [warning] = visitor.said("warning")
    assert_one_sentence(warning)


def test_a_review_of_unknown_words_says_so(visitor):
    visitor.set(sentence="zub zob zab")
    assert any("zub" in said and "zab" in said for said in visitor.said("caption"))
    assert visitor.piece("u-fish").count("is-unknown") == 3


def test_only_memory_tells_the_same_words_in_another_order_apart():
    """33 % and 80 %; the reader without memory has heard “wonderful” both times and says the same."""
    net, found = shipped.sentence_models()["sentiment"], state_reset._same_words_moved()
    assert found.right == state_reset.KEPT and "With memory 33% and 80%" in found.because
    assert sorted(state_reset.MOVED[0].split()) == sorted(state_reset.MOVED[1].split())
    assert controls.SENTENCE.default in state_reset.MOVED and set(state_reset.MOVED) <= set(REVIEWS)
    alone = [answers(net, text, wipe=True).shares[-1] for text in state_reset.MOVED]
    assert alone[0] == pytest.approx(alone[1], abs=1e-6)
