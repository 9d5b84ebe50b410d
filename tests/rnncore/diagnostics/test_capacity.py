"""The table of capacities: it holds what was measured, and comes back as it was written."""

import factories
import numpy as np
import pytest

import rnncore
from rnncore.commands import capacity as command
from rnncore.diagnostics import capacity
from rnncore.training.config import TrainingConfig
from rnncore.training.evaluation import losses
from rnncore.training.recipes import Recipe, regularised, usual_rate


@pytest.fixture(scope="module")
def pair():
    return capacity.before_and_after("gru", 6, factories.corpus(), steps=40, seed=2)


def test_born_and_trained(pair):
    corpus, (born, trained) = factories.corpus(), pair
    model = Recipe(TrainingConfig(steps=40, seed=2, learning_rate=usual_rate(6)), "gru", 6).new_model(corpus)
    assert (born.cell, born.hidden, born.parameters, born.seed) == ("gru", 6, model.parameters, 2)
    assert (born.steps, born.characters, trained.steps) == (0, 0, 40) and trained.characters > 0
    assert born[6:9] == pytest.approx(tuple(losses(model, corpus).values()))
    assert trained.validation_loss < born.validation_loss - 0.3
    summary = rnncore.lossy_summary(model, corpus)
    for name in ("lags", "accuracy", "chance", "counts"):
        np.testing.assert_array_equal(getattr(born, name), getattr(summary, name))


def test_trained_means_the_best_not_the_last():
    corpus = factories.corpus()
    _, trained = capacity.before_and_after("gru", 16, corpus, steps=300)
    recipe = Recipe(TrainingConfig(steps=300, learning_rate=usual_rate(16)), "gru", 16)
    losses_on_the_way = [progress.validation_loss for progress in regularised(recipe, corpus).start(corpus)]
    assert trained.validation_loss == pytest.approx(min(losses_on_the_way), abs=1e-6)
    assert min(losses_on_the_way) < losses_on_the_way[-1] - 0.01


def test_the_same_seed_measures_the_same(pair):
    again = capacity.before_and_after("gru", 6, factories.corpus(), steps=40, seed=2)
    for one, two in zip(pair, again, strict=True):
        for a, b in zip(one, two, strict=True):
            np.testing.assert_array_equal(a, b)


def test_what_is_written_can_be_read(pair, tmp_path):
    command.write(pair, tmp_path / "table.csv")
    found = capacity.read(tmp_path / "table.csv")
    assert len(found) == 2
    for one, two in zip(pair, found, strict=True):
        for a, b in zip(one, two, strict=True):
            if isinstance(a, str | int):
                assert a == b
            else:
                np.testing.assert_allclose(a, b, atol=5e-5)
    command.write(found, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "table.csv").read_bytes()


def test_the_command_line(tmp_path, capsys):
    names, out = tmp_path / "names.txt", tmp_path / "table.csv"
    names.write_text("\n".join(factories.NAMES))
    asked = ["--names", str(names), "--out", str(out), "--cells", "vanilla", "lstm", "--sizes", "2", "3",
             "--steps", "3"]
    assert command.main(asked) == 0
    found = [(n.cell, n.hidden, n.steps) for n in capacity.read(out)]
    assert found == [(cell, size, steps) for cell in ("vanilla", "lstm") for size in (2, 3) for steps in (0, 3)]
    assert capsys.readouterr().out == ""
    for wrong in (["--names", str(tmp_path / "none.txt")], ["--sizes", "0"], ["--steps", "0"]):
        assert command.main([*asked, *wrong]) == 2
        assert capsys.readouterr().err.startswith("rnncore.commands.capacity: ")


def test_what_was_stopped_goes_on(tmp_path, capsys):
    names, out = tmp_path / "names.txt", tmp_path / "table.csv"
    names.write_text("\n".join(factories.NAMES))
    asked = ["--names", str(names), "--out", str(out), "--cells", "vanilla", "--steps", "3", "--sizes", "2"]
    assert command.main(asked) == 0
    before = out.read_text()
    assert command.main([*asked, "3"]) == 0
    assert capsys.readouterr().err.count("vanilla 2") == 1 and out.read_text().startswith(before)
    assert [n.hidden for n in capacity.read(out)] == [2, 2, 3, 3]
