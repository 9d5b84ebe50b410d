"""A symbol's vector is its row, and neighbours are what cosines say."""

import numpy as np
import pytest
from factories import CELLS, model

from rnncore.diagnostics.embedding import neighbours, row_of


@pytest.mark.parametrize("cell", CELLS)
def test_a_one_hot_vector_picks_the_row(cell):
    m = model(cell)
    for symbol in range(len(m.vocabulary)):
        one_hot = np.eye(len(m.vocabulary))[symbol]
        np.testing.assert_allclose(row_of(m, symbol), one_hot @ m.params.W_xh, rtol=1e-6)


def test_neighbours_are_the_others_in_the_order_of_their_cosines():
    m = model("gru")
    V = len(m.vocabulary)
    rows = m.params.W_xh - m.params.W_xh.mean(axis=0)
    for symbol in range(V):
        found = neighbours(m, symbol, V)
        assert sorted(n.symbol for n in found) == [i for i in range(V) if i != symbol]
        for i, cosine in found:
            angle = rows[i] @ rows[symbol] / np.linalg.norm(rows[i]) / np.linalg.norm(rows[symbol])
            assert cosine == pytest.approx(angle, abs=1e-6)
        cosines = [n.cosine for n in found]
        assert cosines == sorted(cosines, reverse=True) and neighbours(m, symbol, 2) == found[:2]
