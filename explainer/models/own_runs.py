"""What a visitor has in training, wherever it was started: each run with a name, how it is doing, and its stop."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

import streamlit as st

from explainer.models.shelf import shelf
from explainer.training.status import status_line

_OTHERS = "_other_runs"          # by the chapter that follows it: a run whose networks are not on the shelf


class Followed(Protocol):
    """A run that a chapter follows by itself; `share` is how much of it is done, 0 to 1."""

    is_active: bool
    share: float

    def look(self) -> None:
        """Ask how it is doing, which keeps it alive."""

    def stop(self) -> None:
        """No longer ask for it."""


class OwnRun(NamedTuple):
    """A run that trains or waits."""

    key: str                     # its model's on the shelf; of a run that a chapter follows, the chapter's place
    title: str
    line: str                    # how it is doing, in words
    fraction: float              # of it that is done, 0 to 1
    stop: Callable[[], None]


def follow(place: str, title: str, run: Followed) -> None:
    """List the run of the chapter at `place` with what this visitor has in training; a chapter has one at a time."""
    st.session_state.setdefault(_OTHERS, {})[place] = title, run


def active_runs(but: str = "") -> list[OwnRun]:
    """Whatever this visitor has in training, the oldest first, without the run `but`. Asking keeps all of it alive."""
    shelf().ask()
    jobs = {key: entry.job for key, entry in shelf().own.items() if entry.job is not None and entry.job.is_active}
    found = [OwnRun(key, shelf().own[key].title, status_line(job), job.fraction, job.stop)
             for key, job in jobs.items()]
    for place, (title, run) in st.session_state.get(_OTHERS, {}).items():
        if place != but and run.is_active:
            run.look()
            found.append(OwnRun(place, title, f"{run.share:.0%} of the work is done", run.share, run.stop))
    return [run for run in found if run.key != but]
