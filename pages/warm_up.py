"""What the first visitor of a chapter would wait for, made ready while nobody does."""

from threading import Thread

from pages.home.written_names import write_ahead
from rnncore.tasks.sentences import TASKS


def warm_up() -> None:
    """Once per server, before anybody comes, and out of the way: a second and a half of work in a thread."""
    Thread(target=_get_ready, name="warm-up", daemon=True).start()


def _get_ready() -> None:
    write_ahead()                     # home: 0.4 seconds
    TASKS["year"].data()              # why recurrence: a second
