"""What the first visitor of a chapter would wait for, made ready while nobody does."""

from threading import Event, Thread

from explainer.models.shipped import sentence_data
from pages.home.written_names import write_ahead

_DONE = Event()


def warm_up() -> None:
    """Once per server, before anybody comes, and out of the way: a second and a half of work in a thread."""
    Thread(target=_get_ready, name="warm-up", daemon=True).start()


def is_warm() -> bool:
    """Whether all of it is done."""
    return _DONE.is_set()


def _get_ready() -> None:
    write_ahead()                     # home: 0.4 seconds
    sentence_data("year")             # why recurrence: a second
    _DONE.set()
