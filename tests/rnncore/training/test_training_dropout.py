"""What is hidden or cut while training, and what it changes."""

import numpy as np
import pytest
from factories import CELLS, learner

import rnncore
from rnncore.numerics.flat import flatten
from rnncore.readout import Readout
from rnncore.training.evaluation import loss_on

each_cell = pytest.mark.parametrize("cell", CELLS)


def test_dropout_and_decay_change_the_run_and_evaluation_has_no_dropout(corpus):
    def last(**options):
        *_, report = rnncore.Training(learner(corpus), corpus, rnncore.TrainingConfig(
            steps=5, batch_size=8, **options))
        return report

    plain, dropped, decayed = last(), last(dropout=0.5), last(weight_decay=0.5)
    assert len({plain.validation_loss, dropped.validation_loss, decayed.validation_loss}) == 3
    assert dropped.validation_loss == pytest.approx(loss_on(dropped.model, corpus.validation_encoded), rel=1e-6)
    assert np.linalg.norm(flatten(decayed.model.weights)) < np.linalg.norm(flatten(plain.model.weights))


@each_cell
def test_connections_that_are_cut_learn_nothing_in_that_step(corpus, cell):
    def untouched(share, steps):
        """The share of W_hh that is bit for bit as it was after `steps` steps."""
        start = learner(corpus, cell, 16)
        *_, report = rnncore.Training(start, corpus, rnncore.TrainingConfig(
            steps=steps, batch_size=8, optimiser="sgd", momentum=0.0, learning_rate=1.0, weight_dropout=share))
        return (report.model.params.W_hh == start.params.W_hh).mean()

    assert untouched(0.0, 1) < 0.05
    assert untouched(0.5, 1) == pytest.approx(0.5, abs=0.12)
    # Others are cut in the next step.
    assert untouched(0.5, 2) == pytest.approx(0.25, abs=0.12)


def test_dropout_is_right_on_average(corpus):
    """What is left is made larger, so that the gradient is the same in the mean over many masks.

    With a readout of zeros the gradient of W_ho is linear in the mask, so this holds exactly but
    for chance: 20 masks with some 1,500 entries.
    """
    fresh = learner(corpus, "gru", 6, dtype=np.float64)
    zeros = Readout(*(np.zeros_like(part) for part in fresh.readout))
    start = rnncore.Model(fresh.cell, fresh.config, fresh.params, zeros, fresh.vocabulary)

    def change(dropout, seed):
        *_, report = rnncore.Training(start, corpus, rnncore.TrainingConfig(
            steps=1, batch_size=1000, optimiser="sgd", momentum=0.0, clip_norm=1e9, learning_rate=1e-3, warmup=0.0,
            dropout=dropout, seed=seed))
        return report.model.readout.W_ho.ravel()

    plain = change(0.0, 0)
    for share in (0.2, 0.5):
        mean = np.mean([change(share, seed) for seed in range(20)], axis=0)
        assert mean @ plain / (plain @ plain) == pytest.approx(1, abs=0.05)
