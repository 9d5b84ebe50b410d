"""Lists of names: reading a file without guessing much, and saying what was wrong with it.

Understood as they are: plain text with a name per line; any table whose header says which column holds the names,
and perhaps the counts; tables of a known shape (see `columns`). Text is UTF-8, or UTF-16, or what `encoding` says.
Lines that are no names are left out and counted. What had to be assumed is told with the list (`Assumed`).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from rnncore.data.columns import Columns, NoColumnError, asked_columns
from rnncore.data.counts import counts_of
from rnncore.data.letters import LETTERS, LONGEST_NAME, as_name, spelling_key, visible, why_not_a_name
from rnncore.data.tables import Table, table_of
from rnncore.data.text_files import TextError, text_of

HOLDS = "a name on each line"
FEWEST_NAMES = 20
COUNTED_ZERO = "counted 0 times"
NAMELESS = "without a name"


class NamesError(ValueError):
    """A list that cannot be used; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Assumed:
    """How a file was read. Pairs are (how many rows, an example)."""

    encoding: str
    columns: Columns
    separator: str | None = None                     # None: a list, a name on each line
    width: int = 1                                   # columns of the table
    comments: int = 0                                # lines that begin with #, or stand above the table
    repeated: tuple[int, str] = (0, "")              # rows whose name had come before
    read_as: tuple[int, str, str] = (0, "", "")      # names written otherwise: how many, as in the file, as read
    lone_quotes: tuple[int, str] = (0, "")           # lines with a quotation mark that nothing closes
    no_counts: tuple[int, str] = (0, "")             # cells that are no whole number, taken as 1


@dataclass(frozen=True)
class NameList:
    """Names in the order they came, each spelling once, with how often it was counted.

    `left_out` tells why lines were not taken: reason to (how many, one example). `assumed` tells how the file was
    read; two lists of the same names are equal however they were.
    """

    title: str
    names: tuple[str, ...]
    counts: tuple[int, ...] | None = None
    left_out: dict[str, tuple[int, str]] | None = None
    assumed: Assumed | None = field(default=None, compare=False)

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when any name does."""
        return hashlib.sha256("\n".join(self.names).encode()).hexdigest()[:12]

    def at_least(self, count: int) -> "NameList":
        """Only the names counted at least `count` times; lists without counts stay whole."""
        if self.counts is None:
            return self
        kept = [(n, c) for n, c in zip(self.names, self.counts, strict=True) if c >= count]
        return NameList(self.title, tuple(n for n, _ in kept), tuple(c for _, c in kept), self.left_out, self.assumed)


def read_names(data: bytes, title: str = "", encoding: str | None = None, column: str | None = None,
               count_column: str | None = None) -> NameList:
    """Names from the bytes of a text or CSV file. Raises NamesError.

    `column` and `count_column` are headers, or numbers from 1. Spellings that differ only in case are one name (the
    first one's case is kept). Counts of the same spelling are added up, as in the Social Security lists, where a
    name may stand once for girls and once for boys.
    """
    try:
        text, encoding = text_of(data, encoding, HOLDS)
        table = table_of(text)
        columns = asked_columns(table, column, count_column)
    except (TextError, NoColumnError) as error:
        raise NamesError(str(error)) from None
    return names_of(table, columns, title, encoding)


def names_of(table: Table, columns: Columns, title: str, encoding: str, allowed: str = LETTERS) -> NameList:
    """The names in a column of a table, and what was left out. `allowed`: see `letters`. Raises NamesError."""
    skip = 1 if columns.header else 0
    raw_names = table.column(columns.name, skip)
    cells = [] if columns.count is None else table.column(columns.count, skip)
    counts = counts_of(cells) if cells else [1] * len(raw_names)
    found = _Collected()
    for raw, count, row in zip(raw_names, counts, table.rows[skip:], strict=True):
        found.take(raw, 1 if count is None else count, allowed, row)
    unread = [(raw, cell) for raw, cell, count in zip(raw_names, cells, counts, strict=False) if count is None]
    if len(found.spelling) < FEWEST_NAMES:
        raise NamesError(_too_few(len(found.spelling), found.left_out))
    assumed = Assumed(encoding, columns, table.separator, table.width, table.comments, found.repeated, found.read_as,
                      table.lone_quotes, (len(unread), f"{unread[0][0]}: {unread[0][1]}"[:80] if unread else ""))
    return NameList(title, tuple(found.spelling.values()), None if columns.count is None else
                    tuple(found.counts.values()), found.left_out, assumed)


class _Collected:
    """Names as they come: each spelling once, its counts added up, and why others were not taken."""

    def __init__(self) -> None:
        self.spelling: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.left_out: dict[str, tuple[int, str]] = {}
        self.repeated: tuple[int, str] = (0, "")
        self.read_as: tuple[int, str, str] = (0, "", "")

    def take(self, raw: str, count: int, allowed: str, row: Sequence[str]) -> None:
        """One row: its name as it stands, how often it was counted, and the whole of it."""
        name = as_name(raw)
        reason = (why_not_a_name(name, allowed) or (None if count else COUNTED_ZERO)) if name else NAMELESS
        if reason:
            number, example = self.left_out.get(reason, (0, ""))
            self.left_out[reason] = (number + 1, example or visible(name or " ".join(row).strip())[:LONGEST_NAME])
            return
        if raw != name and name != (plain := " ".join(raw.split())):
            self.read_as = (self.read_as[0] + 1, self.read_as[1] or plain, self.read_as[2] or name)
        key = spelling_key(name)
        if key in self.spelling:
            self.repeated = (self.repeated[0] + 1, self.repeated[1] or name)
        self.spelling.setdefault(key, name)
        self.counts[key] = self.counts.get(key, 0) + count


def _too_few(found: int, left_out: dict[str, tuple[int, str]]) -> str:
    lost = sum(number for number, _ in left_out.values())
    because = ""
    if lost:
        reason, (_, example) = max(left_out.items(), key=lambda item: item[1][0])
        because = f" ({lost} lines were left out, most of them {reason}, such as “{example}”)"
    names = "1 name" if found == 1 else f"{found} names"
    return (f"This list has {names}{because}, and at least {FEWEST_NAMES} are needed "
            "to learn from some and test on others: put one name on each line.")
