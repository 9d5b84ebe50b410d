"""A small real list and small recipes for it."""

import pytest

import rnncore
from explainer import library
from explainer.runner import Runner
from rnncore.recipes import Recipe


@pytest.fixture
def corpus() -> rnncore.Corpus:
    return library.shipped_corpus("stars")


@pytest.fixture
def recipe():
    """Make a recipe: small and quick unless told otherwise."""
    def make(seed: int = 0, steps: int = 40, hidden: int = 6, cell: str = "gru", activation: str = "tanh",
             **training) -> Recipe:
        config = rnncore.TrainingConfig(steps=steps, seed=seed, batch_size=training.pop("batch_size", 32), **training)
        return Recipe(config, cell, hidden, activation)
    return make


@pytest.fixture
def endless(recipe):
    """A recipe that would take minutes: whoever uses it must stop it."""
    return lambda seed=0: recipe(seed, steps=20_000, hidden=48)


@pytest.fixture
def start_runner():
    """Make runners; all their jobs end with the test."""
    made = []

    def start(cores: int = 2, patience: float = 30.0) -> Runner:
        made.append(Runner(cores, patience))
        return made[-1]

    yield start
    for runner in made:
        for job in list(runner.jobs.values()):
            for session in list(job.watchers):
                runner.leave(session, job.key)
