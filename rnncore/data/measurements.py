"""Measured numbers in the cells of a table: decimal points and commas, thousands, signs, and what stands for none.

Which mark is the decimal one is decided by the whole column, and can be said instead.
"""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

MISSING = frozenset((
    "", "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "missing", "k.a.", "-", "--", "—", "–", ".", "..",
    "…", "...", ":", "?", "*"))
_SPACES = " \u00a0\u2009\u202f'’_"
_SIGNS = "$€£¥₹"
_CELL = re.compile(
    rf"(?P<open>\()?\s*[{_SIGNS}]?\s*(?P<sign>[-+−–]?)\s*[{_SIGNS}]?\s*"
    rf"(?P<number>\d(?:[\d.,{_SPACES}]*\d)?[.,]?|[.,]\d+)(?P<power>[eE][-+]?\d{{1,3}})?"
    rf"(?P<after>\s*(?:%|‰|[{_SIGNS}]|[*†‡§¹²³]+|\([A-Za-z0-9]{{1,3}}\)|[A-Za-z]|(?<=\s)[A-Z]{{3}}))?\s*(?P<close>\))?")
_GROUPED = re.compile(rf"\d{{1,3}}(?:([.,{_SPACES}])\d{{3}})(?:\1\d{{3}})*")


class Decimal(NamedTuple):
    """Which mark stands before the decimals of a column, and whether the column tells (else it is only likely)."""

    mark: str
    is_sure: bool


class Measured(NamedTuple):
    """The cells of a column as numbers, nan where there is none."""

    values: list[float]
    wordy: tuple[int, str]       # cells that are neither a number nor an agreed sign for none: how many, an example
    marked: tuple[int, str]      # numbers read without a mark behind them, such as a footnote's


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.strip().lower() in MISSING


def share_measured(cells: Sequence[str]) -> float:
    """Which share of the cells that do not say "none" are numbers; 0 where there are no others."""
    filled = [cell for cell in cells if not is_missing(cell)]
    return sum(_bare(cell) is not None for cell in filled) / len(filled) if filled else 0.0


def decimal_of(cells: Sequence[str], separator: str | None = None) -> Decimal:
    """The decimal mark of a column. A table whose cells are divided by semicolons more likely has commas."""
    likely = "," if separator == ";" else "."
    votes = {",": 0, ".": 0}
    doubtful = set()
    for cell in cells:
        found = _bare(cell)
        if found is None:
            continue
        number = found["number"]
        marks = [sign for sign in number if sign in ",."]
        if not marks:
            continue
        if len(set(marks)) == 2:
            votes[marks[-1]] += 1
        elif len(marks) > 1:
            votes["," if marks[0] == "." else "."] += 1
        elif re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number):
            doubtful.add(marks[0])
        else:
            votes[marks[0]] += 1
    if votes[","] != votes["."]:
        return Decimal(max(votes, key=votes.__getitem__), True)
    return Decimal(likely, not doubtful and not votes[","])


def measured(cells: Sequence[str], decimal: str) -> Measured:
    """The cells of a column as numbers, `decimal` being the mark before the decimals."""
    values, wordy, marked = [], (0, ""), (0, "")
    for cell in cells:
        value, mark = _value(cell, decimal)
        if value is None and not is_missing(cell):
            wordy = (wordy[0] + 1, wordy[1] or cell.strip()[:40])
        if value is not None and mark:
            marked = (marked[0] + 1, marked[1] or cell.strip()[:40])
        values.append(math.nan if value is None else value)
    return Measured(values, wordy, marked)


def _bare(cell: str) -> re.Match | None:
    return _CELL.fullmatch(cell.strip())


def _value(cell: str, decimal: str) -> tuple[float | None, str]:
    """The number in a cell and the mark behind it; None where its marks stand as in no number."""
    found = _bare(cell)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None, ""
    whole, _, fraction = found["number"].partition(decimal)
    if any(sign not in "0123456789" for sign in fraction):
        return None, ""
    if not whole.isdecimal() and whole:
        if not _GROUPED.fullmatch(whole):
            return None, ""
        whole = "".join(sign for sign in whole if sign.isdecimal())
    value = float(f"{whole or 0}.{fraction or 0}{found['power'] or ''}")
    is_negative = found["sign"] in ("-", "−", "–") or bool(found["open"])
    after = (found["after"] or "").strip()
    return (-value if is_negative else value) if math.isfinite(value) else None, after if after not in "%‰" else ""
