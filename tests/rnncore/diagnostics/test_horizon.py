"""The memory horizon: known networks, streams of test names, and the file that ships."""

import json
import math
from pathlib import Path

import factories
import numpy as np
import pytest
from factories import SHIPPED_CELLS

import rnncore
from rnncore.commands import horizon as command
from rnncore.commands.horizon import to_json
from rnncore.data.streams import held_out_streams
from rnncore.data.vocabulary import BOUNDARY
from rnncore.diagnostics import horizon
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.horizon import from_json, memory_horizon, reach, streams_of_test_names
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.training.evaluation import loss_on_streams

DATA = Path(__file__).parents[3] / "data"


def fading(by, hidden=4):
    """A linear network whose memory shrinks by the same factor at every step."""
    return synthetic_network(hidden_size=hidden, radius=by, activation="identity")


@pytest.mark.parametrize("by", [0.1, 0.5, 0.9, 0.97])
def test_a_memory_that_fades_evenly(by):
    model = fading(by)
    found = memory_horizon(model, [noise(model, 220, seed=s) for s in range(3)])
    assert len(set(found.per_text)) == 1
    assert by ** found.median < 0.01 * (1 + 1e-9) and by ** (found.median - 1) >= 0.01 * (1 - 1e-9)
    assert not found.over and found.texts_over == 0


def test_over_the_limit():
    model = fading(0.99)
    found = memory_horizon(model, [noise(model, 220)])
    assert found.over and found.median == 201 and found.texts_over == 1
    assert memory_horizon(model, [noise(model, 600)], limit=600).median == math.ceil(math.log(0.01) / math.log(0.99))
    loud = synthetic_network(hidden_size=4, radius=5.0, activation="identity")
    assert reach(loud, noise(loud, 600)) == 201                         # overflows: nothing is forgotten


def test_a_text_must_be_long_enough():
    model = fading(0.5)
    with pytest.raises(ValueError, match="at least 200 steps, not 50"):
        reach(model, noise(model, 50))


def test_it_stays_below_from_there_on():
    model = rnncore.load(DATA / "models" / "given_names-gru.npz")
    for text in streams_of_test_names(shipped_corpus(), 4):
        norm, lag = jacobian_norms(float64_trace(model, text), 200).norm, reach(model, text)
        assert (norm[lag:] < -2).all() and norm[lag - 1] >= -2


def shipped_corpus():
    return rnncore.corpus_of(rnncore.read_names((DATA / "names" / "given_names.txt").read_bytes(), "given_names"))


def test_streams_are_test_names_joined_by_boundaries():
    corpus = factories.corpus()
    streams = streams_of_test_names(corpus, 3, 50)
    assert streams.shape == (3, 50) and streams[0, 0] == BOUNDARY
    whole = "".join(corpus.vocabulary.sign(int(number)) for number in streams.ravel())
    names = whole.split("∎")[1:-1]
    test = {corpus.vocabulary.fold(name) for name in corpus.test}
    assert set(names) == test and not test & {corpus.vocabulary.fold(name) for name in corpus.train + corpus.validation}
    assert sorted(names[:len(test)]) == sorted(test)                    # each once before any comes again
    np.testing.assert_array_equal(streams, streams_of_test_names(corpus, 3, 50))


@pytest.mark.parametrize("cell", SHIPPED_CELLS)
def test_the_shipped_file_is_what_the_command_measures(cell):
    run = from_json((DATA / "measured" / "horizon-streams.json").read_text())[cell]
    _, models = rnncore.load_history(DATA / "streams" / f"history-{cell}.npz")
    assert run.steps == [model.provenance.steps for model in models] and run.steps[0] == 0
    streams = streams_of_test_names(shipped_corpus())
    held_out = held_out_streams(shipped_corpus().test_encoded)
    for at in (0, 7, len(models) - 1):
        assert len(run.horizons[at].per_text) == len(streams) and run.horizons[at].limit == horizon.LIMIT
        assert abs(loss_on_streams(models[at], held_out) - run.losses[at]) < 1e-3
        for text in (0, 24):                      # another BLAS rounds differently: a step more or less
            assert abs(reach(models[at], streams[text]) - run.horizons[at].per_text[text]) <= 1


@pytest.mark.parametrize("cell", SHIPPED_CELLS)
def test_a_network_is_measured_where_it_works(cell):
    """Those that begin every name with an empty memory are lost on a stream, and those trained on streams are not."""
    held_out, blind = held_out_streams(shipped_corpus().test_encoded), math.log(27)
    lost = rnncore.load(DATA / "models" / f"given_names-{cell}.npz")
    at_home = rnncore.load(DATA / "streams" / f"{cell}.npz")
    assert loss_on_streams(lost, held_out) > blind > 3.29
    found = loss_on_streams(at_home, held_out)
    assert found == pytest.approx(at_home.provenance.scores["test_loss"], abs=1e-4) and found < 2.35
    run = from_json((DATA / "measured" / "horizon-streams.json").read_text())[cell]
    assert run.losses[-1] == pytest.approx(found, abs=5e-3)


def test_json_there_and_back():
    model = fading(0.5)
    run = horizon.Along("vanilla", [0, 4], [memory_horizon(model, [noise(model, 220)]), memory_horizon(fading(0.9), [
        noise(model, 220)])], [3.5, 2.5])
    (back,) = from_json(to_json([run], 1)).values()
    assert back.steps == run.steps and back.losses == run.losses
    assert [h.median for h in back.horizons] == [h.median for h in run.horizons]


def test_the_command(tmp_path, capsys):
    names = tmp_path / "given.txt"
    names.write_text("\n".join(factories.NAMES))
    corpus = rnncore.corpus_of(rnncore.read_names(names.read_bytes(), "given"))
    history = rnncore.History(3)
    training = rnncore.Training(factories.learner(corpus, "gru", 4), corpus, rnncore.TrainingConfig(steps=2), history)
    list(training)
    rnncore.save_history(history, training.model, tmp_path / "history.npz")
    assert command.main(["--names", str(names), "--texts", "1", str(tmp_path / "history.npz")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["runs"][0]["losses"]) == 3
    assert found["runs"][0]["cell"] == "gru" and found["runs"][0]["steps"] == [0, 1, 2]
    assert command.main(["--names", str(names), str(names)]) == 2
    told = capsys.readouterr()
    assert told.out == "" and "rnncore.commands.horizon:" in told.err
