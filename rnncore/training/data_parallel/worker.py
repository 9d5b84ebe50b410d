"""The other side of a `pair`: learns from half of every batch, in a process of its own.

Not for people: `pair.Pair` starts it, and it ends when nobody is left to ask.
"""

import os

import numpy as np

from rnncore.numerics.flat import views
from rnncore.training.data_parallel import messages
from rnncore.training.learner import Learned


def main() -> None:
    """Wait for half a batch, learn from it, say so."""
    asks, answers = os.fdopen(0, "rb", buffering=0), os.fdopen(1, "wb", buffering=0)
    learner, path = messages.introduced(asks)
    memory = messages.shared(path, learner, "r+")
    weights = views(memory[0], learner.model.weights)
    learner.write_to(memory[1])
    messages.answer(answers, Learned(0.0, 0, 0))             # ready
    # A loss that is no number is told like any other: the side that makes the steps deals with it.
    with np.errstate(all="ignore"):
        while (asked := messages.asked_by(asks)) is not None:
            chosen, seed = asked
            messages.answer(answers, learner.learn(weights, chosen, np.random.default_rng(seed)))


if __name__ == "__main__":
    main()
