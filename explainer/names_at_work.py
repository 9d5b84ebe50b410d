"""Names that a network writes letter by letter, as pictures for the home page."""

from dataclasses import replace

import numpy as np

from explainer.graph.build import picture_of
from explainer.graph.contract import Picture
from rnncore import Model, draw
from rnncore.vocabulary import BOUNDARY

SHORTEST, LONGEST = 4, 8      # letters: what fits a screen beside each other
TEMPERATURE = 0.7


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
