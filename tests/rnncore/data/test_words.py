"""Sentences as words: whatever comes becomes numbers, and no number can be told from another of its shape."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnncore
from rnncore.data.vocabulary import BOUNDARY, BOUNDARY_SIGN
from rnncore.data.words import UNKNOWN, YEAR_LIKE, Words, form, pieces
from tests.rnncore.forgery import DESCRIPTION, good_or_refused, npy, refused, zipped

KNOWN = Words(("#", "##", YEAR_LIKE, ",", ".", "didn't", "in", "lawn mower", "mets", "mower", "the", "won"))


@given(st.text(max_size=60))
def test_any_text_is_read(text):
    reading = KNOWN.read(text)
    assert len(reading.words) == len(reading.numbers) and reading.numbers.dtype == np.int64
    assert all(0 < number < len(KNOWN) for number in reading.numbers)          # the boundary is never in a text
    assert set(reading.unknown) == {w for w, n in zip(reading.words, reading.numbers, strict=True) if n == UNKNOWN}
    assert "".join(pieces(text)) == "".join(pieces(" ".join(pieces(text))))


@given(st.lists(st.sampled_from(KNOWN.symbols), max_size=8))
def test_known_words_come_back(words):
    number = {"#": "7", "##": "42", YEAR_LIKE: "1986"}
    text = " , ".join(number.get(word, word) for word in words)
    assert KNOWN.decode(KNOWN.encode(text)) == " , ".join(words)


@given(st.integers(1000, 2099), st.integers(1000, 2099))
def test_one_year_cannot_be_told_from_another(one, other):
    text = "In {}, the Mets won."
    np.testing.assert_array_equal(KNOWN.encode(text.format(one)), KNOWN.encode(text.format(other)))


@pytest.mark.parametrize(("piece", "read"), [
    ("1986", "####"), ("999", "###"), ("1000", "####"), ("2099", "####"), ("2100", "#####"), ("0999", "#####"),
    ("7", "#"), ("10", "##"), ("123456", "#####"), ("8,450", "#,#"), ("3.5", "#,#"), ("1980s", "####s"), ("2nd", "#th"),
("The", "the"), ("DIDN’T", "didn't"), ("!", "!")])
def test_forms(piece, read):
    assert form(piece) == read


@pytest.mark.parametrize(("text", "found"), [
    ("In 1986, the Mets won!", ["In", "1986", ",", "the", "Mets", "won", "!"]),
    ("a 4-2 win for $8,450.", ["a", "4", "-", "2", "win", "for", "$", "8,450", "."]),
    ("well-known, isn't it?", ["well-known", ",", "isn't", "it", "?"]), ("1986x 2nds", ["1986", "x", "2", "nds"]),
    ("", []), (" \n\t", []), ("日本語🦕", ["日本語", "🦕"])])
def test_pieces(text, found):
    assert pieces(text) == found


def test_two_words_that_are_one_symbol_are_read_as_one():
    assert KNOWN.read("The lawn  mower won").words == ("The", "lawn mower", "won")
    assert KNOWN.read("lawn, mower").words == ("lawn", ",", "mower")
    assert KNOWN.number("Lawn Mower") == KNOWN.read("lawn mower").numbers[0]


def test_unknown_words_are_shown_as_such_and_refused_never():
    reading = KNOWN.read("the zork won the Zork zork")
    assert reading.unknown == ("zork", "Zork") and list(reading.numbers == UNKNOWN) == [0, 1, 0, 0, 1, 1]
    assert KNOWN.sign(UNKNOWN) not in KNOWN.symbols and KNOWN.sign(BOUNDARY) == BOUNDARY_SIGN


@given(st.lists(st.lists(st.sampled_from(["The", "lawn mower", "1986", "won", "2nd", "!", "so-so"]), max_size=6),
                min_size=1).filter(any))
def test_a_vocabulary_of_texts_knows_them(texts):
    found = Words.of(texts)
    assert found.symbols == tuple(sorted(found.symbols)) and found == Words.of(list(reversed(texts)))
    for text in texts:
        assert UNKNOWN not in [found.number(piece) for piece in text]


@pytest.mark.parametrize("wrong", [(), ("a", "a"), ("The",), ("a b c",), ("",), (" ",), ("a,",), ("1986",), (3,),
                                   ("x" * 61,), ("a  b",)], ids=repr)
def test_what_is_no_vocabulary(wrong):
    with pytest.raises(ValueError, match=r"[Ww]ord"):
        Words(wrong)
    with pytest.raises(ValueError, match="small letters"):
        Words(("a",), folds_case=False)


def reader(task: str = "year") -> rnncore.Model:
    return rnncore.new_model("gru", rnncore.CellConfig(len(KNOWN), 4), KNOWN, 3, outputs=1, task=task,
                             objective="share")


def test_a_model_of_words_comes_back_from_its_file(tmp_path):
    path = tmp_path / "model.npz"
    for dtype in (None, np.float16):
        rnncore.save(reader(), path, dtype)
        found = rnncore.load(path)
        assert found.vocabulary == KNOWN and isinstance(found.vocabulary, Words) and found.outputs == 1
        np.testing.assert_allclose(found.params.W_xh, reader().params.W_xh, atol=1e-3 if dtype else 0)
        assert found.dtype == np.float32


def forged(tmp_path, **changes) -> bytes:
    path = tmp_path / "model.npz"
    rnncore.save(reader(), path)
    with np.load(path) as arrays:
        described = json.loads(arrays["description"].tobytes()) | changes
        weights = arrays["weights"]
    return zipped({DESCRIPTION: npy(np.frombuffer(json.dumps(described).encode(), np.uint8)),
                   "weights.npy": npy(weights)})


@pytest.mark.parametrize("changes", [
    {"reads": "runes"}, {"reads": 3}, {"reads": None}, {"reads": "letters"}, {"symbols": list(KNOWN.symbols)[:-1]},
    {"symbols": ["The", *KNOWN.symbols[1:]]}, {"symbols": [7, *KNOWN.symbols[1:]]}, {"symbols": [["a"]] * 12},
    {"symbols": ["in"] * 12}, {"symbols": "in"}, {"symbols": ["a" * 10_000_000, *KNOWN.symbols[1:]]},
    {"folds_case": False}, {"task": "names"}, {"outputs": 2}], ids=lambda c: str(c)[:40])
def test_forged_files_are_refused(tmp_path, changes):
    assert isinstance(rnncore.load(forged(tmp_path)), rnncore.Model)
    refused(forged(tmp_path, **changes), memory=80_000_000)


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_changed_byte_gives_a_model_or_one_sentence(at, bit, tmp_path_factory):
    data = bytearray(forged(tmp_path_factory.getbasetemp()))
    data[at % len(data)] ^= 1 << bit
    good_or_refused(bytes(data))
