"""Which column of a visitor's table holds the names: as its header or shape tells, or guessed from the cells."""

from typing import NamedTuple

from rnncore.data.columns import LOOKED_AT, Columns, column_headed, header_of, known_columns
from rnncore.data.counts import is_number
from rnncore.data.headers import COUNT_WORDS, NAME_WORDS, header_word
from rnncore.data.letters import SIGNS, as_name, why_not_a_name
from rnncore.data.tables import Table

NO_COUNTS = -1


class Asked(NamedTuple):
    """What a visitor chose instead of what was found; None is as found."""

    encoding: str | None = None
    separator: str | None = None        # "" is a list
    name: int | None = None             # columns from 0
    count: int | None = None            # NO_COUNTS: nothing was counted
    has_header: bool | None = None
    allowed: str = "letters"            # what counts as a name: see rnncore.data.letters


def columns_of(table: Table, asked: Asked) -> tuple[Columns, bool]:
    """The columns of a table, and whether the column of names was guessed from its cells."""
    known = None if asked.has_header is False else known_columns(table)
    header = header_of(table) if asked.has_header is None else _first_row(table) if asked.has_header else ()
    found = known or Columns(header, guessed_name(table, header), column_headed(table, header, COUNT_WORDS, True))
    name = found.name if asked.name is None or asked.name >= table.width else asked.name
    count = found.count if asked.count is None or asked.count >= table.width else asked.count
    if count in (name, NO_COUNTS):
        count = None
    shape = found.shape if (name, count) == (found.name, found.count) else ""
    return Columns(header, name, count, shape), known is None and asked.name is None


def guessed_name(table: Table, header: tuple[str, ...]) -> int:
    """The column that is most like one of names: text that can be a name, mostly distinct, short.

    A header with a word for names in it is worth as much as all that.
    """
    return max(range(table.width), key=lambda at: (_likeness(table, header, at), -at)) if table.width else 0


def _first_row(table: Table) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in table.rows[0]) if table.rows else ()


def _likeness(table: Table, header: tuple[str, ...], at: int) -> float:
    cells = [cell.strip() for cell in table.column(at, 1 if header else 0)[:LOOKED_AT]]
    filled = [cell for cell in cells if cell]
    if not filled:
        return -1.0
    text = sum(why_not_a_name(as_name(cell), SIGNS) is None and not is_number(cell) for cell in filled) / len(cells)
    distinct = len(set(filled)) / len(filled)
    length = sum(map(len, filled)) / len(filled)
    words = header_word(header[at]).split() if at < len(header) else []
    headed = any(word in NAME_WORDS for word in words)
    return text * (distinct + 0.5 * (length < 16) + 0.25 * (length > 2) + headed)
