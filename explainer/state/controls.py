"""What a control is: one description each, for pages, links and tests.

A control knows its default, its bounds, its words and its place in the address. Values that come
in through the address are checked here and nowhere else; what does not fit opens the page on its
defaults.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rnncore.data.letters import quoted

SHOWN_OF_LOST = 30       # signs of what a field has no room for


class NoLongerHereError(ValueError):
    """A value that names what a visitor brought to another session: who shows it says that it is gone."""


@dataclass(frozen=True)
class Control(ABC):
    """One thing a visitor can set. `key` is its name in the address and in the session."""

    key: str
    label: str
    default: Any
    help: str = ""
    is_everywhere: ClassVar[bool] = False        # whether all chapters share one value of it

    @abstractmethod
    def parse(self, text: str) -> Any:
        """The value that `text` from an address stands for. Raises ValueError if it does not fit."""

    def write(self, value: Any) -> str:
        """The value as it stands in an address; `parse` reads it back."""
        return str(value)


@dataclass(frozen=True)
class Number(Control):
    """A number between two bounds, whole or not as its `step` is."""

    low: float = 0
    high: float = 1
    step: float = 1

    def parse(self, text: str) -> float:
        """A finite number within the bounds."""
        value = int(text) if isinstance(self.step, int) else float(text)
        if not self.low <= value <= self.high:      # false for nan, too
            raise ValueError(f"{self.key} must be {self.low} to {self.high}")
        return value

    def write(self, value: float) -> str:
        """Short, and exact."""
        return repr(value)


@dataclass(frozen=True)
class Choice(Control):
    """One of several. `options` maps what stands in the address to what the visitor reads.

    What begins with `own` stands for something that a visitor brought, and only the visitor's session has.
    """

    options: dict[str, str] = field(default_factory=dict)
    own: str = ""

    def parse(self, text: str) -> str:
        """One of the options' names. Raises NoLongerHereError for what only another session had."""
        if self.own and text.startswith(self.own):
            raise NoLongerHereError(f"{self.key} names what another session had")
        if text not in self.options:
            raise ValueError(f"{self.key} must be one of {', '.join(self.options)}")
        return text


@dataclass(frozen=True)
class Text(Control):
    """A short text of the visitor's. It is shown as text, never as markup."""

    longest: int = 40

    def fit(self, typed: str) -> tuple[str, str]:
        """As much of what was typed or pasted as an address can hold, and a sentence on what was left out, if any was.

        Spaces of all kinds are spaces; signs that nobody can see are no loss.
        """
        seen = "".join(sign if sign.isprintable() else " " if sign.isspace() else "" for sign in typed)
        lost = seen[self.longest:]
        if not lost.strip():
            return seen[:self.longest], ""
        if self.longest == 1:
            return seen[:1], f"There is room for one letter here, so {quoted(seen[0])} was taken and no other."
        begins = lost.strip()[:SHOWN_OF_LOST] + ("…" if len(lost.strip()) > SHOWN_OF_LOST else "")
        return seen[:self.longest], (f"There is room for {self.longest:,} signs here, and this text has {len(seen):,}: "
                                     f"its end was left out, from “{begins}” on.")

    def parse(self, text: str) -> str:
        """Printable text of at most `longest` characters."""
        if len(text) > self.longest or not text.isprintable():
            raise ValueError(f"{self.key} must be at most {self.longest} printable characters")
        return text
