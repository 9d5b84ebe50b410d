"""Stopping and going on is going through: bit for bit."""

import io
import itertools

import factories
import numpy as np
import pytest
from factories import told, trail
from numeric import assert_one_sentence

import rnncore
from tests.covering import pairs

OPTIMISERS = ["adam", "sgd"]
SCHEDULES = ["linear", "cosine", "constant"]
# 39 training names in batches of 8 are 5 steps a round, so 12 steps end in the middle of the third.
SETTINGS = {"steps": 12, "batch_size": 8, "seed": 4, "report_every": 1}


def by_looping_again(training, start, corpus):
    return training


def by_state(training, start, corpus):
    return rnncore.Training.resume(start, corpus, *training.state())


def by_file(training, start, corpus):
    file = io.BytesIO()
    rnncore.save_training(file, training.state(), start)
    model, arrays, values = rnncore.load_training(file.getvalue())
    return rnncore.Training.resume(model, corpus, arrays, values)


WAYS = [by_looping_again, by_state, by_file]
ways = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


@pytest.mark.parametrize("setting", pairs({
    "way": WAYS, "optimiser": OPTIMISERS, "schedule": SCHEDULES, "dropout": [0.0, 0.3]}), ids=lambda setting: "-".join(
        getattr(option, "__name__", str(option)) for option in setting.values()))
def test_going_on_equals_going_through(corpus, setting):
    way, optimiser, schedule, dropout = setting.values()
    config = rnncore.TrainingConfig(**SETTINGS, optimiser=optimiser, schedule=schedule, dropout=dropout, warmup=0.2,
                                    weight_decay=0.01, weight_dropout=dropout)
    start = factories.learner(corpus)
    through = rnncore.Training(start, corpus, config)
    whole = trail(through)
    assert len(whole) == 13
    for stops in ((0,), (3, 4, 9), (5,), (12,)):
        training, reports = rnncore.Training(start, corpus, config), []
        for stop in (*stops, None):
            reports += trail(training, stop)
            training = way(training, start, corpus)
        assert reports == whole, f"stopped at {stops}"
        assert factories.same_bits(training.model, through.model)
        assert factories.same_bits(training.best, through.best)
        assert training.best.provenance == through.best.provenance
        assert training.finished and training.characters == through.characters


@ways
@pytest.mark.parametrize("cell", factories.CELLS)
def test_every_cell_and_reports_far_apart(corpus, way, cell):
    config = rnncore.TrainingConfig(**SETTINGS | {"steps": 24, "report_every": 7}, evaluate_every=14)
    start = factories.learner(corpus, cell)
    whole = trail(rnncore.Training(start, corpus, config))
    for stop in (1, 7, 16, 21):
        training = rnncore.Training(start, corpus, config)
        reports = trail(training, stop)
        assert reports + trail(way(training, start, corpus)) == whole


@ways
def test_a_second_schedule_survives_too(corpus, way):
    start, config = factories.learner(corpus), rnncore.TrainingConfig(**SETTINGS)
    through = rnncore.Training(start, corpus, config)
    trail(through)
    through.extend(steps=10)
    whole = trail(through)
    training = rnncore.Training(start, corpus, config)
    trail(training, 7)
    training = way(training, start, corpus)
    trail(training)
    training.extend(steps=10)
    reports = trail(training, 15)
    assert reports + trail(way(training, start, corpus)) == whole
    assert training.step in (15, 22) and through.step == 22


def test_the_state_is_a_copy(corpus):
    """What was saved does not change while training goes on."""
    start, config = factories.learner(corpus), rnncore.TrainingConfig(**SETTINGS)
    training = rnncore.Training(start, corpus, config)
    first = trail(training, 6)
    state = training.state()
    rest = trail(training)
    assert trail(rnncore.Training.resume(start, corpus, *state)) == rest
    assert first + rest == trail(rnncore.Training(start, corpus, config))


def test_two_runs_do_not_disturb_each_other(corpus):
    start, config = factories.learner(corpus), rnncore.TrainingConfig(**SETTINGS)
    alone = trail(rnncore.Training(start, corpus, config))
    one, two = iter(rnncore.Training(start, corpus, config)), iter(rnncore.Training(start, corpus, config))
    both = list(itertools.zip_longest(map(told, one), map(told, two)))
    assert both == [(report, report) for report in alone]


@pytest.mark.parametrize("lost", ["arrays", "values"])
def test_a_file_with_a_part_missing_or_misshapen_is_refused(corpus, lost):
    start = factories.learner(corpus)
    training = rnncore.Training(start, corpus, rnncore.TrainingConfig(**SETTINGS))
    trail(training, 3)
    arrays, values = training.state()
    broken = [({k: v for k, v in arrays.items() if k != gone}, values) for gone in arrays]
    broken += [(arrays | {k: v[:-1]}, values) for k, v in arrays.items() if v.ndim and k != "order"]
    broken += [(arrays | {k: np.full_like(arrays[k], np.nan)}, values) for k in ("weights", "best")]
    if lost == "values":
        broken = [(arrays, {k: v for k, v in values.items() if k != gone}) for gone in values]
        broken += [(arrays, values | change) for change in (
            {"config": values["config"] | {"steps": -1}}, {"config": 3}, {"config": {"colour": "red"}},
            {"rng": {"bit_generator": "?"}}, {"rng": 7}, {"step": "three"}, {"run_start": 1}, {"best": [1]},
            {"position": -5.5})]
    for state in broken:
        file = io.BytesIO()
        rnncore.save_training(file, state, start)
        with pytest.raises(rnncore.CheckpointError) as caught:
            rnncore.load_training(file.getvalue())
        assert_one_sentence(caught.value)
