"""The three networks of the year race, and what five seeds of each reached."""

import numpy as np

from explainer.models import shipped
from rnncore.tasks.sentences.answers import Net

Array = np.ndarray


def year_racers() -> dict[str, Net]:
    """The recurrent network and its two rivals, by the names that the results use."""
    return {"gru": shipped.sentence_models()["year"], **shipped.year_rivals()}


def year_scores() -> dict[tuple[str, str], Array]:
    """F1 of every seed, by (network, test set)."""
    found: dict[tuple[str, str], list[float]] = {}
    for row in shipped.sentence_results():
        if row.task == "year":
            found.setdefault((row.net, row.part), []).append(row.value)
    return {key: np.array(values) for key, values in found.items()}
