"""A script that a visitor takes home: short, in need of nothing but NumPy, and right to the last probability."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import rnncore
from rnncore.commands import sample_standalone
from rnncore.numerics.flat import flatten, views
from rnncore.readout import logits
from rnncore.sampling import next_probabilities, surprise, trace_of

SCRIPT = Path(sample_standalone.__file__)
VOCABULARY = rnncore.Vocabulary(tuple("abcdeéß'"))
BARE = """
import importlib.util, sys
import numpy as np
spec = importlib.util.spec_from_file_location("script", sys.argv[1])
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)
name, used = script.write(script.load(sys.argv[2]), np.random.default_rng(3), "ab", 0.7)
assert "rnncore" not in sys.modules
np.save(sys.argv[3], used)
sys.stdout.buffer.write(name.encode())
"""


def model(cell, **options) -> rnncore.Model:
    config = rnncore.CellConfig(len(VOCABULARY), 7, **options)
    fresh = rnncore.new_model(cell, config, VOCABULARY, 5)
    vector = flatten(fresh.weights)
    vector += np.random.default_rng(1).normal(0, 0.4, vector.size).astype(vector.dtype)
    weights = views(vector, fresh.weights)
    return rnncore.Model(cell, config, weights.cell, weights.readout, VOCABULARY)


@pytest.mark.parametrize(("cell", "options"), [("vanilla", {}), ("vanilla", {"activation": "relu"}), ("gru", {}),
                                               ("lstm", {}), ("gru", {"bias": False}), ("lstm", {"bias": False})])
def test_a_bare_interpreter_draws_from_the_same_probabilities(tmp_path, cell, options):
    made = model(cell, **options)
    file, kept = tmp_path / "model.npz", tmp_path / "used.npy"
    rnncore.save(made, file)
    name = subprocess.run([sys.executable, "-I", "-c", BARE, str(SCRIPT), str(file), str(kept)], cwd=tmp_path,
                          check=True, capture_output=True, timeout=60).stdout.decode()
    read = np.concatenate([[0], VOCABULARY.encode(name)])
    scores = logits(made.readout, trace_of(made, read).h[:, 0])
    used = np.load(kept)
    right = next_probabilities(scores, 0.7)[2:2 + len(used)]
    assert name.startswith("ab") and len(used) >= len(name) - 2
    np.testing.assert_allclose(used, right, atol=1e-5)
    assert np.isfinite(surprise(made, name).nats).all()


def test_it_runs_on_its_own(tmp_path):
    file = tmp_path / "model.npz"
    rnncore.save(model("gru"), file, np.float16)
    said = subprocess.run([sys.executable, "-I", str(SCRIPT), str(file), "--count", "4", "--prefix", "a"], cwd=tmp_path,
                          check=True, capture_output=True, timeout=60, env={"PYTHONIOENCODING": "utf-8"}).stdout
    names = said.decode().splitlines()
    assert len(names) == 4 and all(name.startswith("a") and set(name) <= set(VOCABULARY.symbols) for name in names)


def test_it_is_short():
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) < 60
