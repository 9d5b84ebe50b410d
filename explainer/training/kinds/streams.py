"""A network that learns from names joined to streams, by backprop through time that is cut every so many steps."""

from typing import Any

from explainer.state.choices import MAX_SEED, MAX_UNITS
from explainer.training.bounds import BOUNDS
from explainer.training.fields import OneOf, Real, RecipeError, Whole
from explainer.training.kinds.forecast import followed
from explainer.training.kinds.kind import Kind, Lists, Recipe, Reports, State
from explainer.training.kinds.names import corpus_for, is_private
from explainer.training.kinds.names_fields import MOST_STEPS, ListOfNames
from rnncore import Corpus
from rnncore.cells import CELLS, CellConfig
from rnncore.data.streams import Streams
from rnncore.model import new_model
from rnncore.training.config import TrainingConfig
from rnncore.training.equal_budget import RATE
from rnncore.training.truncated_bptt import TruncatedBPTT
from rnncore.training.truncation_sweep import TASK

KIND = "streams"
MOST_SYMBOLS = 6_400         # read in one update
FIELDS = {"list": ListOfNames(), "cell": OneOf(tuple(CELLS)), "hidden": Whole(1, MAX_UNITS), "cut": Whole(1, 200),
          "streams": Whole(1, 2_000), "steps": Whole(1, MOST_STEPS), "seed": Whole(0, MAX_SEED, 0),
          "rate": Real(1e-6, 1, RATE)}


def recipe_of(list_key: str, cell: str, hidden: int, cut: int, streams: int, steps: int, seed: int) -> Recipe:
    """The recipe of a network."""
    return {"kind": KIND, "list": list_key, "cell": cell, "hidden": hidden, "cut": cut, "streams": streams,
            "steps": steps, "seed": seed}


def begin(recipe: Recipe, corpus: Corpus) -> TruncatedBPTT:
    """The training of a recipe, not yet begun. Raises ValueError for more streams than names."""
    config = TrainingConfig(steps=recipe["steps"], seed=recipe["seed"], batch_size=recipe["streams"],
                            learning_rate=recipe["rate"])
    model = new_model(recipe["cell"], CellConfig(len(corpus.vocabulary), recipe["hidden"]), corpus.vocabulary,
                      recipe["seed"], task=TASK)
    return TruncatedBPTT(model, Streams(corpus, recipe["cut"], recipe["streams"], recipe["seed"]), config)


def run(recipe: Recipe, state: State | None, lists: Lists) -> Reports:
    """Train on the streams, from their beginning or from where it was stopped, with the memory it had there."""
    training = begin(recipe, corpus_for(recipe["list"], lists))
    if state is not None:
        training = TruncatedBPTT.resume(training.model, training.corpus, *state)
    return (yield from followed(training))


def _check(recipe: Recipe, lists: Lists) -> None:
    BOUNDS.check_work(recipe["hidden"], recipe["steps"])
    if recipe["cut"] * recipe["streams"] > MOST_SYMBOLS:
        raise RecipeError(f"Steps of a piece times streams may be at most {MOST_SYMBOLS:,}: take fewer of one.")
    begin(recipe, corpus_for(recipe["list"], lists))


def _data(recipe: Recipe, lists: Lists) -> dict[str, Any]:
    return {"names": corpus_for(recipe["list"], lists).fingerprint}


STREAMS = Kind(KIND, FIELDS, run, _check, data=_data, is_private=is_private)
