"""Training and sampling from the command line: what it is told, what it writes, what it prints."""

import io
import json
import os
import sys
from pathlib import Path

import pytest
from factories import NAMES

from rnncore import load
from rnncore.commands import (
    capacity,
    equal_budget,
    lag_sweep,
    probe,
    sample,
    series_experiment,
    train,
    train_sentences,
    truncation_sweep,
    writing,
)
from rnncore.files import archive

QUICK = ["--steps", "2", "--hidden", "4"]
ACCENTED = [f"{name}é" for name in NAMES[:30]]


def run(tmp_path: Path, text: str, *options: str, encoding: str = "utf-8") -> int:
    names = tmp_path / "names.csv"
    names.write_bytes(text.encode(encoding))
    return train.main(["--names", str(names), *QUICK, *options])


def test_names_joined_to_streams(tmp_path, capsys):
    file, text = tmp_path / "model.npz", "\n".join(NAMES)
    assert run(tmp_path, text, "--cut", "5", "--batch", "4", "--out", str(file)) == 0
    told = json.loads(capsys.readouterr().out)
    assert load(file).task == "streams" and load(file).provenance.recipe["cut"] == 5
    assert load(file).provenance.scores["test_loss"] == told["test_loss"] and told["processes"] == 1
    assert run(tmp_path, text, "--cut", "5", "--batch", "4", "--processes", "2") == 2
    assert run(tmp_path, text, "--cut", "0", "--batch", "4") == 2 and run(tmp_path, text, "--cut", "5") == 2
    said = capsys.readouterr().err
    assert "one process" in said and "at least 1 step" in said and "at most that many streams" in said


@pytest.fixture
def never_trained(monkeypatch):
    def started(*_):
        raise AssertionError("it trained before it looked")
    monkeypatch.setattr(train, "_run", started)


@pytest.mark.parametrize("option", ["--out", "--history"])
@pytest.mark.parametrize(("where", "because"), [("missing/model.npz", "There is no folder"), (".", "is a folder")])
def test_it_looks_whether_it_can_write_before_it_trains(tmp_path, capsys, never_trained, option, where, because):
    assert run(tmp_path, "\n".join(ACCENTED), option, str(tmp_path / where)) == 2
    said = capsys.readouterr().err
    assert because in said and said.count("\n") == 1 and "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["names.csv"]


def test_model_and_history_need_a_file_each(tmp_path, capsys, never_trained):
    both = str(tmp_path / "model.npz")
    assert run(tmp_path, "\n".join(ACCENTED), "--out", both, "--history", both) == 2
    assert "the same file" in capsys.readouterr().err


def test_options_say_how_to_read_the_list(tmp_path, capsys):
    rows = "\n".join(["nr;who;times", *(f"{i};{name};{i + 1}" for i, name in enumerate(ACCENTED))])
    assert run(tmp_path, rows, "--out", str(tmp_path / "model.npz"), encoding="cp1252") == 2
    assert "--encoding" in capsys.readouterr().err
    assert run(tmp_path, rows, "--encoding", "cp1252", encoding="cp1252") == 2
    said = capsys.readouterr().err
    assert "--column" in said and "nr, who, times" in said
    assert run(tmp_path, rows, "--encoding", "cp1252", "--column", "whom", encoding="cp1252") == 2
    assert "no column whom: its columns are nr, who, times" in capsys.readouterr().err
    assert run(tmp_path, rows, "--encoding", "cp1252", "--column", "who", "--count-column", "3", "--out",
               str(tmp_path / "model.npz"), encoding="cp1252") == 0
    told = capsys.readouterr()
    assert "from column who, counts from column times" in told.err and "read as CP1252" in told.err
    assert sum(json.loads(told.out.splitlines()[-1])["names"].values()) == 30
    assert "é" in load(tmp_path / "model.npz").vocabulary.symbols
    assert run(tmp_path, rows, "--encoding", "klingon") == 2 and "no encoding called klingon" in capsys.readouterr().err


def test_what_was_left_out_is_said(tmp_path, capsys):
    assert run(tmp_path, "\n".join([*ACCENTED, "R2D2", "C3PO", "O´Neil", "Oneil"])) == 0
    said = capsys.readouterr().err
    assert "2 left out, with digits, such as “R2D2”." in said and "“O´Neil” as “O'Neil”" in said


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "model.npz"
    target.write_bytes(b"before")

    def full(*_):
        raise OSError("No space left on device")
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        archive.write_whole(target, b"after")
    assert target.read_bytes() == b"before" and list(tmp_path.iterdir()) == [target]
    monkeypatch.undo()
    archive.write_whole(target, b"after")
    assert target.read_bytes() == b"after" and list(tmp_path.iterdir()) == [target]


def test_a_link_to_a_file_stays_a_link_and_a_device_a_device(tmp_path):
    target, link = tmp_path / "model.npz", tmp_path / "latest.npz"
    target.write_bytes(b"before")
    link.symlink_to(target)
    archive.check_writable(link)
    archive.write_whole(link, b"after")
    assert link.is_symlink() and target.read_bytes() == b"after"
    archive.check_writable(os.devnull)
    archive.write_whole(os.devnull, b"after")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_names_are_printed_on_any_terminal(tmp_path, monkeypatch, capsys, encoding):
    hebrew = [first + second + "ם" for first in "אבגדהוזחטי" for second in "לאר"]
    model = tmp_path / "model.npz"
    assert run(tmp_path, "\n".join(hebrew), "--out", str(model)) == 0
    capsys.readouterr()
    terminal = io.BytesIO()
    screen = io.TextIOWrapper(terminal, encoding, write_through=True)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", screen)
        assert sample.main([str(model), "--count", "8"]) == 0
    lines, said = terminal.getvalue().decode(encoding), capsys.readouterr().err
    assert len(lines.splitlines()) == 8
    if encoding == "utf-8":
        assert set(lines) <= {*"".join(hebrew), "\n"} and not said
    else:
        assert "\\u05" in lines and "PYTHONIOENCODING=utf-8" in said


@pytest.mark.parametrize("option", ["--out", "--results"])
def test_the_sentence_tasks_look_before_they_train_too(tmp_path, capsys, monkeypatch, option):
    monkeypatch.setattr(train_sentences, "start", lambda *_: pytest.fail("it trained before it looked"))
    monkeypatch.setattr(train_sentences, "results", lambda *_: pytest.fail("it trained before it looked"))
    assert train_sentences.main(["--task", "year", option, str(tmp_path / "missing" / "file")]) == 2
    assert "There is no folder" in capsys.readouterr().err


STARS = str(Path(__file__).parents[2] / "data" / "names" / "stars.txt")
NETWORK = str(Path(__file__).parents[2] / "data" / "models" / "stars-gru.npz")
TABLES = {
    capacity: (("--names", STARS), "before_and_after"), lag_sweep: ((), "sweep"),
    truncation_sweep: (("--names", STARS), "sweep"), probe: (("--lists", str(Path(STARS).parent), NETWORK), "_probe")}


@pytest.mark.parametrize("command", TABLES)
@pytest.mark.parametrize("place", ["missing/file", "a-file/file"])
def test_the_tables_look_before_they_train_too(tmp_path, capsys, monkeypatch, command, place):
    options, work = TABLES[command]
    monkeypatch.setattr(command, work, lambda *_: pytest.fail("it trained before it looked"))
    (tmp_path / "a-file").write_text("")
    assert command.main([*options, "--out", str(tmp_path / place)]) == 2
    said = capsys.readouterr().err
    assert "There is no folder" in said and said.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a-file"]


@pytest.mark.parametrize(("command", "work", "place"), [
    (equal_budget, "race", "LOG"), (equal_budget, "race", "MODELS"),
    (series_experiment, "train", "SCORES"), (series_experiment, "train", "MODELS")])
def test_what_is_made_for_the_pages_is_not_begun_where_it_cannot_be_written(tmp_path, capsys, monkeypatch, command,
                                                                           work, place):
    monkeypatch.setattr(command, work, lambda *_, **__: pytest.fail("it trained before it looked"))
    monkeypatch.setattr(command, place, tmp_path / "missing" / "place")
    assert command.main() == 2
    assert "There is no folder" in capsys.readouterr().err


def test_a_table_is_written_whole(tmp_path):
    writing.write_table(tmp_path / "table.csv", ("a", "b"), [(1, "x, y"), (2, "")])
    assert (tmp_path / "table.csv").read_bytes() == b'a,b\n1,"x, y"\n2,\n'
