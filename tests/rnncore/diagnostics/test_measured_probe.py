"""Probes as files: they come back as they were written, and never for another network."""

import factories
import numpy as np
import pytest

from rnncore.commands import probe as command
from rnncore.diagnostics import measured_probe
from rnncore.files.archive import write
from rnncore.files.checkpoint import CheckpointError, save
from rnncore.model import fingerprint


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "few.txt").write_text("\n".join(factories.NAMES))
    for cell in ("gru", "lstm"):
        save(factories.learner(factories.corpus(), cell), tmp_path / f"few-{cell}.npz")
    return tmp_path


def asked(folder):
    return ["--lists", str(folder), "--out", str(folder), str(folder / "few-gru.npz"), str(folder / "few-lstm.npz")]


def test_the_command_writes_each_state_once_and_what_is_there_stays(folder, capsys):
    assert command.main(asked(folder)) == 0
    made = {path.name: path.read_bytes() for path in folder.iterdir() if path.stem.startswith("probe-")}
    assert set(made) == {"probe-few-gru-h.npz", "probe-few-lstm-h.npz", "probe-few-lstm-c.npz"}
    assert capsys.readouterr().err.split() == ["probe-few-gru-h.npz", "letters_after.json", "probe-few-lstm-h.npz",
                                               "probe-few-lstm-c.npz"]
    (folder / "probe-few-lstm-c.npz").unlink()
    assert command.main(asked(folder)) == 0
    assert capsys.readouterr().err.split() == ["probe-few-lstm-c.npz"]
    assert {name: (folder / name).read_bytes() for name in made} == made


def test_it_comes_back_for_the_same_network_only(tmp_path):
    corpus = factories.corpus()
    one, other = (factories.learner(corpus, cell) for cell in ("gru", "lstm"))
    summary, under = measured_probe.measure(one, corpus), measured_probe.conditions(one, corpus)
    measured_probe.save(summary, tmp_path / "probe.npz", under)
    again = measured_probe.load(tmp_path / "probe.npz", under)
    for a, b in zip(summary, again, strict=True):
        np.testing.assert_array_equal(a, b)
    assert measured_probe.load(tmp_path / "probe.npz", measured_probe.conditions(other, corpus)) is None
    assert fingerprint(one) != fingerprint(other)


def test_a_file_without_probes_is_told(tmp_path):
    write(tmp_path / "probe.npz", {"lags": np.arange(3)}, {"kind": "probe", "format_version": 1, "conditions": {}})
    with pytest.raises(CheckpointError, match="no complete probe"):
        measured_probe.load(tmp_path / "probe.npz", {})


def test_what_cannot_work_is_said_in_a_sentence(folder, capsys):
    assert command.main([*asked(folder), str(folder / "none-gru.npz")]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("rnncore.commands.probe: ")
