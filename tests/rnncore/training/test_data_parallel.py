"""Two processes learn what one learns."""

import json
import math
import os
import shutil
import signal
import sys

import factories
import numpy as np
import pytest
from factories import CELLS, learner, trail

import rnncore
from rnncore import network
from rnncore.commands import train
from rnncore.numerics.flat import views
from rnncore.tasks.lag import LagTask, Start
from rnncore.training.data_parallel import messages, worker
from rnncore.training.data_parallel.pair import POSSIBLE, Pair, WorkerLostError
from rnncore.training.learner import Learned, Learner

pytestmark = pytest.mark.skipif(os.name != "posix", reason="two processes need a Unix-like system")


@pytest.fixture
def paired():
    """Make pairs, and end their processes."""
    made = []

    def pair(*what, **shares) -> Pair:
        made.append(Pair(Learner(*what, **shares)))
        return made[-1]

    yield pair
    for one in made:
        one.close()


@pytest.mark.parametrize("cell", CELLS)
def test_two_halves_are_the_whole(cell, syllables, paired):
    model = learner(syllables, cell, dtype=np.float64)
    alone, pair = Learner(model, syllables, network), paired(model, syllables, network)
    for size in (1, 2, 7, 64):
        chosen = np.random.default_rng(size).choice(syllables.examples, size, replace=False)
        expected = alone.learn(model.weights, chosen, np.random.default_rng(0))
        found = pair.learn(model.weights, chosen, np.random.default_rng(0))
        assert found == pytest.approx(expected, rel=1e-12)
        assert np.abs(alone.gradient).max() > 1e-3
        np.testing.assert_allclose(pair.gradient, alone.gradient, rtol=1e-9, atol=1e-13)


def test_the_worker_reads_the_weights_of_every_step(syllables, paired):
    model = learner(syllables, dtype=np.float64)
    alone, pair = Learner(model, syllables, network), paired(model, syllables, network)
    chosen, rng = np.arange(12), np.random.default_rng(0)
    losses = set()
    for seed in range(3):
        other = learner(syllables, seed=seed, dtype=np.float64).weights
        losses.add(pair.learn(other, chosen, rng).loss)
        alone.learn(other, chosen, rng)
        np.testing.assert_allclose(pair.gradient, alone.gradient, rtol=1e-9, atol=1e-13)
    assert len(losses) == 3


def test_a_run_of_two_ends_where_a_run_of_one_ends(syllables):
    start = learner(syllables, "lstm", dtype=np.float64)
    config = rnncore.TrainingConfig(steps=40, batch_size=24, report_every=10)
    one, two = (list(rnncore.Training(start, syllables, config, processes=count))[-1] for count in (1, 2))
    assert two.validation_loss == pytest.approx(one.validation_loss, rel=1e-9)
    assert two.characters == one.characters and two.gradient_norm == pytest.approx(one.gradient_norm, rel=1e-6)


def test_a_run_of_two_repeats_exactly_and_goes_on_exactly(corpus):
    start = learner(corpus)
    config = rnncore.TrainingConfig(steps=8, batch_size=16, dropout=0.2, weight_dropout=0.3, report_every=1)

    def fresh():
        return rnncore.Training(start, corpus, config, processes=2)

    whole = trail(fresh())
    assert trail(fresh()) == whole
    assert whole[-1] != trail(rnncore.Training(start, corpus, config))[-1], "each half draws what it hides"
    training = fresh()
    first = trail(training, 4)
    resumed = rnncore.Training.resume(start, corpus, *training.state())
    assert resumed.processes == 2 and first + trail(resumed) == whole


def test_data_without_end_are_made_up_by_both(paired):
    model = Start("gru", hidden=5).model(0)
    pair, rng = paired(model, LagTask(6), network), np.random.default_rng(0)
    first, second = (pair.learn(model.weights, np.arange(10), rng) for _ in range(2))
    assert first.answers == 10 and first.characters == 70 and math.isfinite(first.loss)
    assert second.loss != first.loss, "new ones each time"


def test_the_process_ends_with_the_loop(corpus):
    training = rnncore.Training(learner(corpus), corpus, rnncore.TrainingConfig(steps=30, report_every=1), processes=2)
    steps = iter(training)
    next(steps), next(steps)
    process = steps.gi_frame.f_locals["pair"]._process
    assert process.poll() is None
    steps.close()
    assert process.poll() == 0 and training.step >= 1 and not training.finished


def test_a_lost_worker_is_told_and_training_can_go_on(corpus):
    training = rnncore.Training(learner(corpus), corpus, rnncore.TrainingConfig(steps=30, report_every=1), processes=2)
    steps = iter(training)
    next(steps), next(steps)
    process = steps.gi_frame.f_locals["pair"]._process
    process.send_signal(signal.SIGKILL)
    process.wait()
    with pytest.raises(WorkerLostError, match="has ended"):
        list(steps)
    assert list(training)[-1].step == 30


def test_the_command_line_goes_on_in_one_process(corpus, tmp_path, monkeypatch, capsys):
    names = tmp_path / "names.txt"
    names.write_text("\n".join(factories.NAMES))
    real, asked = messages.ask, []

    def loses_its_worker(*what) -> None:
        asked.append(what)
        if len(asked) == 5:
            raise BrokenPipeError
        real(*what)

    monkeypatch.setattr(messages, "ask", loses_its_worker)
    assert train.main(["--names", str(names), "--hidden", "4", "--steps", "20", "--processes", "2"]) == 0
    told = capsys.readouterr()
    assert "has ended. It goes on in one." in told.err and len(asked) == 5
    assert json.loads(told.out)["steps"] == 20


def test_a_worker_that_cannot_start_is_told(corpus, monkeypatch):
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(WorkerLostError):
        Pair(Learner(learner(corpus), corpus, network))


def test_a_loss_that_is_no_number_is_told_like_any_other(corpus, paired):
    model = learner(corpus)
    pair = paired(model, corpus, network)
    vector = np.full_like(pair.gradient, np.nan)
    assert math.isnan(pair.learn(views(vector, model.weights), np.arange(6), np.random.default_rng(0)).loss)
    assert math.isfinite(pair.learn(model.weights, np.arange(6), np.random.default_rng(0)).loss)


def test_only_one_or_two(corpus):
    with pytest.raises(ValueError, match="processes must be 1 or 2"):
        rnncore.Training(learner(corpus), corpus, rnncore.TrainingConfig(steps=1), processes=3)
    assert isinstance(POSSIBLE, bool)


def test_the_worker_by_itself(corpus, tmp_path, monkeypatch):
    """Its loop, in this process: ready, an answer to each question, an end."""
    mine = Learner(learner(corpus), corpus, network, 0.1)
    file = tmp_path / "shared"
    memory = messages.shared(str(file), mine, "w+")
    views(memory[0], mine.model.weights).readout.W_ho[...] = mine.model.readout.W_ho
    (asks, asking), (answering, answers) = os.pipe(), os.pipe()
    with os.fdopen(asking, "wb", buffering=0) as out, os.fdopen(answering, "rb", buffering=0) as back:
        messages.introduce(out, mine, str(file))
        messages.ask(out, np.array([3, 1, 4]), 5)
        out.close()
        real = os.fdopen
        monkeypatch.setattr(os, "fdopen", lambda fd, *way, **options: real((asks, answers)[fd], *way, **options))
        worker.main()
        assert messages.answer_from(back) == Learned(0.0, 0, 0)
        told = messages.answer_from(back)
    weights = views(memory[0], mine.model.weights)
    assert told == mine.learn(weights, np.array([3, 1, 4]), np.random.default_rng(5))
    np.testing.assert_array_equal(memory[1], mine.gradient)
