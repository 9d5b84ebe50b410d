"""What the first visitor of a chapter would wait for, made ready while nobody does."""

import gc
import os
from threading import Event, Thread

from explainer.models.shipped import baselines, sentence_data, shipped_corpus
from pages.gated_cells.race_entrants import entrants
from pages.home.written_names import write_ahead

_DONE = Event()


def warm_up() -> None:
    """Once per server, before anybody comes, and out of the way: a second and a half of work in a thread.

    With `UNROLLED_WARM=all` in the environment five seconds more, for all that the first visitor of any chapter
    would wait for.
    """
    Thread(target=_get_ready, name="warm-up", daemon=True).start()


def is_warm() -> bool:
    """Whether all of it is done."""
    return _DONE.is_set()


def _get_ready() -> None:
    write_ahead()                     # home: 0.4 seconds
    sentence_data("year")             # why recurrence: a second
    if os.environ.get("UNROLLED_WARM") == "all":         # a server for many, which is not asked before it is ready
        baselines(shipped_corpus("given_names"))      # name generation: half a second
        entrants()                    # gated cells: how far the memories of six networks reach, four seconds
    gc.collect()
    gc.freeze()                       # what is here now stays: the collector need not look through it while people wait
    _DONE.set()
