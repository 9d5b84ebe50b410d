"""Between the controls of the training section and a recipe, in both directions.

A recipe in an address is its controls; so a link to a trained model trains the same one again.
Settings a cell does not have are left at their defaults: two visitors who differ only in those
share one run.
"""

from collections.abc import Callable
from typing import Any

from explainer.models.shelf import BROUGHT, Entry
from explainer.state import recipe_controls as controls
from explainer.state.address import value
from explainer.state.controls import Control
from explainer.training.names_run import NamesRun
from rnncore import Corpus
from rnncore.training.config import TrainingConfig
from rnncore.training.recipes import Recipe, regularised


def recipe_from_controls(corpus: Corpus, value: Callable[[Control], Any] = value) -> Recipe:
    """What the visitor has set, for this list; `value` tells the setting of a control.

    Raises ValueError for what cannot work.
    """
    cell = value(controls.CELL)
    training = TrainingConfig(
        steps=value(controls.STEPS), seed=value(controls.SEED), batch_size=value(controls.BATCH),
        learning_rate=value(controls.RATE), optimiser=value(controls.OPTIMISER),
        clip_norm=value(controls.CLIP), schedule=value(controls.SCHEDULE),
        dropout=value(controls.DROPOUT), weight_dropout=value(controls.WEIGHT_DROPOUT))
    own = {control.key: value(control) for control in controls.own_controls(cell)}
    recipe = Recipe(training, cell, value(controls.HIDDEN), initialisation=value(controls.INITIALISATION), **own)
    return regularised(recipe, corpus) if value(controls.REGULARISE) == "auto" else recipe


def controls_of(job: NamesRun) -> dict[str, Any]:
    """The control values that lead to this run, by key: its list and its recipe."""
    training = job.recipe.training
    own = {"list": _list_id(job)} if _list_id(job) else {}
    return own | {
        "cell": job.recipe.cell, "hidden": job.recipe.hidden_size, "steps": training.steps,
        "seed": training.seed, "rate": training.learning_rate, "batch": training.batch_size,
        "regularise": "own", "dropout": training.dropout, "weight_dropout": training.weight_dropout,
        "clip": training.clip_norm, "optimiser": training.optimiser, "schedule": training.schedule,
        "activation": job.recipe.activation, "initialisation": job.recipe.initialisation,
        "forget_bias": job.recipe.forget_bias, "update_bias": job.recipe.update_bias,
    }


def in_an_address(entry: Entry) -> dict[str, str]:
    """The recipe of a network trained here, for the address of a page that has no training controls.

    Empty for a shipped network, and for one that no link can carry.
    """
    if entry.job is None or what_a_link_cannot_carry(entry):
        return {}
    found = controls_of(entry.job)
    return {c.key: c.write(found[c.key]) for c in controls.TRAINING}


def what_a_link_cannot_carry(entry: Entry) -> str | None:
    """Why a link does not open this very model, or None if it does."""
    if entry.origin == BROUGHT:
        return "This model came from a file; a link cannot carry it."
    if entry.job is not None and _list_id(entry.job) is None:
        return "This model learned from a list you brought; a link cannot carry that list."
    if entry.job is not None and entry.job.follows:
        return "This model was trained on in a second run; a link cannot carry that, it opens the first run."
    return None


def _list_id(job: NamesRun) -> str | None:
    return None if job.is_private else job.list_key
