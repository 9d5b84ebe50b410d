"""Two short trainings on the lag task, with and without clipping."""

import dataclasses

import numpy as np

from explainer.state.choices import MAX_SEED
from explainer.training.fields import Real, Whole
from explainer.training.kinds.kind import FINISHED, Kind, Lists, Recipe, Report, Reports, State
from rnncore.diagnostics.clipping import Comparison, Run, on_the_lag_task
from rnncore.numerics.flat import flatten, views
from rnncore.tasks.lag import Start

FIELDS = {"seed": Whole(0, MAX_SEED, 0), "lag": Whole(1, 100, 20), "limit": Real(0.01, 100, 1.0),
          "rate": Real(0.001, 2, 0.05)}


def recipe_of(seed: int, lag: int, limit: float, rate: float) -> Recipe:
    """The recipe of a comparison."""
    return {"kind": "clipping", "seed": seed, "lag": lag, "limit": limit, "rate": rate}


def run(recipe: Recipe, state: State | None, lists: Lists) -> Reports:
    """Both runs at once. They take about a second, so one that was stopped begins again: its state is empty."""
    yield Report({"fraction": 0.0}, lambda: ({}, {}))
    found = on_the_lag_task(recipe["seed"], lag=recipe["lag"], clip_norm=recipe["limit"],
                            learning_rate=recipe["rate"])
    arrays, values = {}, {"status": FINISHED, "message": ""}
    for name, one in (("clipped", found.clipped), ("free", found.free)):
        arrays |= {f"{name}_norms": one.norms, f"{name}_losses": one.losses,
                   f"{name}_weights": np.array(flatten(one.model.weights))}
        values[f"{name}_diverged"] = one.diverged
    return arrays, values


def comparison_of(recipe: Recipe, result: State) -> Comparison:
    """What was compared, as `rnncore.diagnostics.clipping` gives it; the models without their provenance."""
    arrays, values = result
    untrained = Start("vanilla").model(recipe["seed"])

    def one(name: str) -> Run:
        weights = views(arrays[f"{name}_weights"], untrained.weights)
        model = dataclasses.replace(untrained, params=weights.cell, readout=weights.readout)
        return Run(arrays[f"{name}_norms"], arrays[f"{name}_losses"], values[f"{name}_diverged"], model)

    return Comparison(one("clipped"), one("free"), recipe["limit"])


CLIPPING = Kind("clipping", FIELDS, run)
