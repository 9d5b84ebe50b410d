"""Networks without a memory: gradients against differences, and what a window can and cannot see."""

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore import Training, TrainingConfig
from rnncore.data.batches import Batch
from rnncore.data.packing import packing_of, unpack
from rnncore.data.words import Words
from rnncore.files.checkpoint import CheckpointError, load, load_window, save_window
from rnncore.numerics.flat import flatten, leaves, views
from rnncore.objectives import OBJECTIVES
from rnncore.tasks import windows
from rnncore.tasks.sentences import Sentence, SentenceData
from rnncore.tasks.sentences.answers import answers_to
from rnncore.tasks.windows import NO, WindowConfig, new_window, place_weights
from tests.rnncore.forgery import DESCRIPTION, npy, refused, zipped
from tests.rnncore.numeric import assert_same_gradient, central_difference

WORDS = Words(("a", "b", "c", "d"))
KINDS = [WindowConfig(6, 3, 4), WindowConfig(6, 3, 3, slides=True), WindowConfig(6, 2, 1, slides=True)]
each_kind = pytest.mark.parametrize("config", KINDS, ids=lambda c: f"{'sliding' if c.slides else 'fixed'} {c.places}")


def lively(config: WindowConfig, seed: int = 0) -> windows.WindowNet:
    """A network whose weights are far from zero everywhere."""
    net = new_window(config, WORDS, seed, dtype=np.float64)
    vector = flatten(net.weights) + np.random.default_rng(seed).normal(0, 0.6, net.parameters)
    weights = views(vector, net.weights)
    return dataclasses.replace(net, params=weights.cell, readout=weights.readout)


def batch(lengths: list[int], seed: int = 1) -> Batch:
    """Sequences that begin with ∎, as sentences do."""
    rng, packing = np.random.default_rng(seed), packing_of(np.sort(lengths)[::-1])
    inputs = rng.integers(1, 6, packing.size)
    inputs[:packing.batch] = 0
    return Batch(inputs, (rng.random((packing.size, 1)) > 0.5) * 1.0, packing)


@each_kind
@pytest.mark.parametrize("lengths", [[5, 4, 2, 1], [7], [2, 2]], ids=str)
def test_every_gradient_agrees_with_differences(config, lengths):
    net, asked = lively(config), batch(lengths)
    weights = views(flatten(net.weights), net.weights)
    spare, found = (views(np.zeros(net.parameters), net.weights) for _ in range(2))
    windows.loss_and_gradients(None, config, weights, asked, found)
    for one, gradient in zip(leaves(weights), leaves(found), strict=True):
        expected = central_difference(lambda: windows.loss_and_gradients(None, config, weights, asked, spare), one)
        assert_same_gradient(gradient, expected)


@each_kind
def test_the_loss_is_that_of_its_answers(config):
    net, asked = lively(config), batch([5, 3, 3])
    spare = views(np.zeros(net.parameters), net.weights)
    loss = windows.loss_and_gradients(None, config, net.weights, asked, spare)
    assert windows.mean_loss(None, config, net.weights, [asked]) == pytest.approx(loss, rel=1e-12)
    if config.slides:
        scores = windows.scores_of(config, net.weights, asked)
        assert OBJECTIVES["share"].loss_in_place(scores, asked.targets) == pytest.approx(loss, rel=1e-12)


@each_kind
@given(lengths=st.lists(st.integers(1, 8), min_size=1, max_size=5))
def test_a_batch_gives_what_single_sentences_give(config, lengths):
    net, many = lively(config), batch(lengths)
    together = unpack(windows.scores_of(config, net.weights, many), many.packing)
    inputs = unpack(many.inputs, many.packing)
    for column, length in enumerate(np.sort(lengths)[::-1]):
        one = Batch(inputs[:length, column], np.zeros((length, 1)), packing_of([length]))
        np.testing.assert_allclose(windows.scores_of(config, net.weights, one), together[:length, column], rtol=1e-9)


def test_a_sliding_window_by_hand():
    config = KINDS[1]
    net = lively(config)
    W, b, (W_ho, b_o) = net.params.W_xh, net.params.b_h, net.readout
    inputs = np.array([0, 3, 5])
    expected = [np.tanh(W[0, left] + W[1, here] + W[2, right] + b) @ W_ho + b_o
                for left, here, right in [(0, 0, 3), (0, 3, 5), (3, 5, 0)]]
    found = windows.scores_of(config, net.weights, Batch(inputs, np.zeros((3, 1)), packing_of([3])))
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_a_fixed_window_by_hand():
    config = KINDS[0]
    net = lively(config)
    W, b, (W_ho, b_o) = net.params.W_xh, net.params.b_h, net.readout
    scores = np.tanh(W[0, 3] + W[1, 5] + W[2, 0] + W[3, 0] + b) @ W_ho + b_o       # ∎ in front has no place
    found = windows.scores_of(config, net.weights, Batch(np.array([0, 3, 5]), np.zeros((3, 1)), packing_of([3])))
    np.testing.assert_allclose(found[:, 0], [NO, scores[0], scores[1]], rtol=1e-12)


def test_beyond_a_fixed_window_it_says_no():
    config = KINDS[0]
    found = windows.scores_of(config, lively(config).weights, batch([9]))
    assert (found[config.places + 1:] == NO).all() and (found[1:config.places + 1] != NO).all()


def test_a_sliding_window_is_the_same_everywhere_and_a_fixed_one_is_not():
    """The same three words further to the right, in the middle of others."""
    one = Batch(np.array([0, 1, 1, 2, 3, 4, 1, 1]), np.zeros((8, 1)), packing_of([8]))
    two = one._replace(inputs=np.array([0, 1, 1, 1, 2, 3, 4, 1]))
    sliding, fixed = lively(KINDS[1]), lively(WindowConfig(6, 3, 7))
    def at(net, asked, t):
        return windows.scores_of(net.config, net.weights, asked)[t, 0]
    assert at(sliding, one, 4) == pytest.approx(at(sliding, two, 5), rel=1e-12)
    assert at(fixed, one, 4) != pytest.approx(at(fixed, two, 5), rel=1e-3)


def tiny() -> SentenceData:
    """“b” behind “a” is marked, at the first places only."""
    def sentence(text: str) -> Sentence:
        words = tuple(text.split())
        marked = [0.0] + [float(w == "b" and i > 0 and words[i - 1] == "a") for i, w in enumerate(words)]
        return Sentence(words, tuple(marked))
    train = tuple(map(sentence, ["a b c d", "c b d a", "d a b c", "c a b", "d b", "b a", "a b", "c d b a"] * 4))
    return SentenceData("tiny", "0", WORDS, {"train": train, "validation": train[:8]})


@each_kind
def test_training_is_the_trainer_s_own(config):
    if config.places == 1:
        return                                   # one place cannot see the word before
    data, run = tiny(), TrainingConfig(steps=400, learning_rate=0.03, batch_size=8)
    trained = [Training(new_window(config, WORDS, 0), data, run, network=windows) for _ in range(2)]
    for training in trained:
        *_, last = training
    assert last.validation_loss < 0.05
    assert flatten(trained[0].best.weights).tobytes() == flatten(trained[1].best.weights).tobytes()
    said = [values[1:, 0] > 0.5 for values in answers_to(trained[0].best, data.parts["train"])]
    assert all(list(s) == [w > 0.5 for w in sentence.wanted[1:]]
               for s, sentence in zip(said, data.parts["train"], strict=True))


def test_what_was_never_seen_at_a_place_stays_exactly_zero():
    training = Training(new_window(WindowConfig(6, 3, 7), WORDS, 0), tiny(), TrainingConfig(steps=20), network=windows)
    for _ in training:
        pass
    looked = place_weights(training.best, "b")
    assert (looked[:3] > 0).all() and (looked[3:] == 0).all()          # “b” stands at the first three places


@each_kind
def test_a_window_comes_back_from_its_file(config, tmp_path):
    net = lively(config)
    save_window(net, tmp_path / "w.npz")
    found = load_window(tmp_path / "w.npz")
    assert (found.config, found.vocabulary, found.task, found.objective) == (config, WORDS, net.task, net.objective)
    assert flatten(found.weights).tobytes() == flatten(net.weights).tobytes()
    with pytest.raises(CheckpointError, match="something else"):
        load(tmp_path / "w.npz")


@pytest.mark.parametrize("changes", [
    {"places": 0}, {"places": 10**9}, {"places": "4"}, {"hidden_size": 4000}, {"input_size": 7}, {"slides": 1},
    {"slides": True}, {"more": 1}], ids=str)
def test_forged_windows_are_refused(changes, tmp_path):
    save_window(lively(KINDS[0]), tmp_path / "w.npz")
    with np.load(tmp_path / "w.npz") as arrays:
        described, weights = json.loads(arrays["description"].tobytes()), arrays["weights"]
    described["config"] |= changes
    refused(zipped({DESCRIPTION: npy(np.frombuffer(json.dumps(described).encode(), np.uint8)),
                    "weights.npy": npy(weights)}), load_window)


@pytest.mark.parametrize("sizes", [(0, 1, 1), (1, 0, 1), (1, 1, 0), (1, 1, 65), (1.0, 1, 1)], ids=str)
def test_windows_that_cannot_be(sizes):
    with pytest.raises(ValueError, match="sizes"):
        WindowConfig(*sizes)
    with pytest.raises(ValueError, match="odd"):
        WindowConfig(3, 3, 4, slides=True)
    with pytest.raises(ValueError, match="number of words"):
        new_window(WindowConfig(5, 3, 3), WORDS, 0)
