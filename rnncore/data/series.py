"""A time series: numbers in the order in which they happened, and what a network reads of them.

A network learns best from numbers of about one size that do not drift away. So each series has a
*rule*: what is read of the value y_t, given the one before. It can be undone:

    plain          u_t = y_t                    y_t = u_t
    root           u_t = sqrt(y_t)              y_t = max(u_t, 0)^2
    log            u_t = ln y_t                 y_t = e^u_t
    step           u_t = y_t - y_{t-1}          y_t = y_{t-1} + u_t
    ratio          u_t = ln(y_t / y_{t-1})      y_t = y_{t-1} e^u_t

Then mean and standard deviation of the *training part* bring u near -1 to 1. The series is cut in
three, and never shuffled across the cuts: the beginning is learned from, the stretch after it
chooses the weights (validation), the end is held out and only told about.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

Array = np.ndarray

FIRST = 2                # the first value that can be foretold: one before it is read as a step from another
LONGEST = 20_000


class SeriesError(ValueError):
    """A file that is no series; the message is one sentence."""


class Rule(NamedTuple):
    """What is read of a value, and how a value is made of it again. Both work on arrays."""

    read: Callable[[Array, Array], Array]        # (y_t, y_{t-1}) to u_t
    undo: Callable[[Array, Array], Array]        # (u_t, y_{t-1}) to y_t
    words: str


RULES: dict[str, Rule] = {
    "plain": Rule(lambda y, before: y + 0.0, lambda u, before: u + 0.0, "each value"),
    "root": Rule(lambda y, before: np.sqrt(y), lambda u, before: np.square(np.maximum(u, 0.0)),
                 "the square root of each value"),
    "log": Rule(lambda y, before: np.log(y), lambda u, before: np.exp(u), "the logarithm of each value"),
    "step": Rule(lambda y, before: y - before, lambda u, before: before + u, "the step from each value to the next"),
    "ratio": Rule(lambda y, before: np.log(y / before), lambda u, before: before * np.exp(u),
                  "the logarithm of the ratio of each value to the one before"),
}


@dataclass(frozen=True, eq=False)
class Series:
    """A series, cut in three. `period` is the number of steps after which it roughly repeats."""

    title: str
    unit: str
    times: Array             # [n] in years; a month is a twelfth
    values: Array            # [n] float64
    per_year: int            # 1 or 12
    rule: str
    period: int
    validation: int          # values that choose the weights
    held_out: int            # values at the end, never learned from
    labels: tuple[str, ...] = ()     # [n] how to write each time, where years and months do not do

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"A rule must be one of {', '.join(RULES)}.")
        if not self.values.ndim == 1 or len(self.times) != len(self.values):
            raise ValueError("A series needs one time for each value.")
        if min(self.period, self.validation, self.held_out) < 1 or self.train_end < FIRST + self.period:
            raise ValueError("The series is too short to be cut like this.")
        if not np.isfinite(self.readings).all():
            raise ValueError(f"These values cannot be read by the rule {self.rule!r}.")
        self.values.setflags(write=False)
        self.times.setflags(write=False)

    @property
    def split(self) -> int:
        """The index of the first held-out value."""
        return len(self.values) - self.held_out

    @property
    def train_end(self) -> int:
        """The index of the first value that is not learned from."""
        return self.split - self.validation

    @cached_property
    def scale(self) -> tuple[float, float]:
        """Mean and standard deviation of what is read of the training part."""
        read = RULES[self.rule].read(self.values[1:self.train_end], self.values[:self.train_end - 1])
        return float(read.mean()), float(read.std()) or 1.0

    def read(self, values: Array, before: Array) -> Array:
        """What the network reads of `values`, `before` being the values one step earlier."""
        mean, deviation = self.scale
        return (RULES[self.rule].read(values, before) - mean) / deviation

    def undo(self, read: Array, before: Array) -> Array:
        """The values that `read` stands for: the inverse of `read`."""
        mean, deviation = self.scale
        return RULES[self.rule].undo(read * deviation + mean, before)

    @cached_property
    def readings(self) -> Array:
        """[n - 1] what is read of every value but the first."""
        with np.errstate(all="ignore"):
            return self.read(self.values[1:], self.values[:-1])

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same numbers, cut and read in the same way."""
        said = f"{self.rule} {self.period} {self.validation} {self.held_out} "
        return hashlib.sha256(said.encode() + self.times.tobytes() + self.values.tobytes()).hexdigest()[:16]


def read_csv(data: bytes, **described) -> Series:
    """A series from CSV: a header, then a line per year (`1700,8.3`) or per month (`1959-01,315.58`).

    `described` are the other fields of `Series`. Raises SeriesError for anything but an unbroken
    series of finite numbers.
    """
    try:
        rows = [row for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) if row]
    except (UnicodeDecodeError, csv.Error):
        raise SeriesError("This is not a text file with one value per line.") from None
    rows = rows[1:]
    if not 8 <= len(rows) <= LONGEST:
        raise SeriesError(f"A series needs 8 to {LONGEST:,} values, and this one has {len(rows):,}.")
    months = [_months(row) for row in rows]
    apart = set(np.diff([m for m, _ in months]).tolist())
    per_year = 1 if len(rows[0][0]) == 4 else 12
    if apart != {12 // per_year} or len({len(row[0]) for row in rows}) > 1:
        raise SeriesError("The lines of a series must follow each other without a gap.")
    values = np.array([value for _, value in months])
    return Series(times=np.array([m for m, _ in months]) / 12, values=values, per_year=per_year, **described)


def _months(row: list[str]) -> tuple[int, float]:
    """A line as (months since year 0, value)."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?", row[0].strip(), re.ASCII)
    try:
        value = float(row[1])
    except (IndexError, ValueError):
        value = np.nan
    month = int(found[2] or 1) if found else 0
    if not 1 <= month <= 12 or len(row) != 2 or not np.isfinite(value):
        raise SeriesError("Each line of a series must be a year or a month, a comma and a number.")
    return int(found[1]) * 12 + month - 1, value
