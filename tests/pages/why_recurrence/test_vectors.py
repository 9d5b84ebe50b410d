"""Vectors: a letter shows its row of the matrix, and the letters whose rows are alike."""

import re

import numpy as np

from explainer.models import shipped
from rnncore.diagnostics import embedding
from tests.pages.why_recurrence.opening import pieces_with


def test_a_letter_shows_its_row_and_its_neighbours(visitor):
    model = shipped.shipped_models()["given_names-vanilla"]
    for letter in ("q", "e"):
        visitor.set(vector=letter)
        number = int(model.vocabulary.encode(letter)[0])
        [strip] = [piece for piece in pieces_with(visitor, 'class="u-strip"') if "is-hot" not in piece]
        told = [float(t.replace("−", "-")) for t in re.findall(r'title="\d+: (.*?)"', strip)]
        np.testing.assert_allclose(told, model.params.W_xh[number], atol=6e-4)
        [line] = [said for said in visitor.said("markdown") if "most alike" in said]
        near = [n for n in embedding.neighbours(model, number, 4) if n.cosine > 0.2]
        assert [model.vocabulary.sign(n.symbol) for n in near] == re.findall(r"\*\*(.)\*\*", line)
