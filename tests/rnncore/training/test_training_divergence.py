"""A learning rate that diverges: the run stops by itself, says so, and loses nothing.

Warnings are errors here: an overflow inside must not reach the visitor's terminal.
"""

import math
import warnings

import numpy as np
import pytest
from factories import KINDS, learner, same_bits

import rnncore
from rnncore.numerics.flat import flatten
from tests.covering import pairs


@pytest.fixture(autouse=True)
def warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def run(corpus, kind, rate, **options):
    cell, activation = kind
    settings = {"steps": 40, "batch_size": 8, "report_every": 1, "schedule": "constant", "warmup": 0.0}
    training = rnncore.Training(learner(corpus, cell, activation=activation), corpus,
                                rnncore.TrainingConfig(learning_rate=rate, **settings | options))
    return training, list(training)


@pytest.mark.parametrize("setting", pairs({
    "kind": KINDS, "rate": [10.0, 1e10, 1e30, 1e38, 1e300], "optimiser": ["adam", "sgd"],
    "clip_norm": [1.0, math.inf]}), ids=lambda setting: "-".join(map(str, setting.values())))
def test_every_model_ever_shown_is_finite(corpus, setting):
    training, reports = run(corpus, **setting)
    for model in (*(r.model for r in reports), training.model, training.best):
        assert np.isfinite(flatten(model.weights)).all()
    assert training.finished or (reports[-1].diverged and training.diverged)
    assert not any(r.diverged for r in reports[:-1])


def test_a_run_that_diverges_stops_and_says_so(corpus):
    training, reports = run(corpus, ("vanilla", "identity"), 1e10, optimiser="sgd", clip_norm=math.inf)
    assert reports[-1].diverged and training.diverged and reports[-1].step < 40
    assert list(training) == []
    # What is left can be used: it has a loss, and names can be drawn.
    names = rnncore.sample(training.model, 5, np.random.default_rng(0))
    assert len(names) == 5
    assert np.isfinite(rnncore.surprise(training.model, "ada").nats).all()
    # What was best is kept, and it is the untrained network or better.
    best = min((r for r in reports if math.isfinite(r.validation_loss)), key=lambda r: r.validation_loss)
    assert same_bits(training.best, best.model)


def test_a_diverged_run_can_go_on_with_a_new_budget(corpus):
    training, _ = run(corpus, ("vanilla", "identity"), 1e10, optimiser="sgd", clip_norm=math.inf)
    training.extend(steps=3)
    assert not training.diverged
    more = list(training)
    assert more and np.isfinite(flatten(more[-1].model.weights)).all()


def test_sound_rates_do_not_diverge(corpus):
    for kind in KINDS:
        training, reports = run(corpus, kind, 0.01, optimiser="adam")
        assert training.finished and not training.diverged and reports[-1].validation_loss < reports[0].validation_loss
