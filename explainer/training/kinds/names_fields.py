"""What fits into a recipe for names, and between it and `rnncore.training.recipes.Recipe`."""

import dataclasses
import re
from dataclasses import dataclass
from typing import Any

from explainer.state.choices import LISTS, MAX_SEED, MAX_UNITS
from explainer.training.bounds import BOUNDS
from explainer.training.fields import REQUIRED, Field, Flag, OneOf, Real, RecipeError, Whole
from rnncore.cells import CELLS
from rnncore.numerics.activations import ACTIVATIONS
from rnncore.numerics.initialisation import RECURRENT
from rnncore.training import recipes
from rnncore.training.config import TrainingConfig
from rnncore.training.optimisers import OPTIMISERS
from rnncore.training.schedules import SCHEDULES

BROUGHT = "brought:"
MOST_STEPS = 20_000


@dataclass(frozen=True)
class ListOfNames:
    """A shipped list by its id, or a brought one by "brought:" and its key."""

    default: Any = REQUIRED

    def read(self, name: str, value: Any) -> str:
        """The id or key; whether a brought list is still there is another question."""
        if not isinstance(value, str) or not (value in LISTS or re.fullmatch(BROUGHT + "[0-9a-f]{32}", value)):
            raise RecipeError(f"{name} must be a shipped list or one that was brought here: "
                              f"choose one of {', '.join(LISTS)}, or bring the list again.")
        return value


@dataclass(frozen=True)
class Budgets:
    """More steps after the first ones, each number a schedule of its own from the weights as they are."""

    default: Any = ()

    def read(self, name: str, value: Any) -> list[int]:
        """The numbers of steps."""
        if not isinstance(value, list | tuple) or len(value) > BOUNDS.budgets:
            raise RecipeError(f"{name} must be a list of at most {BOUNDS.budgets} numbers of steps.")
        return [Whole(1, MOST_STEPS).read(name, steps) for steps in value]


FIELDS: dict[str, Field] = {
    "list": ListOfNames(), "cell": OneOf(tuple(CELLS), "gru"), "hidden_size": Whole(1, MAX_UNITS, 64),
    "activation": OneOf(tuple(ACTIVATIONS), "tanh"), "bias": Flag(True),
    "initialisation": OneOf(tuple(RECURRENT), "orthogonal"), "gain": Real(0, 10, 1.0),
    "forget_bias": Real(-20, 20, 1.0), "update_bias": Real(-20, 20, 0.0),
    "steps": Whole(1, MOST_STEPS), "then": Budgets(), "seed": Whole(0, MAX_SEED, 0),
    "batch_size": Whole(1, 512, 128), "learning_rate": Real(1e-9, 1e6, 0.01),
    "optimiser": OneOf(tuple(OPTIMISERS), "adam"), "beta2": Real(0, 0.999999, 0.99),
    "momentum": Real(0, 0.999999, 0.9), "clip_norm": Real(1e-9, 1e9, 1.0),
    "schedule": OneOf(tuple(SCHEDULES), "linear"), "warmup": Real(0, 0.99, 0.02), "dropout": Real(0, 0.95, 0.0),
    "weight_decay": Real(0, 1, 0.0), "weight_dropout": Real(0, 0.95, 0.0), "report_every": Whole(1, 50, 10),
}
OF_THE_CELL = ("cell", "hidden_size", "activation", "bias", "initialisation", "gain", "forget_bias", "update_bias")
OF_THE_TRAINING = tuple(name for name in FIELDS if name not in (*OF_THE_CELL, "list", "then"))


def check_work(recipe: dict[str, Any]) -> None:
    """Raises RecipeError for more work than one visitor may ask for."""
    BOUNDS.check_work(recipe["hidden_size"], recipe["steps"] + sum(recipe["then"]))


def recipe_of(made: recipes.Recipe, list_key: str, then: tuple[int, ...] = ()) -> dict[str, Any]:
    """The plain form of a recipe on a list. Raises RecipeError for a budget in seconds, or a clip of infinity."""
    training = dataclasses.asdict(made.training)
    if training.pop("seconds") is not None or training.pop("evaluate_every") is not None:
        raise RecipeError("Give a number of steps: a budget in seconds is another network on every machine.")
    of_cell = {name: getattr(made, name) for name in OF_THE_CELL}
    return {"kind": "names", "list": list_key, "then": list(then), **of_cell, **training}


def core_recipe(recipe: dict[str, Any]) -> recipes.Recipe:
    """The recipe as `rnncore` has it; the budgets after the first are left out."""
    training = TrainingConfig(**{name: recipe[name] for name in OF_THE_TRAINING})
    return recipes.Recipe(training, **{name: recipe[name] for name in OF_THE_CELL})
