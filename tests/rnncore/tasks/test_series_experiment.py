"""The series that ship: what is claimed of the forecasts is what the shipped networks do."""

import numpy as np
import pytest
from factories import SHIPPED_CELLS

import rnncore
from rnncore.commands import series_experiment as command
from rnncore.commands.series_experiment import MODELS, SCORES, SERIES
from rnncore.tasks import series_experiment
from rnncore.tasks.forecasting import forecast, naive_one_step, rmse
from rnncore.training.history import History

ROWS = series_experiment.read_scores(SCORES)
BEATEN = ["sunspots", "carbon_dioxide", "lynx"]
each_series = pytest.mark.parametrize("key", series_experiment.SHIPPED)


def of(key: str, cell: str) -> list[series_experiment.Score]:
    return [row for row in ROWS if (row.series, row.cell) == (key, cell)]


def shipped_model(key: str, cell: str) -> rnncore.Model:
    return rnncore.load(MODELS / f"series-{key}-{cell}.npz")


@each_series
@pytest.mark.parametrize("cell", SHIPPED_CELLS)
def test_the_table_has_five_seeds_of_every_cell(key, cell):
    assert [row.seed for row in of(key, cell)] == list(series_experiment.SEEDS) == [0, 1, 2, 3, 4]
    assert {row.hidden for row in of(key, cell)} == {series_experiment.SHIPPED[key].hidden}


@pytest.mark.parametrize("cell", SHIPPED_CELLS)
@pytest.mark.parametrize("key", BEATEN)
def test_every_seed_beats_every_naive_rule_one_step_ahead(key, cell):
    series = series_experiment.shipped(key, SERIES)
    rules = naive_one_step(series, series.split)
    assert len(rules) == 4
    for row in of(key, cell):
        for said in rules.values():
            assert row.rmse < rmse(said, series.values[series.split:])
        assert row.mae < row.naive_mae


def test_one_series_is_too_short_to_beat_the_rule_and_nothing_hides_it():
    for row in ROWS:
        if row.series == "airline":
            assert row.rmse > row.naive_rmse


@each_series
@pytest.mark.parametrize("cell", SHIPPED_CELLS)
def test_the_shipped_network_does_what_the_table_says(key, cell):
    model = shipped_model(key, cell)
    found, said = series_experiment.score(model, key, SERIES), of(key, cell)[0]
    for name, number in said._asdict().items():
        assert getattr(found, name) == (pytest.approx(number, rel=1e-3) if isinstance(number, float) else number), name
    series = series_experiment.shipped(key, SERIES)
    assert model.provenance.data_fingerprint == series.fingerprint
    truth = series.values[series.split:]
    direct = np.sqrt(np.mean((forecast(model, series).one_step[series.split:] - truth) ** 2))
    assert found.rmse == pytest.approx(direct) == pytest.approx(model.provenance.scores["rmse"], rel=1e-6)


@pytest.mark.parametrize("cell", SHIPPED_CELLS)
def test_training_again_gives_the_shipped_network(cell):
    trained, said = series_experiment.train("lynx", SERIES, cell), of("lynx", cell)[0]
    found = series_experiment.score(trained, "lynx", SERIES)
    assert found.rmse == pytest.approx(said.rmse, rel=0.02)          # within rounding on another machine
    assert found.validation_rmse == pytest.approx(said.validation_rmse, rel=0.02)


def test_the_weights_are_chosen_on_validation_and_not_on_the_held_out_end():
    history = History(64)
    training = series_experiment.start("lynx", SERIES, "gru", seed=0, history=history)
    losses = {progress.validation_step: progress.validation_loss for progress in training}
    best = training.best.provenance.steps
    assert losses[best] == min(losses.values())
    series = series_experiment.shipped("lynx", SERIES)
    said = forecast(training.best, series).one_step[series.train_end:series.split]
    stretch = series.values[series.train_end - 1:series.split]
    off = series.read(said, stretch[:-1]) - series.read(stretch[1:], stretch[:-1])
    assert losses[best] == pytest.approx(np.mean(off ** 2) / 2, rel=1e-4)


def test_the_table_reads_back(tmp_path):
    command.write_scores(ROWS, tmp_path / "scores.csv")
    assert series_experiment.read_scores(tmp_path / "scores.csv") == ROWS
    assert (tmp_path / "scores.csv").read_bytes() == SCORES.read_bytes()


def test_an_unknown_series_is_refused():
    with pytest.raises(KeyError):
        series_experiment.shipped("tulips", SERIES)
