"""Numbers in the cells of a table, as people write how often something was counted."""

import re
from collections.abc import Sequence

LONGEST_COUNT = 12          # digits; more is no count of anything
_NUMBER = re.compile(r"[-+]?\d(?:[\d.,'’ \u00a0\u2009\u202f]*\d)?[.,]?\s*%?")
_SPACED = re.compile(r"(?<=\d)['’ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_ONE_GROUP = {mark: re.compile(rf"[1-9]\d{{0,2}}\{mark}\d{{3}}") for mark in ",."}


def is_number(cell: str) -> bool:
    """Whether a cell holds a number, of whatever kind."""
    return _NUMBER.fullmatch(cell.strip()) is not None


def share_of_numbers(cells: Sequence[str]) -> float:
    """Which share of the cells that are not empty are numbers; 0 where there are none."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(map(is_number, filled)) / len(filled) if filled else 0.0


def counts_of(cells: Sequence[str]) -> list[int | None]:
    """The cells of one column as counts, None for what is no whole number: 1,234 and 1 234 and 57.0 are counts.

    Whether `1.234` and `1,234` are thousands is decided by the whole column: they are, where each such cell could be.
    """
    bare = [_SPACED.sub("", cell.strip()) for cell in cells]
    groups = {mark: all(_ONE_GROUP[mark].fullmatch(cell) for cell in bare if mark in cell and _is_plain(cell, mark))
              for mark in ",."}
    return [_count(cell, groups) for cell in bare]


def _is_plain(cell: str, mark: str) -> bool:
    """Whether a number has this mark once and not the other one: then the cell alone does not tell what it means."""
    other = "." if mark == "," else ","
    return is_number(cell) and cell.count(mark) == 1 and other not in cell


def _count(cell: str, groups: dict[str, bool]) -> int | None:
    if not cell.isdecimal():
        cell = _without_marks(cell, groups)
    return int(cell) if cell.isdecimal() and len(cell) < LONGEST_COUNT else None


def _without_marks(cell: str, groups: dict[str, bool]) -> str:
    """The whole number in a cell as digits; what is none is returned as something that is no number."""
    marks = [sign for sign in cell if sign in ",."]
    if not marks:
        return cell
    last = marks[-1]
    is_decimal = marks.count(last) == 1 and (len(set(marks)) == 2 or not groups[last])
    whole, _, fraction = cell.rpartition(last) if is_decimal else (cell, "", "")
    if fraction.strip("0"):
        return ""
    grouped = re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", whole)
    return re.sub(r"[.,]", "", whole) if grouped else whole
