"""Which column of a table holds a time series' numbers, and which its times: as asked, headed, or by what they hold."""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from rnncore.data.headers import header_word
from rnncore.data.measurements import Decimal, decimal_of, is_missing, measured, share_measured
from rnncore.data.moments import share_of_moments
from rnncore.data.tables import Table, table_of

LOOKED_AT = 400              # rows, spread over the table, that tell what a column holds
MOSTLY = 0.6
NO_TIMES = -1                # asked for: the rows follow each other in time as they stand
DATES, NUMBERS = "dates", "numbers"
TIME_WORDS = frozenset((
    "date", "time", "datetime", "timestamp", "month", "year", "day", "week", "quarter", "hour", "period", "t", "when",
    "datum", "zeit", "monat", "jahr", "tag", "woche", "quartal", "zeitpunkt", "zeitraum", "fecha", "mes", "año", "data",
    "mese", "anno", "mois", "année", "annee", "jour", "dato", "år", "måned", "rok", "miesiąc", "дата", "год", "месяц",
    "index", "step", "ds", "observation date", "time period", "decimal date"))
NUMBERING = frozenset(("", "id", "nr", "no", "number", "#", "row", "unnamed: 0", "unnamed 0"))   # they number the rows


class SeriesColumns(NamedTuple):
    """Where to find what; columns are numbered from 0.

    `time` is None where the rows only stand in order, `month` a column of months beside one of years.
    """

    header: tuple[str, ...]
    value: int
    time: int | None = None
    kind: str = ""                   # of the times: DATES or NUMBERS
    month: int | None = None
    others: tuple[int, ...] = ()     # further columns of numbers


def series_table(text: str, separator: str | None = None) -> Table:
    """The rows of a text, spaces between times and numbers counted as a separator, decimal commas not."""
    table = table_of(text, separator)
    if separator is not None:
        return table
    if table.separator == "," and _are_decimals(table):
        return table_of(text, "")
    if table.separator is None:
        rows = [re.split(r"\t|\s{2,}| ", row[0].strip()) for row in table.rows]
        width, number = Counter(map(len, rows)).most_common(1)[0] if rows else (1, 0)
        spaced = Table([row if len(row) == width else [" ".join(row)] for row in rows], " ", table.comments)
        times = spaced.column(0, len(rows) // 10)
        if width > 1 and number > 0.8 * len(rows) and (share_of_moments(times) > MOSTLY or _is_even(times)):
            return spaced
    return table


def columns_of(table: Table, time: int | None = None, value: int | None = None) -> SeriesColumns | None:
    """The columns of a table, what is not asked for found by what it holds. None without any column of numbers."""
    begin = _first_of_data(table)
    header = _header(table, begin)
    numbers = [at for at in range(table.width) if share_measured(_sample(table, at, begin)) > MOSTLY]
    found, kind = (None, "") if time == NO_TIMES else _times(table, header, begin, numbers, time)
    month = _months(table, begin, found, numbers) if kind == DATES else None
    values = [at for at in numbers if at not in (found, month)]
    counting = [at for at in values if _counts_the_rows(_sample(table, at, begin))]
    kept = [at for at in values if at not in counting or header_word("".join(header[at:at + 1])) not in NUMBERING]
    values = kept or (values if found is not None or table.width == 1 else [])
    if value is not None and value < table.width:
        values = [value, *(at for at in values if at != value)]
        found, kind, month = (None, "", None) if found == value else (found, kind, month)
    return SeriesColumns(header, values[0], found, kind, month, tuple(values[1:])) if values else None


def decimal_mark(table: Table, at: int) -> Decimal:
    """The decimal mark of a column."""
    return decimal_of(table.column(at), table.separator)


def _first_of_data(table: Table) -> int:
    """The first row that is like most: as wide, and with a number or a date in the places where they have one."""
    tells = [tuple(bool(share_measured([cell]) or share_of_moments([cell])) or is_missing(cell) for cell in row)
             for row in table.rows[:50]]
    usual = Counter(tells).most_common(1)[0][0] if tells else ()
    return next((at for at, row in enumerate(tells) if row == usual and any(row)), 0)


def _header(table: Table, begin: int) -> tuple[str, ...]:
    """The row above the first of data: as wide, and without a number."""
    above = table.rows[begin - 1] if begin else []
    return tuple(cell.strip() for cell in above) if len(above) == len(table.rows[begin]) else ()


def _times(table: Table, header: tuple[str, ...], begin: int, numbers: list[int], asked: int | None,
           ) -> tuple[int | None, str]:
    """The column of times and their kind: the one headed so, else the leftmost that holds them."""
    if asked is not None and asked < table.width:
        return asked, DATES if _are_dates(_sample(table, asked, begin), True) else NUMBERS
    headed = [at for at, cell in enumerate(header) if header_word(cell) in TIME_WORDS]
    for at in (*headed, *(at for at in range(table.width) if at not in headed)):
        if numbers == [at] and table.width == 1:
            return None, ""
        cells = _sample(table, at, begin)
        if _are_dates(cells, at in headed) or _months(table, begin, at, numbers) is not None:
            return at, DATES
        if at in numbers and (len(numbers) > 1 or at in headed) and (at in headed or _is_even(cells)):
            return at, NUMBERS
    return None, ""


def _are_dates(cells: list[str], is_headed: bool) -> bool:
    """Dates; plain numbers of four, six or eight digits only under a header that says so, or in even steps."""
    if share_of_moments(cells) < MOSTLY:
        return False
    bare = sum(cell.strip().isdecimal() for cell in cells) > MOSTLY * len(cells)
    return is_headed or not bare or _is_even(cells)


def _months(table: Table, begin: int, years: int | None, numbers: list[int]) -> int | None:
    """A column of whole numbers from 1 to 12 right beside one of years that repeat."""
    if years is None:
        return None
    cells = [cell.strip() for cell in _sample(table, years, begin)]
    at = years + 1
    if not all(re.fullmatch(r"\d{4}", cell) for cell in cells if cell) or at not in numbers or len(
            set(table.column(years, begin))) > 0.5 * len(table.column(years, begin)):
        return None
    beside = {cell.strip() for cell in table.column(at, begin)}
    return at if beside <= {*map(str, range(1, 13)), *(f"{month:02}" for month in range(1, 10)), ""} else None


def _is_even(cells: list[str]) -> bool:
    """Whether the numbers in these cells, put in order, are distinct and nearly all rise by the same step."""
    found = measured(cells, ".").values
    values = sorted(value for value in found if value == value)
    if len(values) < 5 or len(values) < 0.9 * len(cells):
        return False
    steps = [b - a for a, b in pairwise(values)]
    usual = sorted(steps)[len(steps) // 2]
    return usual > 0 and sum(abs(step - usual) < 0.1 * usual for step in steps) > 0.9 * len(steps)


def _counts_the_rows(cells: list[str]) -> bool:
    return _is_even(cells) and all(re.fullmatch(r"\d+", cell.strip()) for cell in cells)


def _are_decimals(table: Table) -> bool:
    """Whether the two columns that commas make are one column of numbers with decimal commas.

    They are where each cell is digits and the first column no sequence of times.
    """
    rows = table.rows[1:] if table.rows and table.rows[0][0].strip("+-− 0123456789") else table.rows
    if table.width != 2 or len(rows) < 2:
        return False
    whole = [row[0] for row in rows]
    fits = all(len(row) == 2 and re.fullmatch(r"\s*[-+−]?\d*", row[0]) and re.fullmatch(r"\d+\s*", row[1])
               for row in rows)
    return fits and not _is_even(whole) and not all(re.fullmatch(r"\s*[12]\d{3}(\d\d)?\s*", cell) for cell in whole)


def _sample(table: Table, at: int, begin: int) -> list[str]:
    cells = table.column(at, begin)
    return cells[:LOOKED_AT] if len(cells) <= LOOKED_AT else cells[:LOOKED_AT // 2] + cells[-LOOKED_AT // 2:]
