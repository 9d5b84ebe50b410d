"""A brought series is learned as proposed, and measured beside its rivals where it was measured at all."""

import csv
import io

import numpy as np
import pytest
from made_series import forecaster, noise

from rnncore.data.series_columns import series_table
from rnncore.data.series_files import AskedSeries, series_of
from rnncore.tasks import autoregression, brought_series, series_proposal
from rnncore.tasks.brought_series import LINEAR, NETWORK


def brought(n=90, gaps=()):
    values = 20 + 5 * np.sin(2 * np.pi * np.arange(n) / 12) + np.random.default_rng(0).normal(0, 0.3, n)
    rows = [f"{2000 + at // 12}-{at % 12 + 1:02},{'' if at in gaps else f'{value:.4f}'}"
            for at, value in enumerate(values)]
    return series_of(series_table("\n".join(["month,value", *rows])), AskedSeries())


def learned(found, steps=60):
    proposal = series_proposal.propose(found.whole.values)
    series = series_proposal.series_of(found, proposal)
    training = brought_series.start(series, proposal, hidden=8, steps=steps)
    for _ in training:
        pass
    return training.best, series


def test_it_is_learned_and_beats_saying_the_last_value():
    found = brought()
    model, series = learned(found, 200)
    errors = {row.name: row for row in brought_series.errors_of(brought_series.all_say(model, series), series)}
    assert list(errors)[:2] == [NETWORK, LINEAR] and errors[NETWORK].rmse < errors["last"].rmse
    assert errors[NETWORK].free_rmse < errors["last"].free_rmse
    assert brought_series.strongest_naive(list(errors.values())).name in ("last", "trend", "season", "steps")


def test_a_value_that_was_filled_is_not_measured_on():
    found = brought(gaps={85})
    series = series_proposal.series_of(found, series_proposal.propose(found.whole.values))
    said = brought_series.all_say(forecaster(dtype=np.float32), series)
    rows = brought_series.errors_of(said, series, found.whole.filled)
    for row in rows:
        kept = np.delete(np.arange(series.split, 90), 85 - series.split)
        miss = said.one_step[row.name][kept] - series.values[kept]
        assert row.rmse == pytest.approx(np.sqrt(np.mean(miss ** 2))) and row.mae == pytest.approx(np.mean(abs(miss)))


@pytest.mark.parametrize("rule", ["plain", "step", "ratio"])
@pytest.mark.parametrize("order", [1, 3])
def test_the_autoregression_running_free_is_itself_one_step_ahead_again_and_again(rule, order):
    series = noise(60, rule)
    fitted = autoregression.fit(series, order)
    paths = autoregression.run_free(series, fitted, np.array([30, 50]), 4)
    for row, origin in enumerate((30, 50)):
        values = series.values.copy()
        for k in range(4):
            copied = noise(60, rule)
            object.__setattr__(copied, "values", values)
            copied.__dict__.pop("readings")
            copied.__dict__["scale"] = series.scale
            values = values.copy()
            values[origin + 1 + k] = autoregression.one_step(copied, fitted)[origin + 1 + k]
        np.testing.assert_allclose(paths[row], values[origin + 1:origin + 5])


def test_a_long_season_is_fitted_in_few_tries(monkeypatch):
    tried = []
    fit = autoregression.fit
    monkeypatch.setattr(autoregression, "fit", lambda series, order: tried.append(order) or fit(series, order))
    autoregression.best_fit(noise(700, period=180, validation=60, held_out=60))
    assert len(tried) <= autoregression.MANY + 8 and {180, 181} <= set(tried)


def test_forecasts_go_out_as_a_table():
    found = brought(gaps={40})
    model, series = learned(found)
    table = list(csv.DictReader(io.StringIO(brought_series.forecasts_csv(model, series, found, ahead=3).decode())))
    said = brought_series.all_say(model, series)
    assert [row["time"] for row in table][-4:] == ["2007-06", "2007-07", "2007-08", "2007-09"]
    assert [row["part"] for row in table].count("held out") == series.held_out and len(table) == 93
    assert [row["measured"] for row in table].count("0") == 4 and table[40]["measured"] == "0"
    for at in range(series.split, 90):
        assert float(table[at]["network_free"]) == pytest.approx(said.free[NETWORK][at], rel=1e-5)
        assert float(table[at]["value"]) == series.values[at]
    assert table[0]["network_one_step"] == "" and all(row["network_free"] for row in table[-3:])
