"""What ships, loads; and the models belong to the lists they say they learned from."""

import numpy as np
import pytest

import rnncore
from explainer import library
from explainer.controls import CELLS, LISTS, MODEL

MODELS = library.shipped_models()
HISTORIES = sorted((library.DATA / "models").glob("history-*.npz"))

each_list = pytest.mark.parametrize("name", LISTS)
each_model = pytest.mark.parametrize("key", MODELS)


@each_list
def test_every_list_loads_whole(name):
    names = library.shipped_list(name)
    lines = (library.DATA / "names" / f"{name}.txt").read_text().splitlines()
    assert list(names.names) == lines and not names.left_out
    assert names.title == LISTS[name]


@each_list
def test_every_list_splits(name):
    corpus = library.shipped_corpus(name)
    assert sorted(corpus.names) == sorted(library.shipped_list(name).names)
    assert min(len(corpus.train), len(corpus.validation), len(corpus.test)) >= 40


def test_every_file_is_on_the_shelf():
    there = {path.stem for path in (library.DATA / "models").glob("*.npz")} - {path.stem for path in HISTORIES}
    assert there == set(MODELS)
    assert {f"given_names-{cell}" for cell in CELLS} <= set(MODELS)
    assert MODEL.default in MODELS


@each_list
def test_every_list_has_a_model(name):
    assert {f"{name}-gru", f"{name}-vanilla"} & set(MODELS)


@each_model
def test_a_shipped_model_is_what_its_file_name_says(key):
    name, cell = key.rsplit("-", 1)
    model, corpus = MODELS[key], library.shipped_corpus(name)
    assert model.cell == cell and model.task == "names"
    assert model.vocabulary == corpus.vocabulary
    assert model.provenance.data_fingerprint == corpus.fingerprint


@each_model
def test_its_numbers_are_finite_and_float32(key):
    arrays = [a for a in (*MODELS[key].params, *MODELS[key].readout) if a is not None]
    assert all(np.isfinite(a).all() and a.dtype == np.float32 for a in arrays)


@each_model
def test_its_scores_are_its_own(key):
    corpus = library.shipped_corpus(key.rsplit("-", 1)[0])
    scores = MODELS[key].provenance.scores
    found = rnncore.evaluation.loss_on(MODELS[key], corpus.test_encoded)
    assert scores["heldout_nats_per_char"] == pytest.approx(found, abs=2e-4)
    assert found < library.runner().baselines_of(corpus).bigram       # worth shipping


@each_model
def test_it_writes_names(key):
    names = rnncore.sample(MODELS[key], 50, np.random.default_rng(0), 0.8)
    assert len(set(names)) > 30 and 3 < np.mean([len(name) for name in names]) < 25


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_a_history_is_a_training_from_the_start(path):
    history, models = rnncore.load_history(path)
    steps = [snapshot.step for snapshot in history.snapshots]
    assert steps[0] == 0 and steps == sorted(set(steps)) and len(models) == len(steps) >= 10
    first, *_, last = history.snapshots
    assert last.heldout_loss < first.heldout_loss - 0.5
    assert models[-1].provenance.data_fingerprint == library.shipped_corpus("given_names").fingerprint


def test_what_is_shared_is_made_once():
    assert library.runner() is library.runner()
    assert library.shipped_corpus("stars") is library.shipped_corpus("stars")
