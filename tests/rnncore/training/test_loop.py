"""Training is a generator whose every report can be trusted."""

import itertools
import math

import factories
import numpy as np
import pytest
from factories import CELLS, learner, trail

import rnncore
from rnncore.data.batches import batches_of
from rnncore.network import mean_loss
from rnncore.numerics.flat import flatten
from rnncore.training.schedules import rate_factor

each_cell = pytest.mark.parametrize("cell", CELLS)


def loss_of(model, encoded):
    return mean_loss(model.cell_module, model.config, model.weights, batches_of(encoded, 64))


@each_cell
@pytest.mark.parametrize("optimiser", ["adam", "sgd"])
def test_the_same_seed_gives_the_same_run_and_another_seed_another(corpus, cell, optimiser):
    def run(seed):
        config = rnncore.TrainingConfig(steps=8, batch_size=16, seed=seed, dropout=0.1, optimiser=optimiser)
        return trail(rnncore.Training(learner(corpus, cell), corpus, config))

    assert run(1) == run(1)
    assert run(1)[-1] != run(2)[-1]


@each_cell
def test_training_lowers_the_validation_loss(syllables, cell):
    config = rnncore.TrainingConfig(steps=150, batch_size=32, learning_rate=0.02, report_every=50)
    reports = list(rnncore.Training(learner(syllables, cell, 16), syllables, config))
    first, last = reports[0], reports[-1]
    assert first.validation_loss == pytest.approx(math.log(len(syllables.vocabulary)), abs=0.5)
    assert last.validation_loss < first.validation_loss - 0.6
    assert last.train_loss < first.validation_loss - 0.6
    # What it learned is the rule: consonant, vowel, consonant, vowel …
    names = rnncore.sample(last.model, 100, np.random.default_rng(0))
    obey = [n for n in names if n and all((s in "aio") == bool(i % 2) for i, s in enumerate(n)) and n[-1] in "aio"]
    assert len(obey) > 80


def test_reports_tell_the_truth(syllables):
    config = rnncore.TrainingConfig(steps=45, batch_size=32, report_every=10, evaluate_every=20, warmup=0.2)
    training = rnncore.Training(learner(syllables), syllables, config)
    reports = list(training)
    assert [r.step for r in reports] == [0, 1, 2, 4, 8, 10, 16, 20, 30, 32, 40, 45]
    assert reports[-1].validation_step == 45 and not any(r.diverged for r in reports)
    for r in reports:
        assert r.fraction == pytest.approx(r.step / 45)
        assert r.validation_step <= r.step and r.model.provenance.steps == r.step
        if r.validation_step == r.step:
            assert r.validation_loss == pytest.approx(loss_of(r.model, syllables.validation_encoded), rel=1e-5)
    assert all(b.seconds >= a.seconds and b.characters > a.characters for a, b in itertools.pairwise(reports))
    assert math.isnan(reports[0].train_loss) and all(r.gradient_norm > 0 for r in reports[1:])
    assert training.finished and training.fraction == 1 and list(training) == []
    # 240 training names, 32 at a time: after one round every name was seen once.
    one_round = rnncore.TrainingConfig(steps=math.ceil(len(syllables.train) / 32), batch_size=32)
    *_, last = rnncore.Training(learner(syllables), syllables, one_round)
    assert last.characters == syllables.train_encoded.characters
    assert last.model.provenance.characters == last.characters


def test_train_loss_is_the_mean_since_the_report_before(corpus):
    fine = rnncore.TrainingConfig(steps=32, batch_size=8, report_every=1)
    coarse = rnncore.TrainingConfig(steps=32, batch_size=8, report_every=1000)
    reports = list(rnncore.Training(learner(corpus), corpus, fine))
    seen = {r.step: r.characters for r in reports}
    for report in rnncore.Training(learner(corpus), corpus, coarse):
        if report.step > 1:
            since = [r for r in reports if report.step // 2 < r.step <= report.step]
            sizes = [seen[r.step] - seen[r.step - 1] for r in since]
            expected = np.average([r.train_loss for r in since], weights=sizes)
            assert report.train_loss == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("schedule", ["linear", "cosine", "constant"])
def test_the_rate_follows_its_schedule_and_extend_starts_a_new_one(corpus, schedule):
    config = rnncore.TrainingConfig(steps=20, batch_size=8, learning_rate=0.03, report_every=1, schedule=schedule,
                                    warmup=0.25)
    training = rnncore.Training(learner(corpus), corpus, config)
    first = [r.learning_rate for r in training]
    for step, rate in enumerate(first):
        assert rate == pytest.approx(0.03 * rate_factor(schedule, 0.25, (step + 0.5) / 20))
    ended = flatten(training.model.weights)
    training.extend(steps=20)
    assert not training.finished and training.fraction == 0 and training.config.steps == 20
    np.testing.assert_array_equal(flatten(training.model.weights), ended)
    again = list(training)
    assert [r.step for r in again] == list(range(21, 41))
    assert [r.learning_rate for r in again] == pytest.approx(first[1:])
    assert [r.fraction for r in again] == pytest.approx([k / 20 for k in range(1, 21)])
    training.extend(seconds=0.05)
    *_, last = training
    assert training.config.steps is None and last.step > 40 and last.fraction == 1


def test_the_best_is_chosen_on_validation(corpus):
    """A large network on few names learns them by heart: the best snapshot is not the last."""
    config = rnncore.TrainingConfig(steps=120, batch_size=16, learning_rate=0.03, report_every=4, evaluate_every=4,
                                    schedule="constant")
    training = rnncore.Training(learner(corpus, "gru", 32), corpus, config)
    reports = list(training)
    best = min(reports, key=lambda r: r.validation_loss)
    assert best.step < 100 and reports[-1].validation_loss > best.validation_loss + 0.05
    assert factories.same_bits(training.best, best.model) and training.best.provenance == best.model.provenance
    assert loss_of(training.best, corpus.validation_encoded) == pytest.approx(best.validation_loss, rel=1e-5)
    assert factories.same_bits(training.model, reports[-1].model)


def test_snapshots_are_immutable_and_stay_as_they_were(corpus):
    training = rnncore.Training(learner(corpus), corpus, rnncore.TrainingConfig(steps=6, batch_size=8, report_every=1))
    kept = [(report.model, flatten(report.model.weights)) for report in training]
    assert len({weights.tobytes() for _, weights in kept}) == 7
    for model, weights in kept:
        np.testing.assert_array_equal(flatten(model.weights), weights)
        with pytest.raises(ValueError, match="read-only"):
            model.params.W_hh[0, 0] = 1


def test_training_leaves_its_model_alone_and_signs_its_work(corpus):
    start = learner(corpus)
    before = flatten(start.weights)
    *_, last = rnncore.Training(start, corpus, rnncore.TrainingConfig(steps=5, batch_size=8, seed=11))
    np.testing.assert_array_equal(flatten(start.weights), before)
    signed = last.model.provenance
    assert (signed.data_name, signed.data_fingerprint, signed.seed) == ("given", corpus.fingerprint, 11)
    assert signed.recipe["steps"] == 5 and signed.recipe["batch_size"] == 8
    # A run on top of it counts on, and does not repeat the same batches.
    *_, more = rnncore.Training(last.model, corpus, rnncore.TrainingConfig(steps=5, batch_size=8, seed=11))
    assert more.step == 5 and more.model.provenance.steps == 10
    assert more.model.provenance.characters == signed.characters + more.characters


def test_a_run_on_top_of_another_does_not_see_the_same_batches_again(corpus):
    def sizes(model):
        config = rnncore.TrainingConfig(steps=5, batch_size=8, seed=11, report_every=1)
        reports = list(rnncore.Training(model, corpus, config))
        return reports[-1].model, [b.characters - a.characters for a, b in itertools.pairwise(reports)]

    first, seen = sizes(learner(corpus))
    _, seen_again = sizes(first)
    assert seen != seen_again


@pytest.mark.parametrize("limit", [2, 5, 30])
def test_history_is_bounded_and_keeps_first_and_latest(corpus, limit):
    history = rnncore.History(limit)
    training = rnncore.Training(learner(corpus), corpus, rnncore.TrainingConfig(
        steps=60, batch_size=16, report_every=3, evaluate_every=3), history)
    losses = {}
    for report in training:
        losses[report.step] = report.validation_loss
        assert len(history.snapshots) <= limit and history.snapshots[-1].step == report.validation_step
    kept = history.snapshots
    assert kept[0].step == 0 and kept[-1].step == 60 and len(kept) == min(limit, len(losses))
    np.testing.assert_array_equal(kept[0].weights, flatten(learner(corpus).weights))
    np.testing.assert_array_equal(kept[-1].weights, flatten(training.model.weights))
    assert all(snapshot.validation_loss == losses[snapshot.step] for snapshot in kept)


@pytest.mark.parametrize("wrong", [
    {}, {"steps": 5, "seconds": 1}, {"steps": 0}, {"seconds": 0}, {"seconds": math.inf}, {"seconds": math.nan}] + [
    {"steps": 5} | more for more in (
        {"batch_size": 0}, {"report_every": 0}, {"evaluate_every": 0}, {"learning_rate": 0},
        {"learning_rate": math.nan}, {"learning_rate": math.inf}, {"clip_norm": 0}, {"clip_norm": math.nan},
        {"dropout": 1}, {"dropout": -0.1}, {"weight_dropout": 1}, {"warmup": 1},
        {"weight_decay": -1}, {"beta2": 1}, {"momentum": 1}, {"optimiser": "?"}, {"schedule": "?"})],
    ids=str)
def test_settings_that_cannot_work_are_refused(wrong):
    with pytest.raises(ValueError):
        rnncore.TrainingConfig(**wrong)


def test_a_list_with_other_symbols_is_refused(corpus, syllables):
    with pytest.raises(ValueError, match="different symbols"):
        rnncore.Training(learner(corpus), syllables, rnncore.TrainingConfig(steps=1))
