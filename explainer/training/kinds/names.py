"""A generator of names: a network, a list (shipped, or brought and known by its key only), and how to train."""

import dataclasses
import io
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from explainer.state.choices import LISTS
from explainer.training.kinds.kind import DIVERGED, FINISHED, Kind, Lists, Recipe, Report, Reports, State
from explainer.training.kinds.names_fields import BROUGHT, FIELDS, check_work, core_recipe
from rnncore import Corpus, History, Model, NameList, Training, corpus_of, read_names, sample
from rnncore.files import checkpoint
from rnncore.tasks.ngrams import Baselines
from rnncore.training import recipes
from rnncore.training.evaluation import baselines_of, losses
from rnncore.training.history import Snapshot
from rnncore.training.progress import Progress

DATA = Path(__file__).parents[3] / "data" / "names"
NAMES_PER_SAMPLE = 6
HISTORY_SIZE = 24
TOO_FAST = ("The learning rate made the weights explode at step {step}. You keep the last good model; "
            "try a lower rate.")


class Trained(NamedTuple):
    """What came of a run: the model chosen on the validation part, snapshots, and what counting can do."""

    model: Model
    history: History
    baselines: Baselines


def corpus_for(list_key: str, lists: Lists) -> Corpus:
    """The list of a recipe, split. Raises RecipeError if it was brought and is gone."""
    if not list_key.startswith(BROUGHT):
        return _shipped(list_key)
    brought = lists(list_key.removeprefix(BROUGHT))
    return _split(brought.title, brought.names)


def run(recipe: Recipe, state: State | None, lists: Lists) -> Reports:
    """Train on the list, one budget after the other; the result is the best model so far, measured on all parts."""
    corpus = corpus_for(recipe["list"], lists)
    counted = dataclasses.asdict(baselines_of(corpus)) if state is None else state[1]["baselines"]
    training, budgets_begun = _begin(recipe, corpus, state)
    more = recipe["then"]
    while True:
        for progress in training:
            told = _told(progress, recipe, counted if progress.step == 0 else None)
            yield Report(told, lambda begun=budgets_begun: _state(training, begun, counted))
        if training.diverged or budgets_begun == len(more):
            return _result(recipe, training, corpus, counted)
        training.extend(steps=more[budgets_begun])
        budgets_begun += 1


def model_of(recipe: recipes.Recipe, corpus: Corpus, state: State) -> Model:
    """The network as it is in the middle of a run, from the run's state."""
    arrays, values = state
    return Training.resume(recipe.new_model(corpus), corpus, arrays, values["training"]).model


def snapshots_of(state: State) -> list[Snapshot]:
    """The weights along a run, from its state."""
    arrays, values = state
    return [Snapshot(step, one, train, validation) for (step, train, validation), one
            in zip(values["snapshots"], arrays["history"], strict=True)]


def trained(result: State) -> Trained:
    """A result in its parts."""
    arrays, values = result
    history, _ = checkpoint.load_history(arrays["history"].tobytes())
    return Trained(checkpoint.load(arrays["model"].tobytes()), history, Baselines(**values["baselines"]))


def _begin(recipe: Recipe, corpus: Corpus, state: State | None) -> tuple[Training, int]:
    """A training where the state says, and how many of the budgets after the first were begun."""
    core, history = core_recipe(recipe), History(HISTORY_SIZE)
    if state is None:
        return core.start(corpus, history), 0
    arrays, values = dict(state[0]), state[1]
    history.snapshots = snapshots_of(state)
    del arrays["history"]
    return Training.resume(core.new_model(corpus), corpus, arrays, values["training"], history), values["budgets"]


def _told(progress: Progress, recipe: Recipe, counted: dict[str, Any] | None) -> dict[str, Any]:
    told = {name: getattr(progress, name) for name in (
        "fraction", "step", "seconds", "characters", "train_loss", "validation_loss", "validation_step",
        "gradient_norm", "learning_rate", "diverged")}
    told = {name: value.item() if isinstance(value, np.generic) else value for name, value in told.items()}
    if counted is not None:
        told["baselines"] = counted
    if progress.validation_step == progress.step and not progress.diverged:
        told["names"] = sample(progress.model, NAMES_PER_SAMPLE, np.random.default_rng(0), 0.8)
    return told


def _state(training: Training, budgets_begun: int, counted: dict[str, Any]) -> State:
    arrays, values = training.state()
    kept = training.history.snapshots
    return (arrays | {"history": np.stack([snapshot.weights for snapshot in kept])},
            {"training": values, "budgets": budgets_begun, "baselines": counted,
             "snapshots": [[one.step, one.train_loss, one.validation_loss] for one in kept]})


def _result(recipe: Recipe, training: Training, corpus: Corpus, counted: dict[str, Any]) -> State:
    best = training.best
    provenance = dataclasses.replace(best.provenance, recipe=core_recipe(recipe).as_dict(),
                                     scores=losses(best, corpus))
    model, history = io.BytesIO(), io.BytesIO()
    checkpoint.save(dataclasses.replace(best, provenance=provenance), model)
    checkpoint.save_history(training.history, best, history, dtype=None)
    arrays = {"model": np.frombuffer(model.getvalue(), dtype=np.uint8),
              "history": np.frombuffer(history.getvalue(), dtype=np.uint8)}
    message = TOO_FAST.format(step=training.step) if training.diverged else ""
    return arrays, {"status": DIVERGED if training.diverged else FINISHED, "message": message,
                    "baselines": counted}


@lru_cache(maxsize=len(LISTS))
def _shipped(list_id: str) -> Corpus:
    return corpus_of(read_names((DATA / f"{list_id}.txt").read_bytes(), LISTS[list_id]))


@lru_cache(maxsize=2)
def _split(title: str, names: tuple[str, ...]) -> Corpus:
    return corpus_of(NameList(title, names))


def _data(recipe: Recipe, lists: Lists) -> dict[str, Any]:
    return {"names": corpus_for(recipe["list"], lists).fingerprint}


def _check(recipe: Recipe, lists: Lists) -> None:
    check_work(recipe)
    core_recipe(recipe).new_model(corpus_for(recipe["list"], lists))


def _before(recipe: Recipe) -> Recipe | None:
    return {**recipe, "then": recipe["then"][:-1]} if recipe["then"] else None


def is_private(recipe: Recipe) -> bool:
    """Whether a recipe learns from a list that was brought."""
    return recipe["list"].startswith(BROUGHT)


NAMES = Kind("names", FIELDS, run, _check, _data, _before, is_private, _split.cache_clear)
