"""One network of the table of capacities: measured as it is born, and trained."""

from typing import Any

import numpy as np

from explainer.state.choices import MAX_SEED, MAX_UNITS
from explainer.training.fields import OneOf, Whole
from explainer.training.kinds.kind import DIVERGED, FINISHED, Kind, Lists, Recipe, Report, Reports, State
from explainer.training.kinds.names import corpus_for, is_private
from explainer.training.kinds.names_fields import MOST_STEPS, ListOfNames
from rnncore.cells import CELLS
from rnncore.diagnostics import capacity
from rnncore.diagnostics.capacity import PER_LAG, STEPS, Measured
from rnncore.training.loop import Training

FIELDS = {"list": ListOfNames(), "cell": OneOf(tuple(CELLS)), "hidden": Whole(1, MAX_UNITS),
          "steps": Whole(1, MOST_STEPS, STEPS), "seed": Whole(0, MAX_SEED, 0)}
MEASURED = ("untrained", "trained")


def recipe_of(list_key: str, cell: str, hidden: int, steps: int, seed: int) -> Recipe:
    """The recipe of a network of the table."""
    return {"kind": "capacity", "list": list_key, "cell": cell, "hidden": hidden, "steps": steps, "seed": seed}


def measured_of(result: State) -> list[Measured]:
    """Both lines of the table: untrained and trained."""
    arrays, values = result
    return [Measured(*values[name], *(arrays[f"{name}_{column}"] for column in PER_LAG)) for name in MEASURED]


def run(recipe: Recipe, state: State | None, lists: Lists) -> Reports:
    """Train, then measure twice."""
    corpus, seed = corpus_for(recipe["list"], lists), recipe["seed"]
    training = capacity.begin(recipe["cell"], recipe["hidden"], corpus, recipe["steps"], seed)
    untrained = training.model
    if state is not None:
        training = Training.resume(untrained, corpus, *state)
    for progress in training:
        yield Report({"fraction": progress.fraction, "step": progress.step, "train_loss": progress.train_loss,
                      "validation_loss": progress.validation_loss}, training.state)
    found = (capacity.measured_untrained(untrained, corpus, seed), capacity.measured_trained(training, corpus, seed))
    arrays: dict[str, np.ndarray] = {}
    values: dict[str, Any] = {"status": DIVERGED if training.diverged else FINISHED, "message": ""}
    for name, one in zip(MEASURED, found, strict=True):
        arrays |= {f"{name}_{column}": array for column, array in zip(PER_LAG, one[-len(PER_LAG):], strict=True)}
        values[name] = [number.item() if isinstance(number, np.generic) else number for number in one[:-len(PER_LAG)]]
    return arrays, values


def _data(recipe: Recipe, lists: Lists) -> dict[str, Any]:
    return {"names": corpus_for(recipe["list"], lists).fingerprint}


CAPACITY = Kind("capacity", FIELDS, run, data=_data, is_private=is_private)
