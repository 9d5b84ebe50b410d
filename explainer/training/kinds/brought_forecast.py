"""A forecaster of a series that a visitor brought; its numbers stand in the recipe."""

import hashlib
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from explainer.state.choices import MAX_SEED
from explainer.training.fields import REQUIRED, OneOf, RecipeError, Whole
from explainer.training.kinds.forecast import followed
from explainer.training.kinds.kind import Kind, Lists, Recipe, Reports, State
from rnncore.cells import CELLS
from rnncore.data.series import LONGEST, RULES, Series, SeriesError
from rnncore.data.series_files import FEWEST, check_values
from rnncore.tasks import brought_series
from rnncore.tasks.series_proposal import Proposal, allowed, propose
from rnncore.training.loop import Training

KIND = "brought-forecast"
MOST_PERIOD = 2_000


@dataclass(frozen=True)
class Numbers:
    """A list of finite numbers, as many as a series may have."""

    default: Any = REQUIRED

    def read(self, name: str, value: Any) -> list[float]:
        """The numbers as floats; plain JSON keeps every bit of them."""
        if not isinstance(value, list) or not FEWEST <= len(value) <= LONGEST:
            raise RecipeError(f"{name} must be a list of {FEWEST} to {LONGEST:,} numbers.")
        if not all(type(number) in (int, float) and math.isfinite(number) for number in value):
            raise RecipeError(f"{name} must hold finite numbers only.")
        return [float(number) + 0.0 for number in value]


FIELDS = {"values": Numbers(), "period": Whole(1, MOST_PERIOD), "rule": OneOf(tuple(RULES)),
          "cell": OneOf(tuple(CELLS)), "hidden": Whole(1, 64, 16), "seed": Whole(0, MAX_SEED, 0)}


def recipe_of(series: Series, cell: str, hidden: int, seed: int) -> Recipe:
    """The recipe of a forecaster of a series that was cut and read as proposed."""
    return {"kind": KIND, "values": series.values.tolist(), "period": series.period, "rule": series.rule, "cell": cell,
            "hidden": hidden, "seed": seed}


def series_of(recipe: Recipe) -> tuple[Series, Proposal]:
    """The series of a recipe, without its times, and how it is learned. Raises SeriesError."""
    values = np.array(recipe["values"])
    check_values(values)
    if recipe["rule"] not in allowed(values):
        raise SeriesError(f"These values cannot be read by “{recipe['rule']}”: choose one of "
                          f"{', '.join(allowed(values))}.")
    plan = propose(values, recipe["period"], recipe["rule"])
    title = f"series {hashlib.sha256(values.tobytes()).hexdigest()[:8]}"
    return Series(title, "", np.arange(len(values), dtype=float), values, 1, plan.rule, plan.period, plan.validation,
                  plan.held_out), plan


def run(recipe: Recipe, state: State | None, lists: Lists) -> Reports:
    """Train on the series as it was proposed for it."""
    series, plan = series_of(recipe)
    training = brought_series.start(series, plan, recipe["cell"], recipe["hidden"], recipe["seed"])
    if state is not None:
        training = Training.resume(training.model, training.corpus, *state)
    return (yield from followed(training))


def _check(recipe: Recipe, lists: Lists) -> None:
    try:
        series_of(recipe)
    except (SeriesError, ValueError) as error:
        raise RecipeError(str(error)) from None


BROUGHT_FORECAST = Kind(KIND, FIELDS, run, _check, is_private=lambda recipe: True)
