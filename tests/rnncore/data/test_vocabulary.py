"""Symbols and their numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore import UnknownSymbolError, Vocabulary
from rnncore.data.vocabulary import BOUNDARY, BOUNDARY_SIGN

texts = st.lists(st.text(max_size=8), min_size=1, max_size=8).filter(any)


@given(texts, st.booleans())
def test_round_trip(found, folds_case):
    vocabulary = Vocabulary.of(found, folds_case)
    for text in found:
        codes = vocabulary.encode(text)
        assert vocabulary.decode(codes) == vocabulary.fold(text)
        assert BOUNDARY not in codes and codes.dtype == np.int64
        assert all(0 < code < len(vocabulary) for code in codes)
        assert "".join(vocabulary.sign(code) for code in codes) == vocabulary.fold(text)
    assert vocabulary.symbols == tuple(sorted(set("".join(map(vocabulary.fold, found)))))


@given(texts)
def test_many_rows_at_once_are_decoded_like_one(found):
    vocabulary = Vocabulary.of(found)
    codes = [vocabulary.encode(text) for text in found]
    rows = np.full((len(codes), max(map(len, codes)) + 2), -1)
    for i, (row, code) in enumerate(zip(rows, codes, strict=True)):
        row[:len(code)] = code
        row[len(code)] = (BOUNDARY, -1)[i % 2]       # ended, or cut off
    assert vocabulary.decode_all(rows) == [vocabulary.fold(text) for text in found]
    assert vocabulary.decode_all(rows[:0]) == [] and vocabulary.decode_all(rows[:, :0]) == [""] * len(found)


@given(texts)
def test_only_what_was_seen_is_known(found):
    vocabulary = Vocabulary.of(found)
    unknown = next(chr(code) for code in range(0x61, 0x3000) if chr(code) not in vocabulary.symbols
                   and chr(code).lower() == chr(code))
    with pytest.raises(UnknownSymbolError, match="never seen"):
        vocabulary.encode(found[0] + unknown)


def test_numbers_follow_the_alphabet_and_0_is_the_boundary():
    vocabulary = Vocabulary.of(["Cab", "bad"])
    assert vocabulary.symbols == ("a", "b", "c", "d") and len(vocabulary) == 5
    assert vocabulary.encode("DaC").tolist() == [4, 1, 3]
    assert vocabulary.encode("").tolist() == []
    assert vocabulary.decode([4, 1, BOUNDARY, 2]) == "da"
    assert vocabulary.sign(BOUNDARY) == BOUNDARY_SIGN and vocabulary.sign(1) == "a"


def test_case_is_kept_on_request():
    vocabulary = Vocabulary.of(["Cab"], folds_case=False)
    assert vocabulary.decode(vocabulary.encode("Cab")) == "Cab"
    with pytest.raises(UnknownSymbolError):
        vocabulary.encode("cab")


def test_an_unknown_symbol_is_named():
    with pytest.raises(UnknownSymbolError, match="“x”"):
        Vocabulary(("a", "b")).encode("axb")


def test_unknown_symbols_are_told_as_they_were_typed_unseen_ones_by_their_code_and_the_rest_counted():
    with pytest.raises(UnknownSymbolError) as refused:
        Vocabulary(("a", "b")).encode("z\u00ad \u200bayxzw")
    assert str(refused.value) == "The model has never seen “z”, U+00AD, a space, U+200B, “y” and 2 more."


@pytest.mark.parametrize("wrong", [(), ("a", "a"), ("ab",), ("",)], ids=str)
def test_what_is_no_vocabulary(wrong):
    with pytest.raises(ValueError, match=r"[Ss]ymbol"):
        Vocabulary(wrong)


def test_no_texts_are_no_vocabulary():
    with pytest.raises(ValueError, match="symbol"):
        Vocabulary.of([])


def test_equality_is_that_of_the_symbols():
    assert Vocabulary.of(["ab"]) == Vocabulary.of(["ba"]) != Vocabulary.of(["abc"])


def test_a_capital_i_with_a_dot_is_one_symbol():
    vocabulary = Vocabulary.of(["İpek", "Irmak", "Selin"])
    assert "\u0307" not in vocabulary.symbols and {"İ", "i"} <= set(vocabulary.symbols)
    assert vocabulary.encode("İpek")[0] != vocabulary.encode("Irmak")[0]
    old = Vocabulary(("i", "k", "\u0307"))          # what a network of before was trained with
    assert old.decode(old.encode("İk")) == "i\u0307k"
