"""One trial of the lag task: a network, a lag, a seed, and so many updates."""

from typing import Any

import numpy as np

from explainer.state.choices import MAX_SEED
from explainer.training.fields import OneOf, Real, Whole
from explainer.training.kinds.kind import DIVERGED, FINISHED, Kind, Lists, Recipe, Report, Reports, State
from rnncore.cells import CELLS
from rnncore.numerics.activations import ACTIVATIONS
from rnncore.numerics.flat import flatten
from rnncore.numerics.initialisation import RECURRENT
from rnncore.tasks.lag import BETA2, HIDDEN, RATE, UPDATES, Check, Start, Trial, begin, follow
from rnncore.training.loop import Training

FIELDS = {
    "lag": Whole(1, 200), "cell": OneOf(tuple(CELLS)), "seed": Whole(0, MAX_SEED, 0),
    "updates": Whole(1, UPDATES, UPDATES), "keep": Real(-20, 20, None, optional=True),
    "write": Real(-20, 20, None, optional=True), "initialisation": OneOf(tuple(RECURRENT), "orthogonal"),
    "hidden": Whole(1, 64, HIDDEN), "beta2": Real(0, 0.999999, BETA2), "rate": Real(1e-6, 1, RATE),
    "activation": OneOf(tuple(ACTIVATIONS), "tanh"), "longest": Real(3, 200, None, optional=True),
}


def recipe_of(lag: int, start: Start, seed: int, updates: int, beta2: float = BETA2, rate: float = RATE) -> Recipe:
    """The recipe of a trial."""
    return {"kind": "lag", "lag": lag, "cell": start.cell, "seed": seed, "updates": updates, "keep": start.keep,
            "write": start.write, "initialisation": start.initialisation, "hidden": start.hidden, "beta2": beta2,
            "rate": rate, "activation": start.activation, "longest": start.longest}


def trial_of(recipe: Recipe, log: list[dict[str, Any]]) -> Trial | None:
    """The trial as its log tells it, so far or to its end; None before the first check."""
    if not log:
        return None
    checks = tuple(Check(row["update"], row["accuracy"], row["loss"]) for row in log)
    last = log[-1]
    return Trial(recipe["lag"], start_of(recipe), recipe["seed"], checks, last["solved"], last["finished"],
                 last["seconds"], last["diverged"])


def start_of(recipe: Recipe) -> Start:
    """How the recipe's network begins."""
    return Start(recipe["cell"], recipe["keep"], recipe["write"], recipe["initialisation"], recipe["hidden"],
                 recipe["activation"], recipe["longest"])


def run(recipe: Recipe, state: State | None, lists: Lists) -> Reports:
    """Train until solved or out of budget; a report at every check. The result has the weights as they ended."""
    start, checks = start_of(recipe), ()
    training = begin(recipe["lag"], start, recipe["seed"], recipe["updates"], recipe["beta2"],
                     recipe["rate"])
    if state is not None:
        arrays, values = state
        checks = tuple(Check(*check) for check in values["checks"])
        training = Training.resume(training.model, training.corpus, arrays, values["training"])
        if values["ended"]:
            return _result(training)
    for trial in follow(training, start, checks):
        yield Report(_told(trial, recipe["updates"]), lambda trial=trial: _state(training, trial))
    return _result(training)


def _told(trial: Trial, updates: int) -> dict[str, Any]:
    last = trial.checks[-1]
    return {"fraction": 1.0 if trial.finished else last.update / updates, "update": last.update,
            "accuracy": last.accuracy, "loss": last.loss, "solved": trial.solved, "finished": trial.finished,
            "seconds": trial.seconds, "diverged": trial.diverged}


def _state(training: Training, trial: Trial) -> State:
    arrays, values = training.state()
    return arrays, {"training": values, "checks": [list(check) for check in trial.checks], "ended": trial.finished}


def _result(training: Training) -> State:
    return ({"weights": np.array(flatten(training.model.weights))},
            {"status": DIVERGED if training.diverged else FINISHED, "message": ""})


LAG = Kind("lag", FIELDS, run)
