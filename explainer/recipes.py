"""Between the controls of the training section and a recipe, in both directions.

A recipe in an address is its controls; so a link to a trained model trains the same one again.
Settings a cell does not have are left at their defaults: two visitors who differ only in those
share one run.
"""

from typing import Any

from explainer import controls
from explainer.address import value
from rnncore import Corpus
from rnncore.recipes import Recipe, regularised
from rnncore.training_config import TrainingConfig


def recipe_from_controls(corpus: Corpus) -> Recipe:
    """What the visitor has set, for this list. Raises ValueError for what cannot work."""
    cell = value(controls.CELL)
    training = TrainingConfig(
        steps=value(controls.STEPS), seed=value(controls.SEED), batch_size=value(controls.BATCH),
        learning_rate=value(controls.RATE), optimiser=value(controls.OPTIMISER),
        clip_norm=value(controls.CLIP), schedule=value(controls.SCHEDULE),
        dropout=value(controls.DROPOUT), weight_dropout=value(controls.WEIGHT_DROPOUT))
    own = {
        "vanilla": {"activation": value(controls.ACTIVATION)},
        "gru": {"update_bias": value(controls.UPDATE_BIAS)},
        "lstm": {"forget_bias": value(controls.FORGET_BIAS)},
    }[cell]
    recipe = Recipe(training, cell, value(controls.HIDDEN), initialisation=value(controls.INITIALISATION), **own)
    return regularised(recipe, corpus) if value(controls.REGULARISE) == "auto" else recipe


def controls_from_recipe(recipe: Recipe) -> dict[str, Any]:
    """The control values that lead to `recipe`, by key."""
    training = recipe.training
    return {
        "cell": recipe.cell, "hidden": recipe.hidden_size, "steps": training.steps, "seed": training.seed,
        "rate": training.learning_rate, "batch": training.batch_size, "regularise": "own", "dropout": training.dropout,
        "weight_dropout": training.weight_dropout, "clip": training.clip_norm,
        "optimiser": training.optimiser, "schedule": training.schedule, "activation": recipe.activation,
        "initialisation": recipe.initialisation, "forget_bias": recipe.forget_bias,
        "update_bias": recipe.update_bias,
    }
