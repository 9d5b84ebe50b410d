"""Moments in the cells of a table, as people and programs write them: years, months, quarters, weeks, days, hours.

    2000    2000-01    200001    2000M01    Jan 2000    2000 Q1    2000-W05
    2000-01-31    20000131    31.1.2000    1/31/2000    31 Jan 00    … and a time of day behind them

Whether 1/2/2000 is a day in January or in February is decided by the whole column, and can be said instead.
"""

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

Moment = datetime.datetime
DAY_FIRST, MONTH_FIRST = "day", "month"
PIVOT = 70                   # two-digit years below it lie in this century

_MONTHS = {start: month for month, starts in enumerate((
    "jan jän gen ene янв sty led", "feb fév fev úno lut фев", "mar mär mrz mrt bře мар", "apr avr abr kwi dub апр",
    "may mai mag maj mei kvě май мая", "jun jui giu cze июн", "jul juil lug lip čvc июл", "aug aoû aou ago sie srp авг",
    "sep set wrz zář сен", "oct okt ott out paź říj окт", "nov lis ноя", "dec dez déc dic des gru pro дек"), start=1)
    for start in starts.split()}
_CLOCK = re.compile(r"[\sT,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(?:z|utc|[-+]\d\d:?\d\d)?$",
                    re.IGNORECASE)
_QUARTER = re.compile(r"(\d{4})\s*[-/. ]?\s*[QqTt]([1-4])|[QqTt]([1-4])\s*[-/. ]?\s*(\d{4})")
_WEEK = re.compile(r"(\d{4})-?\s?W(\d\d)(?:-?[1-7])?", re.IGNORECASE)
_TOKENS = re.compile(r"\d+|[^\W\d_]+")


class Order(NamedTuple):
    """Whether days or months come first in a column, and whether the column tells."""

    first: str           # DAY_FIRST or MONTH_FIRST
    is_sure: bool


def moment_of(cell: str, first: str = DAY_FIRST) -> Moment | None:
    """The moment in a cell, its beginning where it is a longer time; None for what is no date."""
    text = cell.strip()
    clock = _CLOCK.search(text)
    date = _date_of(text[:clock.start()] if clock else text, first)
    if date is None or not clock:
        return date
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower().startswith("p") else 0)
    return date.replace(hour=hour, minute=minute, second=second) if hour < 24 and minute < 60 and second < 60 else None


def order_of(cells: Sequence[str]) -> Order:
    """What comes first in a column of dates like 1/2/2000: a number above 12 tells, else the more even steps."""
    pairs = [(int(found[1]), int(found[2])) for found in
             (re.match(r"\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*\d{2,4}", cell) for cell in cells) if found]
    if not pairs or any(first > 12 for first, _ in pairs):
        return Order(DAY_FIRST, True)
    if any(second > 12 for _, second in pairs):
        return Order(MONTH_FIRST, True)
    read = {first: [moment_of(cell, first) for cell in cells] for first in (DAY_FIRST, MONTH_FIRST)}
    if read[DAY_FIRST] == read[MONTH_FIRST]:
        return Order(DAY_FIRST, True)
    holes = {first: _holes(found) for first, found in read.items()}
    likely = min(holes, key=holes.__getitem__)
    is_sure = max(holes.values()) > 1.5 * holes[likely]
    return Order(likely if is_sure else DAY_FIRST if "." in cells[0] else MONTH_FIRST, is_sure)


def share_of_moments(cells: Sequence[str]) -> float:
    """Which share of the cells that are not empty are dates, written in whatever way."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(moment_of(cell) is not None or moment_of(cell, MONTH_FIRST) is not None
               for cell in filled) / len(filled) if filled else 0.0


def _holes(moments: Sequence[Moment | None]) -> float:
    """How many of the commonest steps the moments span, for each moment: 1 where they follow each other evenly."""
    found = sorted({moment for moment in moments if moment is not None})
    if len(found) < 3:
        return float("inf")
    same_day = len({moment.day for moment in found}) == 1
    places = [moment.year * 12 + moment.month if same_day else moment.toordinal() for moment in found]
    usual = Counter(b - a for a, b in pairwise(places)).most_common(1)[0][0]
    return (places[-1] - places[0]) / max(usual, 1) / (len(found) - 1)


def _date_of(text: str, first: str) -> Moment | None:
    text = text.strip().rstrip(".")
    if found := _QUARTER.fullmatch(text):
        year, quarter = (found[1], found[2]) if found[1] else (found[4], found[3])
        return _made(int(year), 3 * int(quarter) - 2)
    if found := _WEEK.fullmatch(text):
        try:
            return Moment.combine(datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1), datetime.time())
        except ValueError:
            return None
    tokens = _TOKENS.findall(text)
    if not 1 <= len(tokens) <= 4 or re.search(r"[^\w\s./,\-]", text):
        return None
    words = [token for token in tokens if not token.isdecimal()]
    numbers = [token for token in tokens if token.isdecimal()]
    if words:
        return _with_a_word(words, numbers, tokens)
    return _of_numbers(numbers, first) if re.fullmatch(r"\d+(?:\s?[-/.]\s?\d+){0,2}", text) else None


def _with_a_word(words: list[str], numbers: list[str], tokens: list[str]) -> Moment | None:
    """A date with the name of a month, perhaps of a weekday too; 2000M01 is a month by its number."""
    if words in (["M"], ["m"]) and len(numbers) == 2 and len(numbers[0]) == 4:
        return _made(int(numbers[0]), int(numbers[1]))
    months = [month for word in words if (month := _month(word))]
    if len(months) != 1 or len(words) > 2:
        return None
    if len(numbers) == 1:
        return _made(_year(numbers[0]), months[0])
    if len(numbers) != 2:
        return None
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else numbers
    return _made(_year(year), months[0], int(day))


def _of_numbers(numbers: list[str], first: str) -> Moment | None:
    sizes = [len(number) for number in numbers]
    if sizes == [4]:
        return _made(int(numbers[0]), 1)
    if sizes == [6]:
        return _made(int(numbers[0][:4]), int(numbers[0][4:]))
    if sizes == [8]:
        return _made(int(numbers[0][:4]), int(numbers[0][4:6]), int(numbers[0][6:]))
    if len(sizes) == 2 and 4 in sizes and sum(sizes) < 7:
        year, month = numbers if sizes[0] == 4 else reversed(numbers)
        return _made(int(year), int(month))
    if len(sizes) == 3 and sizes[0] == 4 and max(sizes[1:]) <= 2:
        return _made(*map(int, numbers))
    if len(sizes) == 3 and sizes[2] in (2, 4) and max(sizes[:2]) <= 2:
        day, month = (numbers[0], numbers[1]) if first == DAY_FIRST else (numbers[1], numbers[0])
        return _made(_year(numbers[2]), int(month), int(day))
    return None


def _month(word: str) -> int | None:
    small = word.lower()
    return next((_MONTHS[small[:size]] for size in (4, 3) if small[:size] in _MONTHS), None)


def _year(number: str) -> int:
    return int(number) if len(number) == 4 else 2000 + int(number) - (100 if int(number) >= PIVOT else 0)


def _made(year: int, month: int, day: int = 1) -> Moment | None:
    try:
        return Moment(year, month, day) if 1000 <= year < 3000 else None
    except ValueError:
        return None
