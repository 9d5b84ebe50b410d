"""What is trained while the page waits: a second or two of work, which may have to wait for a free core first.

The page's run goes on when the result is there. Until then it says how it is doing, and any other move of the visitor
takes its place.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic, sleep
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explainer.models.shelf import shelf
from explainer.shell.markdown import as_text
from explainer.training.fields import RecipeError
from explainer.training.job import ENDED, QUEUED, JobView
from explainer.training.kinds.kind import Recipe, State
from explainer.training.kinds.registry import checked
from explainer.training.server import engine

Made = TypeVar("Made")
LOOK_SECONDS = 0.05
SAID_AFTER = 0.4         # seconds: what is quicker is not worth a word
MOST_KEPT = 64           # results that are kept in memory for everybody
_KEPT: OrderedDict[str, Any] = OrderedDict()
_LOCK = Lock()


def made(recipe: Recipe, read: Callable[[Recipe, State], Made], doing: str) -> Made:
    """What `read` makes of a recipe's result: kept in memory, or from the store, or trained now.

    `doing` says what is being done meanwhile. Raises RecipeError, in one sentence, for what cannot be trained.
    """
    order = checked(recipe, engine().store.brought)
    place = st.empty()               # also where nothing has to be said, or all that follows would change its place
    with _LOCK:
        if order.key in _KEPT:
            _KEPT.move_to_end(order.key)
            return _KEPT[order.key]
    found = read(order.recipe, _result(order.recipe, doing, place))
    if not order.kind.is_private(order.recipe):
        with _LOCK:
            _KEPT[order.key] = found
            while len(_KEPT) > MOST_KEPT:
                _KEPT.popitem(last=False)
    return found


@contextmanager
def or_said() -> Iterator[None]:
    """Around what shows something that is trained, or over its function: why it could not be, in its place."""
    try:
        yield
    except RecipeError as refused:
        st.error(as_text(str(refused)), icon=":material/error:")


def _result(recipe: Recipe, doing: str, place: DeltaGenerator) -> State:
    """The result of a recipe; a run that the visitor no longer waits for stops with its state kept."""
    session, view = shelf().session, engine().submit(shelf().session, recipe)
    begun = monotonic()
    try:
        while view is not None and view.is_active:
            sleep(LOOK_SECONDS)
            view = engine().ask(session, view.key)
            if view is not None and monotonic() - begun > SAID_AFTER:
                place.progress(min(1.0, view.fraction), text=_how_it_does(view, doing))
    finally:
        if view is not None and view.is_active:              # a move of the visitor took this run's place
            engine().stop(session, view.key)
    place.empty()
    result = engine().result(view.key) if view is not None and view.status in ENDED else None
    if result is None:
        raise RecipeError(view.message if view is not None and view.message else
                          "Training was stopped before its end: move a control, and it begins again.")
    return result


def _how_it_does(view: JobView, doing: str) -> str:
    if view.status == QUEUED:
        return view.message or f"{doing}: number {view.place} in the queue for a free core."
    return f"{doing}."
