"""Sweeps on the engine write the tables that the core's commands write, row for row."""

import csv

import pytest

from explainer.sweeps import capacity, lag_sweep, runs
from explainer.training.kinds.names import DATA
from explainer.training.workers import ThreadWorkers
from rnncore.commands import capacity as core_capacity
from rnncore.commands import lag_sweep as core_sweep

LAG = ("--lags", "2", "5", "--starts", "gru_usual", "lstm_keep", "--seeds", "2", "--updates", "20")
CAPACITY = ("--names", str(DATA / "stars.txt"), "--cells", "vanilla", "gru", "--sizes", "3", "5", "--steps", "20")


@pytest.fixture(autouse=True)
def threads(monkeypatch):
    """Not processes: these have tests of their own."""
    monkeypatch.setattr(runs, "ProcessWorkers", lambda number: ThreadWorkers(2))
    monkeypatch.setattr(runs, "LOOK_SECONDS", 0.01)


def rows(file) -> list[list[str]]:
    return list(csv.reader(file.read_text().splitlines()))


def test_the_lag_sweep_is_the_cores_and_goes_on_where_it_was(tmp_path):
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    assert core_sweep.main(["--out", str(theirs), *LAG]) == 0
    assert lag_sweep.main(["--out", str(ours), *LAG[:-4], "--seeds", "1", "--updates", "20"]) == 0
    assert len(rows(ours)) == 1 + 4
    assert lag_sweep.main(["--out", str(ours), *LAG]) == 0
    assert rows(ours)[0] == rows(theirs)[0] and sorted(rows(ours)[1:]) == sorted(rows(theirs)[1:])
    assert lag_sweep.main(["--out", str(ours), *LAG[:-1], "21"]) == 2


def test_the_capacity_table_is_the_cores_to_the_letter(tmp_path):
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    assert core_capacity.main(["--out", str(theirs), *CAPACITY]) == capacity.main(["--out", str(ours), *CAPACITY]) == 0
    assert ours.read_text() == theirs.read_text()


def test_a_list_of_ones_own_is_measured_too(tmp_path):
    names, out = tmp_path / "mine.txt", tmp_path / "mine.csv"
    names.write_text("\n".join(f"{a}a{b}o{c}i" for a in "BDGKL" for b in "mnrst" for c in "fhv"))
    asked = ["--names", str(names), "--cells", "vanilla", "--sizes", "2", "--steps", "5", "--out", str(out)]
    assert capacity.main([*asked, "--store", str(tmp_path / "store")]) == 0 and len(rows(out)) > 2
    assert all(path.name.startswith("own-") for path in (tmp_path / "store").iterdir())


@pytest.mark.parametrize("more", [["--scheduler", "tcp://127.0.0.1:9"], ["--lags", "5000"]])
def test_what_cannot_work_is_one_sentence(tmp_path, more, capsys):
    assert lag_sweep.main(["--out", str(tmp_path / "x.csv"), *more]) == 2
    [said] = capsys.readouterr().err.splitlines()
    assert said.startswith("explainer.sweeps.lag_sweep: ") and said.endswith(".")
