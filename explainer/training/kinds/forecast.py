"""A forecaster of a shipped series."""

import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from explainer.state.choices import MAX_SEED
from explainer.training.fields import OneOf, Whole
from explainer.training.kinds.kind import DIVERGED, FINISHED, Kind, Lists, Recipe, Report, Reports, State
from rnncore import Model
from rnncore.cells import CELLS
from rnncore.files import checkpoint
from rnncore.tasks import series_experiment
from rnncore.training.loop import Training

FOLDER = Path(__file__).parents[3] / "data" / "series"
FIELDS = {"series": OneOf(tuple(series_experiment.SHIPPED)), "cell": OneOf(tuple(CELLS)),
          "hidden": Whole(1, 64, 16), "seed": Whole(0, MAX_SEED, 0)}


def recipe_of(series: str, cell: str, hidden: int, seed: int) -> Recipe:
    """The recipe of a forecaster."""
    return {"kind": "forecast", "series": series, "cell": cell, "hidden": hidden, "seed": seed}


def model_of(result: State) -> Model:
    """The forecaster: the weights that did best on the validation part."""
    return checkpoint.load(result[0]["model"].tobytes())


def run(recipe: Recipe, state: State | None, lists: Lists) -> Reports:
    """Train on the series by its own plan."""
    training = series_experiment.start(recipe["series"], FOLDER, recipe["cell"], recipe["hidden"], recipe["seed"])
    if state is not None:
        training = Training.resume(training.model, training.corpus, *state)
    return (yield from followed(training))


def followed(training: Training) -> Reports:
    """A training run to its end, a report at a time; the result is the model that did best."""
    for progress in training:
        told = {"fraction": progress.fraction, "step": progress.step, "seconds": progress.seconds,
                "train_loss": progress.train_loss, "validation_loss": progress.validation_loss}
        yield Report(told, training.state)
    file = io.BytesIO()
    checkpoint.save(training.best, file)
    return ({"model": np.frombuffer(file.getvalue(), dtype=np.uint8)},
            {"status": DIVERGED if training.diverged else FINISHED, "message": ""})


@lru_cache
def _fingerprint(series: str) -> str:
    return hashlib.sha256((FOLDER / f"{series}.csv").read_bytes()).hexdigest()[:12]


def _data(recipe: Recipe, lists: Lists) -> dict[str, Any]:
    return {"series": _fingerprint(recipe["series"])}


FORECAST = Kind("forecast", FIELDS, run, data=_data)
