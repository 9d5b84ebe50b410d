"""The training engine by itself: default recipes on every core until it is told to end. Part of `load.py`.

    python benchmarks/load_training.py FOLDER FIRST_SEED

Prints a line a second: seconds since the start, and how many trainings are done, with the parts of those that run.
"""

import dataclasses
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from explainer.models.recipe_links import recipe_from_controls  # noqa: E402
from explainer.state.recipe_controls import LIST  # noqa: E402
from explainer.training.engine import Engine  # noqa: E402
from explainer.training.kinds.names import corpus_for  # noqa: E402
from explainer.training.kinds.names_fields import recipe_of  # noqa: E402
from explainer.training.store import Store  # noqa: E402
from explainer.training.workers import best_workers  # noqa: E402
from rnncore import Corpus  # noqa: E402


def default_recipe(seed: int) -> dict:
    """What the name page trains if nobody changes anything but the seed."""
    made = recipe_from_controls(default_list(), value=lambda control: control.default)
    return recipe_of(dataclasses.replace(made, training=dataclasses.replace(made.training, seed=seed)), LIST.default)


def default_list() -> Corpus:
    """The list that it learns from."""
    return corpus_for(LIST.default, lambda key: None)


def characters() -> float:
    """How many characters one default training reads."""
    recipe, read = default_recipe(0), default_list().train_encoded
    return recipe["steps"] * recipe["batch_size"] * read.characters / len(read.lengths)


def main() -> None:
    """Keep every core busy, with one job more in the queue for each."""
    engine = Engine(Store(sys.argv[1]), best_workers())
    seed, done, keys, began = int(sys.argv[2]), 0, [], time.monotonic()
    while True:
        while len(keys) < 2 * engine.workers.capacity:
            keys.append(engine.submit("alone", default_recipe(seed)).key)
            seed += 1
        views = [engine.ask("alone", key) for key in keys]
        done += sum(not view.is_active for view in views)
        keys = [view.key for view in views if view.is_active]
        parts = sum(view.fraction for view in views if view.is_active)
        print(f"{time.monotonic() - began:.3f} {done + parts:.4f}", flush=True)
        time.sleep(1)


if __name__ == "__main__":
    main()
