"""Who has read what: the record from which a change finds the sections that must run again.

While a section of a page runs, a `Record` notes the value of every control it reads, and of every control that it has
a widget of. What stands outside all sections is noted for the page itself. A section is *stale* when one of these
values is no longer what it is now. That is all there is to know after a change, whoever made it: which sections run
follows from the values, and no page keeps lists.

Two things count differently. A widget is a place of its control and no read: moved by the visitor's hand it shows the
new value already, and the callback says so (`has_shown`). Set by another hand, by a button or a second slider, it does
not, and so its section is stale.

What is no control, such as how a training run stands, is a *fact*: a function that says it, noted with its answer. It
is asked again whenever somebody wants to know what is stale, so it has to be quick.

Nothing here knows Streamlit. A ledger is kept per session, and begins anew whenever the page runs from its top.
"""

import math
import time
from collections.abc import Callable, Collection
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

PAGE = ""                # the name of what stands outside all sections
Now = Callable[[str, Any], Any]          # a session key and its default: the value now
Fact = tuple[Callable[..., Any], tuple]  # what says it, and what that is asked with


@dataclass
class Record:
    """What one section read when it last ran. `parent` is the section it stands in."""

    name: str
    parent: str | None = None
    first: bool = False          # the picture: drawn before the others
    live: bool = False           # follows a slider while it is dragged
    is_alone: bool = False       # it ran by itself, and not with the page or a section around it
    ended: float = math.inf      # when it was drawn to its end, in seconds; later than any time while it is not
    read: dict[str, tuple[Any, Any]] = field(default_factory=dict)            # key: value, default
    shown: dict[str, tuple[str, Any, Any]] = field(default_factory=dict)      # widget: key, value, default
    facts: dict[Fact, Any] = field(default_factory=dict)                      # what was said

    def is_stale(self, now: Now) -> bool:
        """Whether anything that it read, or that its widgets show, has another value now, or another fact holds; or
        whether it was interrupted, for then it may have read what it never showed."""
        return (self.ended == math.inf or any(now(key, default) != value for key, (value, default) in self.read.items())
                or any(now(key, default) != value for key, value, default in self.shown.values())
                or self.has_news())

    def has_news(self) -> bool:
        """Whether a fact that it was told is another one now."""
        return any(ask(*given) != said for (ask, given), said in self.facts.items())


class Ledger:
    """The records of the page that is open, in the order in which its sections stand on it."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {PAGE: Record(PAGE)}
        self.is_whole = False            # the page has run to its end, so that every section is known
        self._places: dict[str, int] = {}         # who stands before whom

    def begin(self, name: str, parent: str | None, first: bool = False, live: bool = False) -> Record:
        """A section begins to run: what it and the sections inside it have read before is forgotten.

        It keeps its place in the order. `parent` is None where it runs by itself: it stands where it stood.
        """
        self._places.setdefault(name, len(self._places))
        before, is_alone = self.records.get(name), parent is None
        if is_alone:
            parent = before.parent if before else PAGE
            first = first or bool(before and before.first)
        for inside in self.inside(name):
            del self.records[inside]
        self.records[name] = record = Record(name, parent, first, live, is_alone)
        return record

    def inside(self, name: str) -> list[str]:
        """The names of all sections inside a section, at any depth."""
        found = [other for other, record in self.records.items() if record.parent == name and other != PAGE]
        return found + [deeper for other in found for deeper in self.inside(other)]

    def drawn_since(self, moment: float) -> set[str]:
        """The sections that were drawn to their end after a moment, and those that never were."""
        return {name for name, record in self.records.items() if record.ended > moment}

    def stale(self, now: Now, lost: Collection[str] = ()) -> list[str]:
        """The sections to run again, pictures first and then as they stand on the page; `PAGE` if it is stale itself.

        So are those whose picture may be `lost`. A section inside another one that runs is not named: it is drawn with
        that one.
        """
        found = [name for name, record in self.records.items() if name in lost or record.is_stale(now)]
        outermost = [name for name in found if not self._ancestors(name) & set(found)]
        return sorted(outermost, key=lambda name: (not self.records[name].first, self._places.get(name, -1)))

    def has_news(self) -> bool:
        """Whether any section was told a fact that is another one now."""
        return any(record.has_news() for record in self.records.values())

    def is_inside(self, name: str, others: list[str]) -> bool:
        """Whether a section stands inside one of the others, so that it runs when that one does."""
        return name in self.records and bool(self._ancestors(name) & set(others))

    def has_shown(self, name: str, widget: str, value: Any) -> None:
        """The visitor moved this widget: it shows `value` without being drawn again."""
        record = self.records.get(name)
        if record is not None and widget in record.shown:
            key, _, default = record.shown[widget]
            record.shown[widget] = key, value, default

    def _ancestors(self, name: str) -> set[str]:
        found: set[str] = set()
        parent = self.records[name].parent
        while parent and parent not in found:            # not the page itself: it is told apart
            found.add(parent)
            parent = self.records[parent].parent if parent in self.records else None
        return found


_RUNNING: ContextVar[Record | None] = ContextVar("running", default=None)


def running() -> Record | None:
    """The record of the section that runs now; the page's own outside all sections; None where nothing is drawn."""
    return _RUNNING.get()


class Recording:
    """`with Recording(record):` whatever is read in it is noted there, and that it came to its end."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def __enter__(self) -> Record:
        self._token = _RUNNING.set(self.record)
        return self.record

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        _RUNNING.reset(self._token)
        if error is None:
            self.record.ended = time.monotonic()


def note_read(key: str, value: Any, default: Any) -> None:
    """The section that runs now has read a control."""
    record = _RUNNING.get()
    if record is not None:
        record.read[key] = value, default


def note_fact(ask: Callable[..., Any], given: tuple, said: Any) -> None:
    """The section that runs now was told `said` by `ask(*given)`."""
    record = _RUNNING.get()
    if record is not None:
        record.facts[ask, given] = said


def note_shown(widget: str, key: str, value: Any, default: Any) -> str:
    """The section that runs now has a widget of a control; returns the section's name."""
    record = _RUNNING.get()
    if record is None:
        return PAGE
    record.shown[widget] = key, value, default
    return record.name
