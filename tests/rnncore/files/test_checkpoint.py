"""Models as files: what goes in comes out, exactly."""

import dataclasses
import io
import pickle

import factories
import numpy as np
import pytest
from factories import CELLS, model, trail

import rnncore
from rnncore.model import Provenance
from rnncore.numerics.flat import flatten, views
from rnncore.training.history import Snapshot

PROVENANCE = Provenance("given names", "0123456789ab", 7, 1200, 98_765, {"steps": 1200, "schedule": "linear"},
                        {"heldout": 2.0312345678901234})


def saved(m: rnncore.Model) -> bytes:
    file = io.BytesIO()
    rnncore.save(m, file)
    return file.getvalue()


def assert_equal_models(one: rnncore.Model, two: rnncore.Model) -> None:
    assert one.dtype == two.dtype and factories.same_bits(one, two)
    for field in dataclasses.fields(rnncore.Model):
        if field.name not in ("params", "readout"):
            assert getattr(one, field.name) == getattr(two, field.name), field.name
    assert [a is None for a in one.params] == [a is None for a in two.params]
    assert [a.shape for a in one.params if a is not None] == [a.shape for a in two.params if a is not None]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_round_trip_is_exact(cell, bias, dtype):
    m = model(cell, bias=bias, dtype=dtype, provenance=PROVENANCE, task="letters")
    back = rnncore.load(saved(m))
    assert_equal_models(back, m)
    assert rnncore.sample(back, 9, np.random.default_rng(0)) == rnncore.sample(m, 9, np.random.default_rng(0))
    with pytest.raises(ValueError, match="read-only"):
        back.params.W_xh[0, 0] = 1


@pytest.mark.parametrize("letters", ["ñøß", "אבג", "a\u0301b", " -'’", "😀\"\\\n"])
def test_any_symbols_survive(letters):
    assert_equal_models(rnncore.load(saved(model(letters=letters))), model(letters=letters))


def test_every_setting_survives():
    symbols = rnncore.Vocabulary(("a", "B"), folds_case=False)
    config = rnncore.CellConfig(3, 2, "relu", False, "identity", 0.7, 2.0, -1.0)
    m = rnncore.new_model("vanilla", config, symbols, 0)
    assert_equal_models(rnncore.load(saved(m)), m)


@pytest.mark.parametrize("name", ["model.npz", "model"])
def test_paths_files_and_bytes(tmp_path, name):
    m = model()
    for path in (tmp_path / name, str(tmp_path / name)):
        rnncore.save(m, path)
        assert [p.name for p in tmp_path.iterdir()] == [name]
        assert_equal_models(rnncore.load(path), m)
        with open(path, "rb") as file:
            assert_equal_models(rnncore.load(file), m)
        (tmp_path / name).unlink()


def test_nothing_in_the_file_is_pickled():
    with np.load(io.BytesIO(saved(model())), allow_pickle=False) as archive:
        assert all(archive[name].dtype.kind in "fiu" for name in archive.files)
    with pytest.raises(pickle.UnpicklingError):
        pickle.loads(saved(model()))


@pytest.mark.parametrize(("dtype", "allowed"), [(np.float16, 1e-3), (np.float32, 0)])
def test_history_round_trip(dtype, allowed):
    m = model(dtype=np.float32)
    size = m.parameters
    snapshots = [Snapshot(step, np.random.default_rng(step).normal(size=size).astype(np.float32), loss, loss + 0.1)
                 for step, loss in ((0, float("nan")), (3, 2.123456789012345), (8, 1.5))]
    file = io.BytesIO()
    rnncore.save_history(rnncore.History(5, list(snapshots)), m, file, dtype)
    history, models = rnncore.load_history(file.getvalue())
    assert len(history.snapshots) == len(models) == 3
    for now, then, each in zip(history.snapshots, snapshots, models, strict=True):
        assert repr((now.step, now.train_loss, now.validation_loss)) == repr(
            (then.step, then.train_loss, then.validation_loss))
        np.testing.assert_allclose(now.weights, then.weights, rtol=allowed, atol=allowed * 0.1)
        np.testing.assert_array_equal(flatten(each.weights), now.weights)
        assert each.provenance.steps == then.step and each.vocabulary == m.vocabulary


def test_weights_too_large_for_half_precision_are_kept_as_they_are():
    m = model(dtype=np.float32)
    vector = flatten(m.weights) + np.float32(1e6)
    weights = views(vector, m.weights)
    large = dataclasses.replace(m, params=weights.cell, readout=weights.readout)
    file, history = io.BytesIO(), io.BytesIO()
    rnncore.save(large, file, np.float16)
    assert_equal_models(rnncore.load(file.getvalue()), large)
    rnncore.save_history(rnncore.History(2, [Snapshot(1, vector, 1.0, 1.0)]), m, history)
    np.testing.assert_array_equal(rnncore.load_history(history.getvalue())[0].snapshots[0].weights, vector)


def test_training_round_trip(corpus):
    start = factories.learner(corpus)
    training = rnncore.Training(start, corpus, rnncore.TrainingConfig(steps=7, batch_size=8, dropout=0.1))
    trail(training, stop_at=4)
    arrays, values = training.state()
    file = io.BytesIO()
    rnncore.save_training(file, (arrays, values), start)
    back, read, plain = rnncore.load_training(file.getvalue())
    assert_equal_models(back, start)
    assert read.keys() == arrays.keys()
    for name, array in arrays.items():
        assert read[name].dtype == array.dtype and read[name].tobytes() == array.tobytes()
    assert plain["rng"] == values["rng"] and plain["config"] == values["config"]
    assert list(plain["run_start"]) == list(values["run_start"])


def test_a_network_that_reads_numbers_and_answers_with_one_survives_the_file():
    model = rnncore.new_model("gru", rnncore.CellConfig(2, 5), None, 3, outputs=1, objective="value", task="series")
    again = rnncore.load(saved(model))
    assert again.vocabulary is None and again.outputs == 1
    assert (again.objective, again.task, again.config) == ("value", "series", model.config)
    np.testing.assert_array_equal(flatten(again.weights), flatten(model.weights))
