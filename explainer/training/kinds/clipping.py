"""Two short trainings on the lag task, with and without clipping."""

import io
from typing import Any

import numpy as np

from explainer.state.choices import MAX_SEED
from explainer.training.fields import Real, Whole
from explainer.training.kinds.kind import FINISHED, Kind, Lists, Recipe, Report, Reports, State
from rnncore.diagnostics.clipping import Comparison, Run, on_the_lag_task
from rnncore.files import checkpoint

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
        file = io.BytesIO()
        checkpoint.save(one.model, file)
        arrays |= {f"{name}_norms": one.norms, f"{name}_losses": one.losses,
                   f"{name}_model": np.frombuffer(file.getvalue(), dtype=np.uint8)}
        values[f"{name}_diverged"] = one.diverged
    return arrays, values


def comparison_of(recipe: Recipe, result: State) -> Comparison:
    """What was compared, as `rnncore.diagnostics.clipping` gives it."""
    arrays, values = result
    return Comparison(_one("clipped", arrays, values), _one("free", arrays, values), recipe["limit"])


def _one(name: str, arrays: dict[str, np.ndarray], values: dict[str, Any]) -> Run:
    return Run(arrays[f"{name}_norms"], arrays[f"{name}_losses"], values[f"{name}_diverged"],
               checkpoint.load(arrays[f"{name}_model"].tobytes()))


CLIPPING = Kind("clipping", FIELDS, run)
