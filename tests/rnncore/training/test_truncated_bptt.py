"""Truncated backprop through time: the memory crosses the cut, the gradient stops there."""

import io

import factories
import numpy as np
import pytest
from factories import SHIPPED_CELLS, told, trail

import rnncore
from rnncore import network
from rnncore.data.streams import NameStreams, Streams, held_out_streams, stream_batch
from rnncore.data.vocabulary import BOUNDARY
from rnncore.numerics.flat import flatten, views
from rnncore.training.evaluation import loss_on_streams
from rnncore.training.truncated_bptt import TruncatedBPTT

STREAMS, STEPS = 3, 24
each_cell = pytest.mark.parametrize("cell", SHIPPED_CELLS)


def text():
    return NameStreams(factories.corpus().train_encoded, STREAMS, 0).symbols(0, STEPS + 1)


def pieces(model, cut):
    """Losses and gradients of consecutive pieces, the memory carried from each to the next, in double precision."""
    symbols, state, found = text(), None, []
    for start in range(0, STEPS, cut):
        gradient = np.zeros_like(flatten(model.weights))
        batch = stream_batch(symbols[:, start:start + cut + 1])._replace(state=state)
        loss, state = network.carried_loss_and_gradients(
            model.cell_module, model.config, model.weights, batch, views(gradient, model.weights))
        found.append((loss, gradient, state))
    return found


def double(cell):
    corpus = factories.corpus()
    return rnncore.new_model(cell, rnncore.CellConfig(len(corpus.vocabulary), 6), corpus.vocabulary, 1,
                             dtype=np.float64)


@each_cell
def test_a_cut_as_long_as_the_text_is_full_bptt(cell):
    model = double(cell)
    [(loss, gradient, _)] = pieces(model, STEPS)
    whole = np.zeros_like(gradient)
    known = network.loss_and_gradients(model.cell_module, model.config, model.weights, stream_batch(text()),
                                       views(whole, model.weights))
    assert loss == known and gradient.tobytes() == whole.tobytes()


@each_cell
def test_what_is_computed_forwards_does_not_depend_on_the_cut(cell):
    model = double(cell)
    [(whole, full_gradient, end)] = pieces(model, STEPS)
    for cut in (1, 4, 12):
        found = pieces(model, cut)
        assert np.isclose(np.mean([loss for loss, _, _ in found]), whole, rtol=1e-12)
        for one, other in zip(found[-1][2], end, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-12)
        gradient = np.mean([gradient for _, gradient, _ in found], axis=0)
        assert not np.allclose(gradient, full_gradient, rtol=1e-3), "the cut must change what is learned"


@each_cell
def test_the_gradient_takes_the_carried_memory_for_a_constant(cell):
    """Against finite differences of a piece's loss, its first memory held fixed."""
    model, cut = double(cell), 4
    (_, _, state), (_, gradient, _) = pieces(model, cut)[:2]
    batch = stream_batch(text()[:, cut:2 * cut + 1])._replace(state=state)
    vector = flatten(model.weights).copy()
    for at in np.random.default_rng(0).choice(len(vector), 25, replace=False):
        sides = []
        for nudge in (1e-6, -1e-6):
            moved = vector.copy()
            moved[at] += nudge
            sides.append(network.mean_loss(model.cell_module, model.config, views(moved, model.weights), [batch]))
        assert abs((sides[0] - sides[1]) / 2e-6 - gradient[at]) < 1e-7


def started(cell, cut=5, steps=14, **options):
    data = Streams(factories.corpus(), cut, 4, 2)
    config = rnncore.TrainingConfig(steps=steps, batch_size=4, seed=4, report_every=1, **options)
    return TruncatedBPTT(factories.learner(data.corpus, cell), data, config)


@each_cell
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_going_on_equals_going_through(cell, dropout):
    options = {"dropout": dropout, "weight_dropout": dropout}
    through = started(cell, **options)
    whole = trail(through)
    for stop in (0, 1, 6, 14):
        first = started(cell, **options)
        reports = trail(first, stop)
        file = io.BytesIO()
        rnncore.save_training(file, first.state(), factories.learner(first.corpus.corpus, cell))
        model, arrays, values = rnncore.load_training(file.getvalue())
        second = TruncatedBPTT.resume(model, Streams(factories.corpus(), 5, 4, 2), arrays, values)
        assert reports + trail(second) == whole
        assert factories.same_bits(second.model, through.model) and factories.same_bits(second.best, through.best)


def test_a_memory_is_carried_from_piece_to_piece():
    """The same updates with a memory emptied at every cut end elsewhere."""
    carried, emptied = started("gru"), started("gru")
    reports = []
    for progress in emptied:
        emptied._learner.state = None
        reports.append(told(progress))
    assert trail(carried)[0] == reports[0] and trail(carried) != reports
    assert not factories.same_bits(carried.model, emptied.model)


def test_other_streams_and_two_processes_are_refused():
    training = started("vanilla")
    trail(training, 3)
    for other in (Streams(factories.corpus(), 6, 4, 2), Streams(factories.corpus(), 5, 3, 2)):
        with pytest.raises(ValueError, match="another list"):
            TruncatedBPTT.resume(training.model, other, *training.state())
    with pytest.raises(ValueError, match="one process"):
        TruncatedBPTT(training.model, training.corpus, training.config, processes=2)


def test_a_stream_is_whole_names_behind_boundaries():
    corpus = factories.corpus()
    streams = NameStreams(corpus.train_encoded, 4, 7)
    long = streams.symbols(0, 150)
    np.testing.assert_array_equal(streams.symbols(40, 90), long[:, 40:90])
    np.testing.assert_array_equal(NameStreams(corpus.train_encoded, 4, 7).symbols(0, 60), long[:, :60])
    assert not np.array_equal(NameStreams(corpus.train_encoded, 4, 8).symbols(0, 60), long[:, :60])
    known = {corpus.vocabulary.fold(name) for name in corpus.train}
    for row in long:
        assert row[0] == BOUNDARY
        names = "".join(corpus.vocabulary.sign(number) for number in row).split("∎")[1:-1]
        assert set(names) <= known
    lap = NameStreams(corpus.train_encoded, 4, 7)
    lap.symbols(0, 1)
    once = "".join("".join(corpus.vocabulary.sign(n) for n in one) for one in lap._texts).split("∎")[1:]
    assert sorted(once) == sorted(known)


def test_pieces_follow_one_another():
    data = Streams(factories.corpus(), 5, 4, 2)
    rng = np.random.default_rng(0)
    first, second = (data.train_batch(np.array([n]), rng) for n in (0, 1))
    np.testing.assert_array_equal(first.targets.reshape(5, 4)[-1], second.inputs.reshape(5, 4)[0])
    assert data.title.endswith("streams cut every 5 steps") and data.examples >= 1
    with pytest.raises(ValueError, match="at least 1 step"):
        Streams(factories.corpus(), 0, 4)
    with pytest.raises(ValueError, match="at most that many streams"):
        Streams(factories.corpus(), 5, 1000)


def test_the_loss_on_streams_carries_the_memory():
    corpus = factories.corpus()
    model, streams = factories.learner(corpus), held_out_streams(corpus.test_encoded, 2)
    whole = rnncore.float64_trace(model, streams[0][:-1])
    logits = whole.trace.h @ model.readout.W_ho.astype(float) + model.readout.b_o
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    by_hand = -np.mean(log_p[np.arange(len(log_p)), streams[0][1:]])
    assert np.isclose(loss_on_streams(model, streams[:1]), by_hand, rtol=1e-5)
