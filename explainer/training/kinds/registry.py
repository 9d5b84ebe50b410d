"""Every kind of recipe by its name; a recipe in its one plain form, and its key."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from explainer.training.fields import OneOf, RecipeError, read_fields
from explainer.training.kinds.brought_forecast import BROUGHT_FORECAST
from explainer.training.kinds.capacity import CAPACITY
from explainer.training.kinds.clipping import CLIPPING
from explainer.training.kinds.forecast import FORECAST
from explainer.training.kinds.kind import Kind, Lists, Recipe
from explainer.training.kinds.labelled import LABELLED
from explainer.training.kinds.lag import LAG
from explainer.training.kinds.names import NAMES
from explainer.training.kinds.streams import STREAMS

KINDS: dict[str, Kind] = {kind.name: kind for kind in (NAMES, LAG, FORECAST, CLIPPING, CAPACITY, STREAMS,
                                                       BROUGHT_FORECAST, LABELLED)}
NUMBERS = 2              # raise it when the same recipe begins to give other numbers: old results are not those
PRIVATE = "own-"         # how the keys of what learned from a visitor's list begin


def forget_what_was_brought() -> None:
    """Let go of whatever was made of visitors' lists and texts, so that it was at hand; it is made again."""
    for kind in KINDS.values():
        kind.forget()


@dataclass(frozen=True)
class Order:
    """A recipe that was checked, and its key: the same key is the same network, whoever asks, and anywhere."""

    key: str
    recipe: Recipe
    kind: Kind

    def before(self, lists: Lists) -> "Order | None":
        """The order whose end this one goes on from, if there is one."""
        earlier = self.kind.before(self.recipe)
        return None if earlier is None else checked(earlier, lists)


def checked(recipe: Any, lists: Lists) -> Order:
    """A stranger's recipe as an order. Raises RecipeError, in one sentence, for whatever cannot be run."""
    if not isinstance(recipe, dict) or "kind" not in recipe:
        raise RecipeError(f"A recipe must say its kind: one of {', '.join(KINDS)}.")
    kind = KINDS[OneOf(tuple(KINDS)).read("kind", recipe["kind"])]
    plain = read_fields(kind.fields, {name: value for name, value in recipe.items() if name != "kind"})
    plain = {"kind": kind.name, **plain}
    try:
        kind.check(plain, lists)
        data = kind.data(plain, lists)
    except ValueError as error:          # RecipeError among them: all are one sentence
        raise RecipeError(str(error)) from None
    text = json.dumps([NUMBERS, plain, data], sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    return Order(f"{PRIVATE if kind.is_private(plain) else f'{kind.name}-'}{digest}", plain, kind)
