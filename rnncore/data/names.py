"""Lists of names: reading whatever a visitor brings, and saying what was wrong with it.

Understood as they are: plain text with a name per line; the US Social Security layout
`name,sex,count` (`yobYYYY.txt`); any CSV whose header has a `name` column, and perhaps a
`count`. A name is made of letters and their marks, in any script, with spaces, hyphens,
apostrophes and full stops between. Lines that are no names are left out and counted.
"""

import csv
import hashlib
import io
import unicodedata
from dataclasses import dataclass

LARGEST_FILE = 20_000_000
LONGEST_NAME = 40
FEWEST_NAMES = 20
BETWEEN_LETTERS = " -'’.·"


class NamesError(ValueError):
    """A list that cannot be used; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class NameList:
    """Names in the order they came, each spelling once, with how often it was counted.

    `left_out` tells why lines were not taken: reason to (how many, one example).
    """

    title: str
    names: tuple[str, ...]
    counts: tuple[int, ...] | None = None
    left_out: dict[str, tuple[int, str]] | None = None

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when any name does."""
        return hashlib.sha256("\n".join(self.names).encode()).hexdigest()[:12]

    def at_least(self, count: int) -> "NameList":
        """Only the names counted at least `count` times; lists without counts stay whole."""
        if self.counts is None:
            return self
        kept = [(n, c) for n, c in zip(self.names, self.counts, strict=True) if c >= count]
        return NameList(self.title, tuple(n for n, _ in kept), tuple(c for _, c in kept), self.left_out)


def read_names(data: bytes, title: str = "") -> NameList:
    """Names from the bytes of a text or CSV file. Raises NamesError.

    Spellings that differ only in case are one name (the first one's case is kept). Counts of
    the same spelling are added up, as in the Social Security lists, where a name may stand
    once for girls and once for boys.
    """
    rows, has_counts = _rows(_decoded(data))
    spelling: dict[str, str] = {}
    counts: dict[str, int] = {}
    left_out: dict[str, tuple[int, str]] = {}
    for raw, count in rows:
        name = " ".join(unicodedata.normalize("NFC", raw).split())
        if not name:
            continue
        reason = why_not_a_name(name)
        if reason:
            number, example = left_out.get(reason, (0, name[:LONGEST_NAME]))
            left_out[reason] = (number + 1, example)
            continue
        key = name.casefold()
        spelling.setdefault(key, name)
        counts[key] = counts.get(key, 0) + count
    if len(spelling) < FEWEST_NAMES:
        raise NamesError(_too_few(len(spelling), left_out))
    return NameList(title, tuple(spelling.values()),
                    tuple(counts.values()) if has_counts else None, left_out)


def why_not_a_name(name: str) -> str | None:
    """The reason why `name` cannot be learned from, or None if it can."""
    if len(name) > LONGEST_NAME:
        return f"longer than {LONGEST_NAME} characters"
    kinds = [unicodedata.category(symbol)[0] for symbol in name]
    if "N" in kinds:
        return "with digits"
    if any(kind not in "LM" and symbol not in BETWEEN_LETTERS
           for kind, symbol in zip(kinds, name, strict=True)):
        return "with signs that are not letters"
    if "L" not in kinds:
        return "without a letter"
    if kinds[0] == "M":
        return "beginning with a combining mark"
    return None


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise NamesError(f"This file is larger than {LARGEST_FILE // 1_000_000} MB: "
                         "bring a shorter list, 100,000 names are plenty.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NamesError("This file is UTF-16: save it as UTF-8 text and bring it again.")
    if b"\x00" in data:
        raise NamesError("This is not a text file: bring plain text or CSV, a name on each line.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NamesError("This file is not UTF-8: save it as UTF-8 text and bring it again.") from None
    if not text.strip():
        raise NamesError("This file is empty: bring one with a name on each line.")
    return text


def _rows(text: str) -> tuple[list[tuple[str, int]], bool]:
    """(name, count) per line, and whether the counts were really there."""
    lines = text.splitlines()
    first = next(line for line in lines if line.strip())
    is_column = first.strip().strip('"').casefold() == "name"
    if not is_column and not any(sign in first for sign in ",;\t"):
        return [(line, 1) for line in lines], False
    delimiter = max(",;\t", key=first.count)
    try:
        table = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    except csv.Error:
        raise NamesError("This CSV file cannot be read: save it again as UTF-8 CSV.") from None
    header = [cell.strip().casefold() for cell in table[0]]
    if "name" in header:
        name_at, body = header.index("name"), table[1:]
        count_at = header.index("count") if "count" in header else None
    elif len(header) == 3 and header[1] in ("f", "m") and header[2].isdecimal():
        name_at, count_at, body = 0, 2, table
    else:
        raise NamesError("This CSV file has no column called name: give the column of names that header.")
    return [(_cell(row, name_at), _count(row, count_at)) for row in body], count_at is not None


def _cell(row: list[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _count(row: list[str], at: int | None) -> int:
    cell = "" if at is None else _cell(row, at).strip()
    return int(cell) if cell.isdecimal() and len(cell) < 12 else 1


def _too_few(found: int, left_out: dict[str, tuple[int, str]]) -> str:
    lost = sum(number for number, _ in left_out.values())
    because = ""
    if lost:
        reason, (_, example) = max(left_out.items(), key=lambda item: item[1][0])
        because = f" ({lost} lines were left out, most of them {reason}, such as “{example}”)"
    names = "1 name" if found == 1 else f"{found} names"
    return (f"This list has {names}{because}, and at least {FEWEST_NAMES} are needed "
            "to learn from some and test on others: put one name on each line.")
