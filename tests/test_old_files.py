"""Files that visitors and commands wrote earlier still open, and hold the networks they held: `tests/fixtures/`."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import rnncore
from pages.name_generation.downloads import log_csv, names_csv
from rnncore.files.checkpoint import load_window
from rnncore.tasks import forecasting, series_experiment
from rnncore.tasks.sentences import answers
from rnncore.training.evaluation import loss_on

ROOT = Path(__file__).parents[1]
FILES = ROOT / "tests" / "fixtures"

NAMES = [
    "CELLS", "CellConfig", "CheckpointError", "Corpus", "History", "Model", "NameList", "NamesError", "Progress",
    "Training", "TrainingConfig", "UnknownSymbolError", "Vocabulary", "attribute", "backprop_through_time",
    "corpus_of", "draw", "excitations", "fixed_points", "gradient_norms", "load", "load_history", "load_training",
    "lossy_summary", "neuron_order", "new_model", "passage_of", "principal_plane", "project", "read_names",
    "sample", "save", "save_history", "save_training", "spectra", "states_of", "step_jacobians", "surprise",
    "synthetic_network", "unroll", "vector_field", "what_if", "what_if_table",
]
# What each network holds: its parameters, the mean surprise of "maria" in nats, and the first names it draws.
HELD = {"vanilla": (96, 1.62126, ["ima", "dnone", "a", "ani"]), "gru": (268, 1.46241, ["limea", "erl", "arina", "ar"]),
        "lstm": (432, 1.74805, ["ina", "aro", "anma", "an"])}
# And those that read sentences: its parameters, its task, and the last answer's largest number.
READERS = {"sentences-year": (2347, "year", 0.220045), "sentences-next-word": (3731, "next-word", 0.01307),
           "window-sliding": (3589, "year", 0.241709)}
ARIEL = {"names-counted.csv": 823, "names-ssa.txt": 462}         # who stands in the second list twice
STOPPED, FINISHED = 20, (40, 2.04051)          # steps of the run in two files, and its last validation loss


def read(name: str) -> bytes:
    return (FILES / name).read_bytes()


def names() -> rnncore.NameList:
    return rnncore.read_names(read("names.txt"), "names")


def nearly(expected: Any) -> Any:
    return pytest.approx(expected, rel=1e-3, abs=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_core_offers_is_there(name):
    assert hasattr(rnncore, name) and name in rnncore.__all__


@pytest.mark.parametrize("command", ["rnncore.train", "rnncore.sample"])
def test_the_commands_help(command):
    done = subprocess.run([sys.executable, "-m", command, "--help"], cwd=ROOT, capture_output=True, text=True,
                          timeout=60)
    assert done.returncode == 0 and f"python -m {command}" in done.stdout


def test_the_folder_is_small_and_described():
    told = read("README.md").decode()
    assert sum(path.stat().st_size for path in FILES.iterdir()) < 300_000
    assert all(path.name in told for path in FILES.iterdir() if path.name != "README.md")


@pytest.mark.parametrize("cell", HELD)
def test_a_model(cell):
    parameters, surprise, drawn = HELD[cell]
    for source in (FILES / f"{cell}.npz", read(f"{cell}.npz")):
        model = rnncore.load(source)
        assert (model.cell, model.parameters) == (cell, parameters)
        assert float(rnncore.surprise(model, "maria").nats.mean()) == nearly(surprise)
        assert rnncore.sample(model, 4, np.random.default_rng(0), 0.5) == drawn
    assert model.provenance.data_fingerprint == names().fingerprint
    assert model.provenance.recipe["cell"] == cell
    assert list(model.provenance.scores) == ["train_loss", "validation_loss", "test_loss"]       # their names today
    assert model.provenance.scores["test_loss"] == nearly(loss_on(model, rnncore.corpus_of(names()).test_encoded))


def test_a_model_is_drawn_from_on_the_command_line():
    asked = [sys.executable, "-m", "rnncore.sample", str(FILES / "gru.npz"), "--count", "4", "--temperature", "0.5"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.split("\n") == [*HELD["gru"][2], ""]


def test_a_history():
    history, models = rnncore.load_history(read("history-gru.npz"))
    assert [snapshot.step for snapshot in history.snapshots] == [0, 4, 20, 120]
    assert [snapshot.validation_loss for snapshot in history.snapshots] == nearly([2.45549, 2.35523, 2.135, 1.81862])
    surprises = [float(rnncore.surprise(model, "maria").nats.mean()) for model in models]
    assert surprises == nearly([2.45509, 2.31713, 1.88809, 1.46248])


def test_a_run_that_was_stopped_goes_on():
    model, arrays, values = rnncore.load_training(read("training-gru.npz"))
    training = rnncore.Training.resume(model, rnncore.corpus_of(names()), arrays, values)
    assert training.step == STOPPED and {"heldout", "heldout_step"}.isdisjoint(values)
    *_, last = training
    assert training.finished and (last.step, last.validation_loss) == nearly(FINISHED)


@pytest.mark.parametrize("name", READERS)
def test_a_network_that_reads_sentences(name):
    parameters, task, largest = READERS[name]
    net = (load_window if name.startswith("window") else rnncore.load)(FILES / f"{name}.npz")
    assert (net.parameters, net.task) == (parameters, task)
    assert float(answers(net, "The Mets won the World Series in 1986.").last.max()) == nearly(largest)


def test_a_forecaster():
    model = rnncore.load(FILES / "series-lynx-gru.npz")
    series = series_experiment.shipped("lynx", ROOT / "data" / "series")
    assert (model.objective, model.vocabulary, model.parameters) == ("value", None, 52)
    said = forecasting.forecast(model, series).one_step[series.split:]
    assert list(said[:3]) == nearly([1116.8, 2109.05, 2989.89])


@pytest.mark.parametrize(("name", "first", "count", "counts"), [
    ("names.txt", "Ada", 74, None), ("names-counted.csv", "Ada", 30, (900, 697)),
    ("names-ssa.txt", "Ada", 28, (500, 365)), ("names.csv", "Meanda", 54, None)])
def test_a_list(name, first, count, counts):
    """The last one is what the page gives to take home."""
    found = rnncore.read_names(read(name), name)
    assert (len(found.names), found.names[0]) == (count, first)
    assert (found.counts and (found.counts[0], found.counts[-1])) == counts
    assert found.counts is None or found.counts[found.names.index("Ariel")] == ARIEL[name]


def test_names_to_take_home():
    rows = list(csv.DictReader(io.StringIO(read("names.csv").decode())))
    assert list(rows[0]) == ["name", "new"] and {row["new"] for row in rows} == {"True", "False"}
    assert names_csv(["Ada"], [True]).startswith(read("names.csv").splitlines()[0])


def test_a_training_log():
    rows = list(csv.DictReader(io.StringIO(read("training-log.csv").decode())))
    assert list(rows[0]) == ["step", "seconds", "characters", "train_loss", "heldout_loss", "gradient_norm",
                             "learning_rate"]
    assert (int(rows[-1]["step"]), float(rows[-1]["heldout_loss"])) == nearly(FINISHED)
    header = log_csv([]).decode().strip()           # since then a column has got its right name: the part is validation
    assert header.replace("validation_loss", "heldout_loss") == read("training-log.csv").decode().splitlines()[0]


def test_the_report_has_every_key_it_had():
    asked = [sys.executable, "-m", "rnncore.train", "--names", str(FILES / "names.txt"), "--hidden", "2",
             "--steps", "2"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=120)
    report = json.loads(done.stdout.splitlines()[-1])
    for old, new in (("train_nats_per_char", "train_loss"), ("validation_nats_per_char", "validation_loss"),
                     ("heldout_nats_per_char", "test_loss")):
        assert report[old] == report[new]
    for line in read("report-keys.txt").decode().split():
        held: Any = report
        for key in line.split("."):
            held = held[key]
