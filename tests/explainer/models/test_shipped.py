"""What ships, loads; and the models belong to the lists they say they learned from."""

import numpy as np
import pytest

import rnncore
from explainer.models import shipped
from explainer.state.cells import flat_cells, shipped_cells
from explainer.state.choices import LISTS
from pages.name_generation.controls import MODEL

MODELS = shipped.shipped_models()
HISTORIES = sorted((shipped.DATA / "models").glob("history-*.npz"))

each_list = pytest.mark.parametrize("name", LISTS)
each_model = pytest.mark.parametrize("key", MODELS)


@each_list
def test_every_list_loads_whole(name):
    names = shipped.shipped_list(name)
    lines = (shipped.DATA / "names" / f"{name}.txt").read_text().splitlines()
    assert list(names.names) == lines and not names.left_out
    assert names.title == LISTS[name]


@each_list
def test_every_list_splits(name):
    corpus = shipped.shipped_corpus(name)
    assert sorted(corpus.names) == sorted(shipped.shipped_list(name).names)
    assert min(len(corpus.train), len(corpus.validation), len(corpus.test)) >= 40


def test_every_file_is_on_the_shelf():
    there = {path.stem for path in (shipped.DATA / "models").glob("*.npz")} - {path.stem for path in HISTORIES}
    there -= {stem for stem in there if stem.startswith(("sentences-", "series-"))}     # read no names
    assert there - {f"two_units-{cell}" for cell in flat_cells()} == set(MODELS)
    assert {record.shipped_key() for record in shipped_cells().values()} <= set(MODELS)
    assert MODEL.default in MODELS


@each_list
def test_every_list_has_a_model(name):
    assert {f"{name}-gru", f"{name}-vanilla"} & set(MODELS)


@each_model
def test_a_shipped_model_is_what_its_file_name_says(key):
    name, cell = key.rsplit("-", 1)
    model, corpus = MODELS[key], shipped.shipped_corpus(name)
    assert model.cell == cell and model.task == "names"
    assert model.vocabulary == corpus.vocabulary
    assert model.provenance.data_fingerprint == corpus.fingerprint


@each_model
def test_its_numbers_are_finite_and_float32(key):
    arrays = [a for a in (*MODELS[key].params, *MODELS[key].readout) if a is not None]
    assert all(np.isfinite(a).all() and a.dtype == np.float32 for a in arrays)


@each_model
def test_its_scores_are_its_own(key):
    corpus = shipped.shipped_corpus(key.rsplit("-", 1)[0])
    scores = MODELS[key].provenance.scores
    found = rnncore.training.evaluation.loss_on(MODELS[key], corpus.test_encoded)
    assert scores["test_loss"] == pytest.approx(found, abs=2e-4)
    assert found < shipped.baselines(corpus).bigram       # worth shipping


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
    assert last.validation_loss < first.validation_loss - 0.5
    assert models[-1].provenance.data_fingerprint == shipped.shipped_corpus("given_names").fingerprint


@pytest.mark.parametrize("cell", flat_cells())
def test_networks_of_two_neurons_are_on_no_shelf(cell):
    model, corpus = shipped.two_unit_models()[cell], shipped.shipped_corpus("dinosaurs")
    assert model.cell == cell and model.config.hidden_size == 2
    assert not any(entry is model or "two_units" in key for key, entry in MODELS.items())
    assert model.vocabulary == corpus.vocabulary and model.provenance.data_fingerprint == corpus.fingerprint
    found = rnncore.training.evaluation.loss_on(model, corpus.test_encoded)
    assert model.provenance.scores["test_loss"] == pytest.approx(found, abs=2e-4)


def test_capacities_are_whole():
    networks = shipped.capacities()
    kinds = {(network.cell, network.hidden, network.steps > 0) for network in networks}
    assert kinds == {(cell, hidden, trained) for cell in shipped_cells() for hidden in (4, 8, 16, 32, 64, 128, 256)
                     for trained in (False, True)} and len(networks) == len(kinds)
    trained = [network for network in networks if network.steps]
    assert len({(n.steps, n.seed) for n in trained}) == 1                     # the same budget for all:
    read = [n.characters for n in trained]
    assert max(read) < 1.001 * min(read)                                      # as many batches of names
    assert len({tuple(n.counts) for n in networks}) == 1                      # measured in the same places
    for cell in shipped_cells():
        smallest, *_, largest = (n.accuracy for n in trained if n.cell == cell)
        assert (largest[:4] > smallest[:4] + 0.1).all()


def test_what_is_shared_is_made_once():
    assert shipped.baselines(shipped.shipped_corpus("stars")) is shipped.baselines(shipped.shipped_corpus("stars"))
    assert shipped.shipped_corpus("stars") is shipped.shipped_corpus("stars")
