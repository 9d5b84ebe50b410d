"""A ladder holds the probabilities that were used, and letters stay text."""

import re
from html import unescape

import numpy as np
import pytest

import rnncore
from explainer.models import shipped
from pages.name_generation.letter_by_letter_chart import ladder
from tests.markup import percent_says, tags


def model_and_name(temperature: float = 1.0, prefix: str = "ma"):
    model = shipped.shipped_models()["given_names-gru"]
    drawn = rnncore.draw(model, 1, np.random.default_rng(5), temperature, None, prefix)
    return model, drawn.symbols[:, 0], drawn.probabilities[:, 0]


@pytest.mark.parametrize("temperature", [0.0, 0.5, 1.0, 2.0])
def test_a_ladder_holds_the_probabilities_that_were_used(temperature):
    model, symbols, probabilities = model_and_name(temperature)
    columns = re.split('<li style="--i:', ladder(model.vocabulary, symbols, probabilities))[1:]
    assert len(columns) == len(symbols)
    top = np.nanmax(probabilities)                       # one scale for all columns
    for column, symbol, p in zip(columns, symbols, probabilities, strict=True):
        sign, note = re.search(r"<b><bdi>(.*?)</bdi></b><span>(.*?)</span>", column).groups()
        assert unescape(sign) == model.vocabulary.sign(symbol)
        bars = re.findall(r"<code><bdi>(.*?)</bdi></code><i style=\"width:([\d.]+)%\"></i><span>(.*?)</span>", column)
        if np.isnan(p).any():
            assert note == "given" and not bars
            continue
        assert percent_says(unescape(note), p[symbol])
        number = {model.vocabulary.sign(i): i for i in range(len(p))}
        for bar_sign, width, percent in bars:
            bar = p[number[unescape(bar_sign)]]
            assert percent_says(unescape(percent), bar)
            assert float(width) / 100 == pytest.approx(bar / top, abs=0.0006)
        likeliest = [model.vocabulary.sign(i) for i in np.argsort(-p, kind="stable")[:4] if p[i] > 0]
        assert [unescape(bar[0]) for bar in bars][:len(likeliest)] == likeliest
        chosen = re.findall(r'<li class="is-chosen"><code><bdi>(.*?)</bdi>', column)
        assert [unescape(c) for c in chosen] == [model.vocabulary.sign(symbol)]


def test_the_memory_of_a_ladder_is_what_was_written_before():
    model, symbols, probabilities = model_and_name()
    before = re.findall(r'u-sofar" aria-hidden="true">(.*?)</div>', ladder(model.vocabulary, symbols, probabilities))
    letters = model.vocabulary.decode(symbols)
    assert before == [letters[max(0, i - 10):i] or "&nbsp;" for i in range(len(symbols))]


def wild_vocabulary() -> rnncore.Vocabulary:
    return rnncore.Vocabulary(("<", ">", "&", '"', "'", " ", "a"), folds_case=False)


def test_wild_letters_are_text():
    vocabulary = wild_vocabulary()
    p = np.full((8, 8), 1 / 8)
    symbols = np.array([1, 2, 3, 4, 5, 6, 7, 0])
    tame = rnncore.Vocabulary(tuple("abcdefg"), folds_case=False)
    assert tags(ladder(vocabulary, symbols, p)) == tags(ladder(tame, symbols, p))


def test_small_shares_are_written_as_text_too():
    p = np.array([[0.99995, 0.00005, 0, 0, 0, 0, 0, 0]])
    html = ladder(wild_vocabulary(), np.array([1]), p)
    assert "&lt;0.1 %" in html and "<0.1" not in html
