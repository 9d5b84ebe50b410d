"""The store: whole files or none, bounded, and what a visitor brought is gone after a day."""

import os
import time

import numpy as np
import pytest

from explainer.training.bounds import BOUNDS
from explainer.training.fields import RecipeError
from explainer.training.packed import pack, unpack
from explainer.training.store import DAY, Store, default_folder
from rnncore import NameList
from tests.visitor import assert_one_sentence


def aged(store: Store, name: str, seconds: float) -> None:
    os.utime(store.folder / name, (time.time() - seconds,) * 2)


def test_it_is_bounded_in_size_and_number_and_the_longest_unread_goes(tmp_path):
    store = Store(tmp_path, most_bytes=1_000, most_files=20)
    for i in range(60):
        store.put(f"lag-{i}.result", bytes(90))
        aged(store, f"lag-{i}.result", 1_000 - i)
    assert store.get("lag-7.result") is not None                # reading keeps it
    store.put("lag-1.run.lease", b"")                           # of a run in progress
    aged(store, "lag-1.run.lease", 5_000)
    store.tidy()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"lag-7.result", "lag-1.run.lease", *(f"lag-{i}.result" for i in range(50, 60))}
    store.most_files = 3
    store.tidy()
    assert len(list(tmp_path.iterdir())) == 3 + 1


def test_what_a_dead_server_left_behind_goes_after_a_day(tmp_path):
    store = Store(tmp_path)
    for name in ("lag-1.run.lease", "lag-1.run.log", "lag-1.result.abcd.part"):
        store.append(name, b"x")
        aged(store, name, DAY + 60)
    store.append("lag-2.run.log", b"x")
    store.tidy()
    assert [path.name for path in tmp_path.iterdir()] == ["lag-2.run.log"]


def test_a_brought_list_is_known_by_its_key_only_and_for_a_day(tmp_path):
    store, brought = Store(tmp_path), NameList("My list", ("Ada", "Zoë", "李"))
    keys = {store.bring(brought) for _ in range(50)}
    assert len(keys) == 50 and {len(key) for key in keys} == {32}
    key = keys.pop()
    assert store.brought(key) == brought
    aged(store, f"own-list-{key}", DAY + 1)
    with pytest.raises(RecipeError) as told:                    # also before anybody has tidied up
        store.brought(key)
    assert_one_sentence(str(told.value))
    store.tidy()
    assert len(list(tmp_path.iterdir())) == 49
    for wrong in ("", "../../etc/passwd", "0" * 32, "a/b"):
        with pytest.raises(ValueError):
            store.brought(wrong)


def test_reading_does_not_prolong_what_was_brought(tmp_path):
    store = Store(tmp_path)
    key = store.bring(NameList("My list", ("Ada",)))
    aged(store, f"own-list-{key}", DAY - 100)
    store.brought(key)
    assert time.time() - (tmp_path / f"own-list-{key}").stat().st_mtime > DAY - 200


def test_a_list_that_is_too_long_is_refused(tmp_path):
    with pytest.raises(RecipeError) as told:
        Store(tmp_path).bring(NameList("Long", ("a",) * (BOUNDS.names + 1)))
    assert_one_sentence(str(told.value))
    assert not list(tmp_path.iterdir())


def test_a_file_is_whole_or_not_there(tmp_path, monkeypatch):
    store = Store(tmp_path)
    store.put("lag-1.result", b"old")
    monkeypatch.setattr("os.replace", lambda *paths: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.put("lag-1.result", b"new")
    assert store.get("lag-1.result") == b"old" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", ["", "..", "a/b", "../x", "/etc/passwd", "A", "a" * 200, ".x", "a\x00", "a\n"])
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    with pytest.raises(ValueError):
        Store(tmp_path / "store").put(name, b"")


def test_packed_arrays_keep_every_bit():
    arrays = {"a": np.array([np.nan, -0.0, np.inf], np.float32), "b": np.zeros((0, 3), np.int64)}
    values = {"rng": {"state": 2 ** 127 + 1}, "loss": 0.1, "none": None}
    found, told = unpack(pack(arrays, values))
    assert told == values and {k: (v.dtype, v.shape, v.tobytes()) for k, v in found.items()} == {
        k: (v.dtype, v.shape, v.tobytes()) for k, v in arrays.items()}


def test_the_folder_is_the_one_that_was_said(tmp_path, monkeypatch):
    monkeypatch.setenv("UNROLLED_STORE", str(tmp_path / "here"))
    assert default_folder() == tmp_path / "here"
    monkeypatch.delenv("UNROLLED_STORE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert default_folder() == tmp_path / "cache" / "unrolled"
