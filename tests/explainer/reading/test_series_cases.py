"""Series with one trouble each that real files have: what the page reads, and what the command line does."""

import datetime
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.reading.series import read_series
from explainer.reading.series_told import assumptions
from rnncore.commands import train_series
from rnncore.data.series import LONGEST, SeriesError
from rnncore.data.series_columns import NO_TIMES
from rnncore.data.series_files import AskedSeries
from rnncore.tasks.series_proposal import propose
from tests.visitor import assert_one_sentence

CASES = Path(__file__).parents[2] / "cases" / "series"
EXPECTED = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))
HUGE = "huge_numbers.csv"
BAD = {"constant.csv": "there is nothing to forecast", "too_short.csv": "too short.*at least 30 are needed",
       "words.csv": "no column of numbers", HUGE: "too large to reckon with"}
GOOD = [case for case in EXPECTED if case not in BAD]
# What the command line has to be told, where it does not guess.
OPTIONS = {"thousands.csv": ("--decimal", "."), "three_columns.csv": ("--column", "south")}


def case(name: str) -> bytes:
    return (CASES / name).read_bytes()


def sentences(name: str, asked: AskedSeries = AskedSeries()) -> str:      # noqa: B008, a tuple
    return " ".join(assumptions(read_series(case(name), name, asked)))


def test_every_case_has_its_file():
    assert {path.name for path in CASES.iterdir()} == {*EXPECTED, "expected.json"} and len(EXPECTED) == 17


@pytest.mark.parametrize("name", GOOD)
def test_the_page_reads_it(name):
    right, series = EXPECTED[name], read_series(case(name)).series
    assert len(series.whole.values) == right["rows"] and np.isfinite(series.whole.values).all()
    assert series.missing == right.get("missing", 0)
    for at, end in ((0, "first"), (-1, "last")):
        found = series.whole.labels[at], series.whole.values[at]
        assert found == tuple(right.get(end, found))
    found = propose(series.whole.values)
    assert found.period == 12 and ("log" in found.offered) == (name != "negative.csv")


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_forecast_gets_one_sentence(name, capsys):
    read = read_series(case(name))
    with pytest.raises(SeriesError, match=BAD[name]):
        raise SeriesError(read.problem)
    assert_one_sentence(read.problem)
    assert train_series.main(["--series", str(CASES / name)]) == 2
    assert read.problem in capsys.readouterr().err


@pytest.mark.parametrize("name", GOOD)
def test_the_command_line_reads_it_or_names_the_option_that_does(name, capsys):
    ask = ["--series", str(CASES / name), "--steps", "2", "--hidden", "2"]
    if name in OPTIONS:
        assert train_series.main(ask) == 2
        said = capsys.readouterr().err
        assert OPTIONS[name][0] in said
        assert_one_sentence(said.partition(": ")[2].strip())
    assert train_series.main([*ask, *OPTIONS.get(name, ())]) == 0
    told = capsys.readouterr()
    report = json.loads(told.out.splitlines()[-1])
    assert report["values"] == EXPECTED[name]["rows"] and report["season"] == 12
    assert all(value is None or math.isfinite(value) for row in report["errors"].values() for value in row.values())
    assert "Season and transformation are proposed from the first part alone" in told.err


@pytest.mark.parametrize(("name", "said"), [
    ("gaps.csv", "4 values are missing: each is read as the last value before it, and no forecast is measured on it."),
    ("unsorted.csv", "The rows were sorted by time."),
    ("twice.csv", "1 row repeats a time that stood before (2000-04: 120.9, 129.9): the first of them is kept."),
    ("three_columns.csv", "1 other column of numbers (“south”) was not taken."),
    ("footnotes.csv", "1 row was left out, with neither a date nor a number, such as “Note: figures are made up”."),
    ("footnotes.csv", "2 lines above the table were left out."), ("utf16_semicolon.csv", "The text is UTF-16"),
    ("thousands.csv", "“100,000” is read as 100000: the numbers do not tell"),
    ("decimal_comma.csv", "the comma is taken for the decimal"),
    ("utf16_semicolon.csv", "one every minute, from column “Load”")])
def test_what_was_assumed_is_said(name, said):
    assert said in sentences(name)


def test_every_assumption_can_be_changed():
    def values(name, **asked):
        return read_series(case(name), "", AskedSeries(**asked)).series.whole.values

    assert values("three_columns.csv", value=2)[0] == -100
    assert values("twice.csv", repeats="mean")[3] == pytest.approx(125.4)
    assert len(values("gaps.csv", gaps="after")) == 120 - 71
    assert values("thousands.csv", decimal=",")[0] == 100
    assert read_series(case("us_dates.csv"), "", AskedSeries(first="day")).series.grid.step != "month"
    assert values("unsorted.csv", time=NO_TIMES)[0] == 115.1
    assert len(values("decimal_comma.csv", separator=";")) == 120
    assert read_series(case("iso_months.csv"), "", AskedSeries(separator="")).problem


DAY = datetime.date(2000, 1, 1)
ROWS = [f"{100 + (at % 7) + at / 10:.1f}" for at in range(60)]


@pytest.mark.parametrize("text", [
    "\n".join(f"{2000 + at // 12} {at % 12 + 1:2d}  {row}" for at, row in enumerate(ROWS)),    # year, month, value
    "\n".join(["date  value", *(f"{DAY + datetime.timedelta(at):%Y-%m-%d}  {row}" for at, row in enumerate(ROWS))]),
    "\n".join(row.replace(".", ",") for row in ROWS),                                               # one column, commas
    "\n".join(["Wert", *(row.replace(".", ",") for row in ROWS)]),
    "\n".join(f"{1960 + at},{row}" for at, row in enumerate(ROWS)),
    "\n".join([",v", *(f"{at},{row}" for at, row in enumerate(ROWS))]),
    "\n".join([",when,v", *(f"{at},{1900 + at},{row}" for at, row in enumerate(ROWS))]),            # numbered rows
    "\n".join(["sep=;", "Jahr;Wert", *(f"{1960 + at};{row.replace('.', ',')} €" for at, row in enumerate(ROWS))]),
    "\n".join(["unit: none", "when\tn\tnote", *(f"Jan {1960 + at}\t{row}*\ta, b" for at, row in enumerate(ROWS))])])
def test_the_same_numbers_in_other_tables(text):
    read = read_series(text.encode())
    assert read.problem == "" and read.series.whole.values.tolist() == [float(row) for row in ROWS]


def test_what_is_no_series_is_refused_in_one_sentence():
    for data in (b"", b"\x00\x01\x02", b"a\nb\nc\n", b"PK\x03\x04", b"1\n" * (2 * LONGEST + 1), b"\xff\xfe",
                 "\n".join(["1,", *"2345", *[","] * 99, "7"]).encode()):
        with pytest.raises(SeriesError) as caught:
            raise SeriesError(read_series(data).problem)
        assert_one_sentence(str(caught.value))


@given(st.lists(st.text("0123456789-/.,;\t \"eNA", max_size=16), min_size=1, max_size=45))
def test_no_table_breaks_it(lines):
    try:
        read = read_series("\n".join(lines).encode())
    except SeriesError as error:
        assert_one_sentence(str(error))
        return
    assert assumptions(read)
    if read.series is None:
        assert_one_sentence(read.problem)
    else:
        assert np.isfinite(read.series.whole.values).all()
