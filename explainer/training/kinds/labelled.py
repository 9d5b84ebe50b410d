"""A word network for labelled texts that a visitor brought; they are kept as lines of a label, a tab and a text."""

import io
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from explainer.state.choices import MAX_SEED
from explainer.training.fields import REQUIRED, OneOf, RecipeError, Whole
from explainer.training.kinds.kind import DIVERGED, FINISHED, Kind, Lists, Recipe, Report, Reports, State
from explainer.training.kinds.names_fields import BROUGHT
from rnncore import Model, NameList
from rnncore.cells import CELLS
from rnncore.data.labelled_texts import LabelledTexts, TextsError, collected
from rnncore.files import checkpoint
from rnncore.tasks.sentences import labelled
from rnncore.training.loop import Training

KIND = "labelled"
MOST_STEPS = 3_000


class Trained(NamedTuple):
    """What came of a run: the network, how often it is right on the test texts, and what its rivals reach."""

    model: Model
    right: float
    rival: labelled.Rival


@dataclass(frozen=True)
class BroughtTexts:
    """Labelled texts that were brought, by "brought:" and their key."""

    default: Any = REQUIRED

    def read(self, name: str, value: Any) -> str:
        """The key; whether the texts are still there is another question."""
        if not isinstance(value, str) or not re.fullmatch(BROUGHT + "[0-9a-f]{32}", value):
            raise RecipeError(f"{name} must be labelled texts that were brought here: bring them again.")
        return value


FIELDS = {"texts": BroughtTexts(), "cell": OneOf(tuple(CELLS), "gru"), "hidden": Whole(1, 64, labelled.UNITS),
          "steps": Whole(1, MOST_STEPS, labelled.STEPS), "seed": Whole(0, MAX_SEED, 0)}


def as_list(listed: LabelledTexts) -> NameList:
    """Labelled texts as lines that `Engine.bring` keeps."""
    return NameList(listed.title, tuple(f"{listed.labels[label]}\t{text}" for text, label in
                                        zip(listed.texts, listed.answers, strict=True)))


def recipe_of(key: str, cell: str = "gru", hidden: int = labelled.UNITS, seed: int = 0,
              steps: int = labelled.STEPS) -> Recipe:
    """The recipe of a network for the texts that `Engine.bring` gave this key."""
    return {"kind": KIND, "texts": BROUGHT + key, "cell": cell, "hidden": hidden, "steps": steps, "seed": seed}


def data_for(key: str, lists: Lists) -> labelled.LabelledData:
    """The texts of a recipe, split. Raises RecipeError for what is no longer there, or was never labelled texts."""
    brought = lists(key.removeprefix(BROUGHT))
    try:
        return _split(brought.title, brought.names)
    except TextsError as error:
        raise RecipeError(str(error)) from None


def run(recipe: Recipe, state: State | None, lists: Lists) -> Reports:
    """Train on the texts; the result is the best network, measured on the test texts beside its rivals."""
    data = data_for(recipe["texts"], lists)
    training = labelled.start(data, recipe["cell"], recipe["hidden"], recipe["seed"], recipe["steps"])
    if state is not None:
        training = Training.resume(training.model, data, *state)
    for progress in training:
        yield Report({"fraction": progress.fraction, "step": progress.step, "seconds": progress.seconds,
                      "train_loss": progress.train_loss, "validation_loss": progress.validation_loss}, training.state)
    file = io.BytesIO()
    checkpoint.save(training.best, file)
    return ({"model": np.frombuffer(file.getvalue(), dtype=np.uint8)},
            {"status": DIVERGED if training.diverged else FINISHED, "message": "",
             "right": labelled.right(training.best, data), "rival": list(labelled.rivals(data))})


def model_of(recipe: Recipe, state: State, lists: Lists) -> Model:
    """The network as it is in the middle of a run, from the run's state."""
    data = data_for(recipe["texts"], lists)
    begun = labelled.start(data, recipe["cell"], recipe["hidden"], recipe["seed"], recipe["steps"])
    return Training.resume(begun.model, data, *state).model


def trained(result: State) -> Trained:
    """A result in its parts."""
    arrays, values = result
    return Trained(checkpoint.load(arrays["model"].tobytes()), values["right"], labelled.Rival(*values["rival"]))


@lru_cache(maxsize=2)
def _split(title: str, lines: tuple[str, ...]) -> labelled.LabelledData:
    pairs = (line.partition("\t") for line in lines)
    return labelled.data_of(collected(((text, label) for label, _, text in pairs), title))


def _check(recipe: Recipe, lists: Lists) -> None:
    data_for(recipe["texts"], lists)


def _data(recipe: Recipe, lists: Lists) -> dict[str, Any]:
    return {"texts": data_for(recipe["texts"], lists).fingerprint}


LABELLED = Kind(KIND, FIELDS, run, _check, _data, is_private=lambda recipe: True,
                forget=_split.cache_clear)
