"""Chapters opened whole: all steps below one another, for the many tests that look at one section among the others."""

from collections.abc import Iterator
from contextlib import contextmanager

from explainer.state.registry import PAGES
from explainer.state.steps import WHOLE, Steps, steps_of
from pages.chapters import CHAPTERS

assert CHAPTERS            # importing them enters their controls in the registry


def all_steps() -> dict[str, Steps]:
    """The control of each chapter that has steps, by the chapter's place."""
    return {place: control for place in PAGES if (control := steps_of(place)) is not None}


@contextmanager
def opened_whole(is_whole: bool = True) -> Iterator[None]:
    """Every chapter opens whole where its address names no step; with False, at its first step, as it does for people.

    The control is one object wherever it is imported, so it is this object that gets another default.
    """
    before = [(control, control.default) for control in all_steps().values()]
    for control, _ in before:
        object.__setattr__(control, "default", WHOLE if is_whole else control.names[0])
    try:
        yield
    finally:
        for control, default in before:
            object.__setattr__(control, "default", default)
