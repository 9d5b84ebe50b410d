"""What the chapter shows: the networks of its sections, and the texts that the controls give them to read."""

from typing import NamedTuple

import numpy as np

from explainer.models import shipped
from explainer.state.address import value
from pages.why_recurrence import controls
from rnncore import Model
from rnncore.tasks.sentences.answers import Net

Array = np.ndarray
MOST_WORDS = 40          # of a review that are shown


class Review(NamedTuple):
    """As much of the visitor's review as is shown."""

    words: list[str]
    left_out: int            # words that are not shown

    @property
    def text(self) -> str:
        """The words that are shown; "" if there are none."""
        return " ".join(self.words)


def review_network() -> Model:
    """The network that says after every word how much a review likes its subject."""
    return shipped.sentence_models()["sentiment"]


def review() -> Review:
    """The review that the visitor typed or chose, as its network reads it."""
    words = review_network().vocabulary.read(value(controls.SENTENCE)).words
    return Review(words[:MOST_WORDS], max(0, len(words) - MOST_WORDS))


def letter_network() -> Model:
    """The network whose letters are shown as vectors."""
    return shipped.shipped_models()["given_names-vanilla"]


def year_networks() -> dict[str, Net]:
    """The recurrent network that marks years and its two rivals, by the names that the results use."""
    return {"gru": shipped.sentence_models()["year"], **shipped.year_rivals()}


def year_scores() -> dict[tuple[str, str], Array]:
    """F1 of every seed, [seeds], by (network, test set)."""
    found: dict[tuple[str, str], list[float]] = {}
    for row in shipped.sentence_results():
        if row.task == "year":
            found.setdefault((row.net, row.part), []).append(row.value)
    return {key: np.array(values) for key, values in found.items()}


def year_sentence() -> str:
    """The sentence whose years are marked: one of the two on offer, or the visitor's own, which may be empty."""
    if value(controls.YEAR_SENTENCE) == "own":
        return value(controls.YEAR_TEXT).strip()
    return controls.YEAR_SENTENCE.options[value(controls.YEAR_SENTENCE)]
