"""Surprise is drawn as it is, and letters stay text."""

import re
from html import unescape

import numpy as np
import pytest

import rnncore
from explainer.charts.surprise import surprise_columns
from explainer.models import shipped
from tests.markup import percent_says, tags


@pytest.mark.parametrize("text", ["Maria", "Xqz", "o"])
def test_surprise_is_minus_ln_p(text):
    model = shipped.shipped_models()["given_names-gru"]
    told = rnncore.surprise(model, text)
    html = surprise_columns(model.vocabulary, told.symbols, told.nats, told.probabilities)
    p = told.probabilities[np.arange(len(told.symbols)), told.symbols]
    rows = re.findall(r"<span>([\d.]+)</span><i style=\"height:([\d.]+)%\"></i></div><b><bdi>(.*?)</bdi></b>"
                      r"<small>(.*?)<br>(.*?)</small>", html)
    assert [unescape(row[2]) for row in rows] == [*text.lower(), "∎"]
    top = max(-np.log(p.min()), np.log(len(model.vocabulary)))
    for (nats, height, _, percent, expected), share, row in zip(rows, p, told.probabilities, strict=True):
        assert float(nats) == pytest.approx(-np.log(share), abs=0.0051)
        assert float(height) / 100 == pytest.approx(-np.log(share) / top, abs=0.0006)
        assert percent_says(unescape(percent), share)
        best = model.vocabulary.sign(int(row.argmax()))
        assert expected == "as expected" if row.max() == share else expected.startswith(f"{best} had ")


def test_wild_letters_are_text():
    wild = rnncore.Vocabulary(("<", ">", "&", '"', "'", " ", "a"), folds_case=False)
    tame = rnncore.Vocabulary(tuple("abcdefg"), folds_case=False)
    p = np.full((8, 8), 1 / 8)
    symbols, nats = np.array([1, 2, 3, 4, 5, 6, 7, 0]), -np.log(p[0])
    assert tags(surprise_columns(wild, symbols, nats, p)) == tags(surprise_columns(tame, symbols, nats, p))
