"""About how long a network of names takes to train, before anybody has begun.

The time of a step is that of its calls plus that of its letters: a part that grows with the hidden units and one with
their square, each for every gate. The three numbers fit the seconds in `data/budget/log.csv`, measured on one free
core; a busy machine takes a few times as long.
"""

from rnncore import Corpus
from rnncore.cells import CELLS
from rnncore.training.recipes import Recipe

CALLS = 4e-4                 # seconds of a step that has next to no letters
PER_UNIT = 7e-9              # seconds per letter, gate and hidden unit
PER_WEIGHT = 3e-11           # seconds per letter, gate and weight of W_hh


def seconds_to_train(corpus: Corpus, recipe: Recipe) -> float:
    """About how many seconds one free core takes for all steps of a recipe on a list."""
    letters = recipe.training.batch_size * (sum(map(len, corpus.train)) / len(corpus.train) + 1)
    gates, units = CELLS[recipe.cell].GATE_COUNT, recipe.hidden_size
    return recipe.training.steps * (CALLS + letters * gates * (PER_UNIT * units + PER_WEIGHT * units**2))


def in_words(seconds: float) -> str:
    """A duration as people say it: 40 s, 6 min."""
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60):,} min"
