"""What visitors take home reads back."""

import io

import numpy as np
import pandas as pd
import pytest

import rnncore
from explainer.training.names_run import LogRow
from pages.name_generation.downloads import log_csv, model_npz, names_csv

ROWS = [LogRow(1, 0.01, 900, 3.2, 3.3, 0.5, 0.001), LogRow(10, 0.1, 9000, 1 / 3, float("nan"), 1e-9, 0.014)]


def read(data: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(data), keep_default_na=False, encoding="utf-8")


@pytest.mark.parametrize("cell", rnncore.CELLS)
def test_a_model_loads_back_equal(cell):
    vocabulary = rnncore.Vocabulary(tuple("abc é"))
    model = rnncore.new_model(cell, rnncore.CellConfig(len(vocabulary), 7), vocabulary, seed=3)
    back = rnncore.load(model_npz(model))
    assert (back.cell, back.config, back.vocabulary, back.provenance) == (
        model.cell, model.config, model.vocabulary, model.provenance)
    for one, two in zip((*model.params, *model.readout), (*back.params, *back.readout), strict=True):
        np.testing.assert_array_equal(one, two)


def test_names_read_back():
    names = ["Ada", "Zoë", "O'Neil", "a,b", 'say "x"', "", "null", "<b>x</b>", "شهرزاد"]
    table = read(names_csv(names, [True] * 8 + [False]))
    assert list(table["name"]) == names
    assert list(table["new"]) == [True] * 8 + [False]


def test_without_its_list_there_is_no_verdict():
    assert list(read(names_csv(["Ada"], None)).columns) == ["name"]
    assert list(read(names_csv([], [])).columns) == ["name", "new"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="], ids=ascii)
def test_no_name_is_a_formula(start):
    wild = f'{start}HYPERLINK("http://x.example","y")'
    table = pd.read_csv(io.BytesIO(names_csv([wild, "Ada"], None)), keep_default_na=False)
    assert table["name"][0].lstrip("\r\n\t ")[0] == "'" and wild.strip() in table["name"][0]
    assert table["name"][1] == "Ada"


def test_the_log_reads_back():
    table = read(log_csv(ROWS))
    assert list(table.columns) == list(LogRow._fields)
    assert list(table["step"]) == [1, 10]
    assert table["train_loss"][1] == ROWS[1].train_loss       # to the last digit
    assert list(read(log_csv([])).columns) == list(LogRow._fields)
