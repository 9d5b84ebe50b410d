"""The sweep over cuts: only the cut differs, and what is in the table is not trained again."""

import factories

from rnncore.commands import truncation_sweep as command
from rnncore.training import truncation_sweep
from rnncore.training.truncation_sweep import CUTS, SYMBOLS, begin, read_rows, streams_for


def test_every_update_reads_about_as_much():
    assert all(abs(cut * streams_for(cut) - SYMBOLS) <= cut / 2 for cut in CUTS) and min(CUTS) == 1 and max(CUTS) == 100
    one, other = begin(factories.corpus(), "gru", 60, 3), begin(factories.corpus(), "gru", 80, 3)
    assert factories.same_bits(one.model, other.model) and one.config.steps == other.config.steps
    assert (one.corpus.cut, other.corpus.cut) == (60, 80)


def test_the_command_goes_on_where_it_stopped(tmp_path, capsys, monkeypatch):
    names, out = tmp_path / "given.txt", tmp_path / "table.csv"
    names.write_text("\n".join(factories.NAMES))
    asked = ["--names", str(names), "--out", str(out), "--cells", "vanilla", "--seeds", "0", "--steps", "2"]
    assert command.main([*asked, "--cuts", "100"]) == 0
    before = out.read_text()
    assert command.main([*asked, "--cuts", "100", "50"]) == 0
    assert out.read_text().startswith(before)
    rows = read_rows(out)
    assert [row.key for row in rows] == [("vanilla", 100, 0), ("vanilla", 50, 0)] and rows[0].streams == 16
    assert all(2 < row.test_loss < 4 and row.horizon >= 1 for row in rows)

    def trained(*_):
        raise AssertionError("it was in the table")
    monkeypatch.setattr(truncation_sweep, "begin", trained)
    assert command.main([*asked, "--cuts", "100", "50"]) == 0
    assert command.main([*asked[:-1], "3", "--cuts", "100"]) == 2 and "another file" in capsys.readouterr().err
