"""Which columns of a table hold names and how often each was counted: asked for, headed by a known word, or by shape.

Nothing is guessed here from what the cells look like, but for shapes that mean one thing: the US Social Security
files `name,sex,count` and `state,sex,year,name,count`, and `name,count`, either first, without a header.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rnncore.data.counts import counts_of, is_number, share_of_numbers
from rnncore.data.headers import COUNT_WORDS, NAME_WORDS, header_word
from rnncore.data.letters import SIGNS, as_name, why_not_a_name
from rnncore.data.tables import Table

LOOKED_AT = 500          # rows that tell what a column holds
US_YEAR, US_STATE, NAME_COUNT = "US Social Security file of a year", "US Social Security file of a state", "name, count"


class Columns(NamedTuple):
    """Where to find what: columns are numbered from 0. `count` is None where nothing was counted."""

    header: tuple[str, ...]      # the first row if it is a header, else empty
    name: int
    count: int | None = None
    shape: str = ""              # the form it was known by, if it was


class NoColumnError(ValueError):
    """It cannot be told which column holds the names; the message is one sentence that names the option."""


def header_of(table: Table) -> tuple[str, ...]:
    """The first row if it is a header, else nothing.

    It is one if it has a known word or a kind of name ("street name"), or a text above numbers, or a new word above a
    column that repeats a few.
    """
    first = [cell.strip() for cell in table.rows[0]] if table.rows else []
    known = {*NAME_WORDS, *COUNT_WORDS} if table.separator else NAME_WORDS
    if any(word in known or word.endswith((" name", " names")) for word in map(header_word, first)):
        return tuple(first)
    if table.separator and any(cell and not is_number(cell) and _stands_above(cell, _sample(table, at))
                               for at, cell in enumerate(first)):
        return tuple(first)
    return ()


def known_columns(table: Table) -> Columns | None:
    """The columns, where the header or the shape tells; None where it does not."""
    header = header_of(table)
    if table.separator is None:
        return Columns(header, 0)
    name = column_headed(table, header, NAME_WORDS, numbers=False)
    count = column_headed(table, header, COUNT_WORDS, numbers=True)
    if name is not None:
        return Columns(header, name, count if count != name else None)
    if not header and (shape := _shape(table)):
        return shape
    filled = [at for at in range(table.width) if any(cell.strip() for cell in _sample(table, at))]
    return Columns(header, filled[0]) if len(filled) == 1 else None


def column_headed(table: Table, header: Sequence[str], words: Sequence[str], numbers: bool) -> int | None:
    """The column whose header is one of these words, the earlier word first, if its cells are (no) numbers."""
    headed = [header_word(cell) for cell in header]
    for word in words:
        for at, cell in enumerate(headed):
            if cell == word and (share_of_numbers(_sample(table, at)) > 0.5) == numbers:
                return at
    # Otherwise the plainest word is believed whatever stands below it: then what is no number is told.
    return headed.index(words[0]) if words[0] in headed else None


def asked_columns(table: Table, column: str | None, count_column: str | None) -> Columns:
    """The columns that were asked for, by header or by number (from 1); what was not asked for is as known.

    Raises NoColumnError.
    """
    known = known_columns(table)
    header = header_of(table)
    first = tuple(cell.strip() for cell in table.rows[0]) if table.rows else ()
    asked = [text for text in (column, count_column) if text is not None]
    if any(header_word(text) in map(header_word, first) for text in asked):
        header = first
    if column is not None:
        name = column_asked(column, header, table, "--column")
        count = known.count if known else column_headed(table, header, COUNT_WORDS, numbers=True)
    elif known is not None:
        name, count = known.name, known.count
    else:
        raise NoColumnError(_no_column(header, table))
    if count_column is not None:
        count = column_asked(count_column, header, table, "--count-column")
    shape = known.shape if known and not asked else ""
    return Columns(header, name, None if count == name else count, shape)


def column_asked(text: str, header: tuple[str, ...], table: Table, option: str) -> int:
    """The number of a column that was asked for by its header or number (from 1). Raises NoColumnError."""
    headed = [header_word(cell) for cell in header]
    if header_word(text) in headed:
        return headed.index(header_word(text))
    if text.strip().isdecimal() and 1 <= int(text) <= table.width:
        return int(text) - 1
    there = f"its columns are {_listed(header)}" if header else f"its columns are numbered 1 to {table.width}"
    raise NoColumnError(f"This table has no column {text}: {there}; name another one with {option}.")


def _sample(table: Table, at: int) -> list[str]:
    return [row[at] if at < len(row) else "" for row in table.rows[1:LOOKED_AT + 1]]


def _stands_above(cell: str, below: list[str]) -> bool:
    if share_of_numbers(below) > 0.8:
        return True
    kinds = {text.strip() for text in below}
    return len(below) >= 10 and cell not in kinds and 1 < len(kinds - {""}) <= len(below) / 5


def _shape(table: Table) -> Columns | None:
    """The columns of a table without a header that has one of the known forms."""
    rows = table.rows[:LOOKED_AT]
    for width, is_shape, columns in ((3, _is_us_year, Columns((), 0, 2, US_YEAR)),
                                     (5, _is_us_state, Columns((), 3, 4, US_STATE)),
                                     (2, _is_name_count, Columns((), 0, 1, NAME_COUNT)),
                                     (2, _is_count_name, Columns((), 1, _counted_first(rows), NAME_COUNT))):
        fitting = sum(len(row) == width and is_shape([cell.strip() for cell in row]) for row in rows)
        if fitting > 0.8 * len(rows):
            return columns
    return None


def _is_name(cell: str) -> bool:
    return why_not_a_name(as_name(cell), SIGNS) is None and not is_number(cell)


def _is_us_year(row: list[str]) -> bool:
    return _is_name(row[0]) and row[1].upper() in ("F", "M") and is_number(row[2])


def _is_us_state(row: list[str]) -> bool:
    return (re.fullmatch("[A-Za-z]{2}", row[0]) is not None and row[1].upper() in ("F", "M")
            and re.fullmatch("[12][0-9]{3}", row[2]) is not None and _is_name(row[3]) and is_number(row[4]))


def _is_name_count(row: list[str]) -> bool:
    return _is_name(row[0]) and is_number(row[1])


def _is_count_name(row: list[str]) -> bool:
    return _is_name(row[1]) and is_number(row[0])


def _counted_first(rows: list[list[str]]) -> int | None:
    """The first column as one of counts, unless it only numbers the rows."""
    counts = counts_of([row[0] for row in rows if row])
    steps = {None if a is None or b is None else b - a for a, b in pairwise(counts)}
    return None if steps == {1} else 0


def _no_column(header: tuple[str, ...], table: Table) -> str:
    if header:
        return (f"This table has no column called name: choose the column of names with --column "
                f"(its columns are {_listed(header)}).")
    first = _listed([cell.strip() for cell in table.rows[0]] if table.rows else [])
    return (f"This table has no header and no column called name: choose the column of names with --column, "
            f"a number from 1 to {table.width} (its first row is {first}).")


def _listed(cells: Sequence[str], most: int = 12) -> str:
    more = f" and {len(cells) - most} more" if len(cells) > most else ""
    return ", ".join(cell[:30] for cell in cells[:most]) + more
