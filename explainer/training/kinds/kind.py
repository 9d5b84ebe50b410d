"""What a kind of recipe is: what fits into it, and the function that runs it."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from explainer.training.fields import Field
from rnncore import NameList

Array = np.ndarray
Recipe = dict[str, Any]                           # plain JSON
State = tuple[dict[str, Array], dict[str, Any]]   # arrays, and plain values that fit in JSON
Lists = Callable[[str], NameList]                 # a brought list by its key; raises RecipeError once it is gone

FINISHED, DIVERGED = "finished", "diverged"


class Report(NamedTuple):
    """One look at a run: `progress` is plain JSON with a `fraction`; `state` makes what a run goes on from."""

    progress: dict[str, Any]
    state: Callable[[], State]


Reports = Generator[Report, None, State]          # what it returns is the result; its values say the `status`


def nothing_more(recipe: Recipe, lists: Lists) -> dict[str, Any]:
    """For a kind whose recipe alone says what is learned from."""
    return {}


def unchanged(recipe: Recipe, lists: Lists) -> None:
    """For a kind whose fields say all there is to check."""


def nothing_kept() -> None:
    """For a kind that keeps nothing of what visitors brought."""


def none_before(recipe: Recipe) -> Recipe | None:
    """For a kind whose runs all begin at the beginning."""
    return None


@dataclass(frozen=True)
class Kind:
    """A kind of recipe.

    `run` is given a recipe that was checked, the state to go on from or None, and the brought lists; the same
    arguments give the same numbers. `check` raises RecipeError for what no single field can say. `data` names the
    data behind a recipe (fingerprints), which belongs to the job's key. `before` is the recipe whose end this one
    goes on from, if there is one. `is_private` says that a recipe learns from what a visitor brought; `forget` lets go
    of what was made of that to be at hand.
    """

    name: str
    fields: Mapping[str, Field]
    run: Callable[[Recipe, State | None, Lists], Reports]
    check: Callable[[Recipe, Lists], None] = unchanged
    data: Callable[[Recipe, Lists], dict[str, Any]] = nothing_more
    before: Callable[[Recipe], Recipe | None] = none_before
    is_private: Callable[[Recipe], bool] = lambda recipe: False
    forget: Callable[[], None] = nothing_kept
