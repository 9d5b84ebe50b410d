"""Dates as people write them in tables."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.data.moments import DAY_FIRST, MONTH_FIRST, moment_of, order_of, share_of_moments

WRITTEN = {
    "2000": (2000, 1, 1), "2000-03": (2000, 3, 1), "200003": (2000, 3, 1), "2000M03": (2000, 3, 1),
    "Q3/2001": (2001, 7, 1),
    "2000 Q1": (2000, 1, 1), "2000-W05": (2000, 1, 31), "20000131": (2000, 1, 31), "31.1.2000": (2000, 1, 31),
    "31 Jan 00": (2000, 1, 31), "Jan-99": (1999, 1, 1), "März 2001": (2001, 3, 1), "juin 2001": (2001, 6, 1),
    "juillet 2001": (2001, 7, 1), "Mon, 3 Jan 2000": (2000, 1, 3), "January 5, 2001": (2001, 1, 5),
    "1999/12": (1999, 12, 1),
    "май 2001": (2001, 5, 1), "2023.09.07 00:00:00": (2023, 9, 7), "2000-01-31T12:30:00Z": (2000, 1, 31, 12, 30),
    "31/1/2000 1:05 PM": (2000, 1, 31, 13, 5), "2000-01-31 07:45:30.5+01:00": (2000, 1, 31, 7, 45, 30)}


@pytest.mark.parametrize("cell", WRITTEN)
def test_a_date_is_read_however_it_is_written(cell):
    assert moment_of(cell) == datetime.datetime(*WRITTEN[cell])


@pytest.mark.parametrize("cell", ["", "100", "1.5", "1,234", "low", "2000-13", "31.2.2000", "12/99", "-2000", "May",
                                  "1e3",
                                  "2000-01-31 25:00", "(2000)", "12345", "2000 rows"])
def test_what_is_no_date_is_none(cell):
    assert moment_of(cell) is None


def months(form, day=1, count=36):
    return [form.format(y=2000 + at // 12, m=at % 12 + 1, d=day) for at in range(count)]


@pytest.mark.parametrize(("cells", "first", "is_sure"), [
    (months("{m}/{d}/{y}"), MONTH_FIRST, True), (months("{d}.{m}.{y}"), DAY_FIRST, True),
    (months("{d}/{m}/{y}"), DAY_FIRST, True), (["13/1/2000", "1/2/2000"], DAY_FIRST, True),
    (["1/13/2000", "2/1/2000"], MONTH_FIRST, True), (months("{y}-{m}-{d}"), DAY_FIRST, True),
    (["1/2/2000", "3/4/2001"], MONTH_FIRST, False), (["1.2.2000", "3.4.2001"], DAY_FIRST, False)])
def test_whether_days_or_months_come_first_is_told_by_the_whole_column(cells, first, is_sure):
    assert order_of(cells) == (first, is_sure)


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)),
       st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%Y%m%d", "%d %B %Y", "%B %d, %Y",
                        "%Y-%m-%dT%H:%M:%S"]))
def test_dates_that_were_written_are_read_back(date, form):
    text = datetime.datetime(date.year, date.month, date.day).strftime(form)
    assert moment_of(text) == datetime.datetime(date.year, date.month, date.day) and share_of_moments([text]) == 1


@given(st.text(max_size=30))
def test_no_text_breaks_it(text):
    assert moment_of(text) is None or moment_of(text).year >= 1000
