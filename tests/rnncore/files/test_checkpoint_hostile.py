"""Files that are wrong in any way: one clear sentence, and nothing else."""

import io
import zipfile

import numpy as np
import pytest
from factories import CELLS, model
from forgery import DESCRIPTION, LOADERS, WEIGHTS, changed, good_or_refused, members, npy, refused, zipped
from hypothesis import given
from hypothesis import strategies as st
from numeric import assert_one_sentence

import rnncore

SIZE = model().parameters

def test_the_tools_of_this_file_make_good_files():
    assert isinstance(rnncore.load(zipped(members())), rnncore.Model)
    assert isinstance(rnncore.load(changed()), rnncore.Model)


@pytest.mark.parametrize("cell", CELLS)
def test_truncated_files(cell):
    data = zipped(members(cell))
    for end in [*range(0, len(data), 10), len(data) - 1]:
        with pytest.raises(rnncore.CheckpointError) as caught:
            rnncore.load(data[:end])
        assert_one_sentence(caught.value)


@pytest.mark.parametrize("flip", [0x01, 0x10, 0xFF], ids=hex)
def test_any_single_byte_may_be_wrong(flip):
    data = bytearray(zipped(members(hidden=2), zipfile.ZIP_STORED))
    for at in range(len(data)):
        data[at] ^= flip
        good_or_refused(bytes(data))
        data[at] ^= flip


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"\x93NUMPY\x01\x00"]))
def test_random_bytes(data, start):
    for load in LOADERS:
        refused(start + data, load)


@given(st.binary(max_size=60), st.sampled_from([DESCRIPTION, WEIGHTS]), st.integers(0, 90))
def test_random_bytes_inside_a_good_archive(data, name, at):
    parts = members(hidden=2)
    parts[name] = parts[name][:at] + data
    good_or_refused(zipped(parts))


class Trap:
    sprung = False

    def __reduce__(self):
        return setattr, (Trap, "sprung", True)


@pytest.mark.parametrize("name", [DESCRIPTION, WEIGHTS, "more.npy"])
def test_pickles_are_never_opened(name):
    trap = npy(np.array([Trap()], dtype=object), allow_pickle=True)
    refused(zipped(members() | {name: trap}))
    assert not Trap.sprung


@pytest.mark.parametrize("weights", [
    np.zeros(3), np.zeros(0), np.zeros((2, 2)), np.array(1.0), np.zeros(SIZE + 1), np.zeros((1, SIZE)),
    np.zeros(SIZE, np.int64), np.zeros(SIZE, np.uint8), np.zeros(SIZE, np.complex128), np.array(["a"] * SIZE)],
    ids=lambda array: f"{array.dtype}{array.shape}")
def test_weights_of_another_shape_or_kind(weights):
    refused(zipped(members() | {WEIGHTS: npy(weights)}))
    assert rnncore.load(zipped(members() | {WEIGHTS: npy(np.zeros(SIZE))})).parameters == SIZE


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_weights_that_are_not_finite(bad):
    parts = members()
    weights = np.load(io.BytesIO(parts[WEIGHTS]))
    weights[7] = bad
    refused(zipped(parts | {WEIGHTS: npy(weights)}), because="finite")


@pytest.mark.parametrize("name", [DESCRIPTION, WEIGHTS])
def test_a_missing_part(name):
    parts = members()
    del parts[name]
    refused(zipped(parts))
    refused(zipped({}))


@pytest.mark.parametrize("change", [
    {"format_version": 2}, {"format_version": None}, {"kind": "history"}, {"kind": None}, {"kind": ["model"]},
    {"cell": "elman"}, {"cell": "lstm"}, {"cell": ["gru"]}, {"cell": 3}, {"cell": None}, {"config": None},
    {"config": [1]}, {"config__hidden_size": 4}, {"config__hidden_size": 5.0}, {"config__hidden_size": -5},
    {"config__hidden_size": 10**30}, {"config__hidden_size": "5"}, {"config__hidden_size": float("nan")},
    {"config__input_size": 9}, {"config__bias": False}, {"config__activation": "relu"}, {"config__activation": {}},
    {"config__initialisation": "best"}, {"config__gain": float("inf")}, {"config__gain": "big"},
    {"config__unheard_of": 1}, {"symbols": None}, {"symbols": 7}, {"symbols": ["a"]}, {"symbols": ["a"] * 7},
    {"symbols": [1, 2, 3, 4, 5, 6, 7]}, {"symbols": [["a"]] * 7}, {"provenance": None}, {"provenance": 3},
    {"provenance__colour": "red"}, {"provenance__steps": "many"}, {"provenance__recipe": 5},
    {"provenance__scores": [1]}, {"task": None}, {"objective": "best"}, {"objective": "value"}, {"objective": []},
    {"outputs": 3}, {"outputs": 0}, {"outputs": -7}, {"outputs": "7"}, {"outputs": 10**12}],
    ids=lambda c: "-".join(f"{k}={v}" for k, v in c.items())[:40])
def test_descriptions_of_networks_that_cannot_exist(change):
    refused(changed(**change))


@pytest.mark.parametrize("text", [
    "", "[]", "3", "null", '"x"', "{", "{}", "[" * 100_000, "9" * 10_000, '{"kind": "model"}'],
    ids=lambda t: t[:12] or "nothing")
def test_descriptions_that_are_none(text):
    refused(zipped(members() | {DESCRIPTION: npy(np.frombuffer(text.encode(), np.uint8))}))
    refused(zipped(members() | {DESCRIPTION: npy(np.frombuffer(b"\xff" + text.encode(), np.uint8))}))


@pytest.mark.parametrize("load", LOADERS)
def test_a_file_of_another_kind_is_refused(load):
    model_file, other = zipped(members()), changed(kind="training" if load is not rnncore.load_training else "history")
    refused(other if load is rnncore.load else model_file, load, because="holds something else")
    refused(changed(kind="history"), rnncore.load_history, because="incomplete")
    refused(changed(kind="training"), rnncore.load_training, because="incomplete")
