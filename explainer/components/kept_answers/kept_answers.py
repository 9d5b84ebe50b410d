"""Two things that nobody sees: one keeps an answer in the browser, one asks for all that were kept there."""

from collections.abc import Callable, Mapping
from typing import Any

from explainer.components.channel import Channel, is_text, nothing
from explainer.components.files import component_of

_component = component_of("kept_answers", [])
FROM_BROWSER = Channel({"kept": is_text})
KEY = "kept_answers"


def keep(answers: Mapping[str, Any], key: str) -> None:
    """Keep `answers`, JSON by their names, beside those that are there; `key` tells two such apart."""
    _component(key=f"{KEY}_{key}", data={"answers": dict(answers), "asks": False, "forget": "", "heard": 0},
               on_selection_change=nothing)


def ask_for_answers(then: Callable[[], None], forget: str = "") -> None:
    """Ask what was kept: `then` is called if that is anything, and `news` says it. Once on a page.

    A text in `forget` that was not there before throws away all that is kept.
    """
    _component(key=KEY, on_selection_change=then,
               data={"answers": {}, "asks": True, "forget": forget, "heard": FROM_BROWSER.heard(KEY)})


def news() -> str:
    """What the browser had kept, as JSON; "" if it said nothing new."""
    return FROM_BROWSER.news(KEY).get("kept") or ""
