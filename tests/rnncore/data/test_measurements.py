"""Numbers as people write them in tables, and what stands for none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.data.measurements import decimal_of, is_missing, measured, share_measured

WRITTEN = {"1,234.5": 1234.5, "-5": -5, "−5": -5, "(120)": -120, "$1,200": 1200, "12%": 12, "120.9*": 120.9, "7 p": 7,
           "120.9 (p)": 120.9, "1e300": 1e300, ".5": 0.5, "5.": 5, "1'234.5": 1234.5, "€ 5": 5, "5 EUR": 5,
           "1\u202f234\u202f567": 1234567, "0.123": 0.123}


@pytest.mark.parametrize("cell", WRITTEN)
def test_a_number_is_read_however_it_is_written(cell):
    assert measured([cell], ".").values == [WRITTEN[cell]]
    turned = cell.translate(str.maketrans(",.", ".,"))
    assert measured([turned], ",").values == [WRITTEN[cell]]


@pytest.mark.parametrize("cell", ["", "NA", "n/a", "-", "…", ":", "NaN", "null"])
def test_what_says_that_there_is_none_is_missing_and_no_word(cell):
    found = measured([cell], ".")
    assert is_missing(cell) and math.isnan(found.values[0]) and found.wordy == (0, "")


@pytest.mark.parametrize("cell", ["1,2,3", "1,23,456", "2000-01", "1/2/2000", "01.01.2000", "12.3.4", "1e999", "(5",
                                  "low"])
def test_what_is_no_number_is_a_word(cell):
    assert measured([cell], ".").wordy == (1, cell) and math.isnan(measured([cell], ".").values[0])


@pytest.mark.parametrize(("cells", "separator", "mark", "is_sure"), [
    (["1,5", "2,25"], ";", ",", True), (["1.5", "2.25"], ";", ".", True), (["1,234.5", "7"], ",", ".", True),
    (["1.234,5", "7"], ";", ",", True), (["1,234,567"], ",", ".", True), (["100,000", "110,300"], ",", ".", False),
    (["100,000", "110,300"], ";", ",", False), (["1.234", "5.678"], ",", ".", False), (["12", "7"], ",", ".", True),
    (["100,000", "1,5"], ",", ",", True), (["0,123", "0,456"], None, ",", True)])
def test_the_decimal_mark_is_told_by_the_whole_column(cells, separator, mark, is_sure):
    assert decimal_of(cells, separator) == (mark, is_sure)


@given(st.lists(st.floats(-1e9, 1e9).map(lambda x: round(x, 3)), min_size=1),
       st.sampled_from([".", ","]), st.booleans())
def test_numbers_that_were_written_are_read_back(values, mark, grouped):
    def written(value):
        text = f"{value:,.4f}" if grouped else f"{value:.4f}"
        return text if mark == "." else text.translate(str.maketrans(",.", ".,"))
    cells = [written(value) for value in values]
    assert decimal_of(cells).mark == mark
    assert measured(cells, mark).values == values and share_measured(cells) == 1
