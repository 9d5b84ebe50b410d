"""Names as people write them."""

import pytest

import rnncore
from explainer.models.spelling import shown


@pytest.mark.parametrize(("raw", "written"), [("ada", "Ada"), ("jean-luc", "Jean-Luc"), ("new york", "New York"),
                                          ("", ""), ("o'neil", "O'neil")])
def test_names_get_their_capitals_back(raw, written):
    assert shown(raw, rnncore.Vocabulary(tuple("abc"))) == written
    assert shown(raw, rnncore.Vocabulary(tuple("abc"), folds_case=False)) == raw
