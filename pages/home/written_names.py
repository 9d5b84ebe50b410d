"""Names that a network writes letter by letter, as pictures for the home page."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from explainer.components.graph.build import picture_of
from explainer.components.graph.contract import Picture
from explainer.components.graph.weights import pictures_as_json
from explainer.models.shipped import shipped_models
from rnncore import Model, draw
from rnncore.data.vocabulary import BOUNDARY

SHORTEST, LONGEST = 4, 8      # letters: what fits a screen beside each other
TEMPERATURE = 0.7
WRITER = "given_names-vanilla"
NAMES = 3                     # each is a picture of its own to send; one after the other they take twenty seconds
AHEAD = 32                    # how many numbers have their names written before anybody asks


@lru_cache(maxsize=2 * AHEAD)
def names_as_sent(number: int) -> dict[str, Any]:
    """The names of one number by the shipped network, ready for the browser: 0.1 MB, so only the latest are kept."""
    return pictures_as_json([picture for _, picture in written_names(shipped_models()[WRITER], number, NAMES)])


def write_ahead() -> None:
    """Have names ready for whoever comes: made on arrival, they hold up the first picture."""
    for number in range(AHEAD):
        names_as_sent(number)


def written_names(model: Model, number: int, count: int) -> list[tuple[str, Picture]]:
    """`count` different names that `model` draws, each with the picture of how it came about.

    The same `number` gives the same names. Only finished names of a length that fits are taken.
    """
    rng, found = np.random.default_rng(number), {}
    while len(found) < count:
        drawn = draw(model, 4 * count, rng, TEMPERATURE)
        for i, name in enumerate(drawn.names):
            if len(found) < count and SHORTEST <= len(name) <= LONGEST and drawn.finished[i] and name not in found:
                found[name] = _picture(model, drawn.symbols[:len(name) + 1, i])
    return list(found.items())


def _picture(model: Model, symbols: np.ndarray) -> Picture:
    """The matrices' weights are left out: every other number stays, and the page is small."""
    picture = picture_of(model, np.concatenate([[BOUNDARY], symbols[:-1]]), chosen=symbols, feedback=True,
                         temperature=TEMPERATURE)
    return replace(picture, matrices=tuple(replace(matrix, values=()) for matrix in picture.matrices))
