"""Checking plain JSON from anywhere: every field of a recipe says what fits, and what does not is one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from rnncore.data.letters import quoted

REQUIRED = object()
LONGEST_SHOWN = 40


class RecipeError(ValueError):
    """A recipe that cannot be run; the message is one sentence that says what to do."""


class Field(Protocol):
    """One entry of a recipe: its default (`REQUIRED` where there is none), and what it may be."""

    default: Any

    def read(self, name: str, value: Any) -> Any:
        """The value in its one plain form. Raises RecipeError for one that does not fit."""


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds."""

    low: int
    high: int
    default: Any = REQUIRED

    def read(self, name: str, value: Any) -> int:
        """The number as an int; 3.0 is no whole number here, for JSON knows the difference."""
        if type(value) is not int or not self.low <= value <= self.high:
            raise RecipeError(f"{name} must be a whole number from {self.low:,} to {self.high:,}.")
        return value


@dataclass(frozen=True)
class Real:
    """A finite number between two bounds; None where `optional`."""

    low: float
    high: float
    default: Any = REQUIRED
    optional: bool = False

    def read(self, name: str, value: Any) -> float | None:
        """The number as a float: 1 and 1.0 are the same recipe."""
        if value is None and self.optional:
            return None
        if type(value) not in (int, float) or not self.low <= value <= self.high:      # false for nan, too
            raise RecipeError(f"{name} must be a number from {self.low:g} to {self.high:g}.")
        return float(value) + 0.0                                                     # -0.0 is 0.0


@dataclass(frozen=True)
class OneOf:
    """One of several names."""

    options: tuple[str, ...]
    default: Any = REQUIRED

    def read(self, name: str, value: Any) -> str:
        """The name itself."""
        if not isinstance(value, str) or value not in self.options:
            raise RecipeError(f"{name} must be one of {', '.join(self.options)}.")
        return value


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    default: Any = REQUIRED

    def read(self, name: str, value: Any) -> bool:
        """The flag itself; 0 and 1 are numbers and not taken."""
        if not isinstance(value, bool):
            raise RecipeError(f"{name} must be true or false.")
        return value


def read_fields(fields: Mapping[str, Field], values: Any) -> dict[str, Any]:
    """All fields of a recipe, those left out at their defaults. Raises RecipeError."""
    if not isinstance(values, dict) or not all(isinstance(name, str) for name in values):
        raise RecipeError("A recipe must be an object of named values.")
    for name in values:
        if name not in fields:
            raise RecipeError(f"A recipe of this kind has no entry {shown(name)}.")
    found = {}
    for name, field in fields.items():
        value = values.get(name, field.default)
        if value is REQUIRED:
            raise RecipeError(f"The recipe must say {name}.")
        found[name] = field.read(name, value)
    return found


def shown(text: str) -> str:
    """A stranger's word as it may stand in a sentence: short, and with nothing that does not print."""
    short = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    return quoted(short)
