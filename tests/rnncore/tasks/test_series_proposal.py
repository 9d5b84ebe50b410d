"""Season and transformation: found where they are, from the training part alone."""

from pathlib import Path

import numpy as np
import pytest

from rnncore.data.series import SeriesError
from rnncore.tasks import series_experiment
from rnncore.tasks.series_proposal import allowed, autocorrelation, longest_period, propose, season

FOLDER = Path(__file__).parents[3] / "data" / "series"


def wave(period, n=240, noise=0.3, seed=0, trend=0.0):
    rng = np.random.default_rng(seed)
    return 10 + trend * np.arange(n) + 3 * np.sin(2 * np.pi * np.arange(n) / period) + noise * rng.normal(size=n)


@pytest.mark.parametrize("key", series_experiment.SHIPPED)
def test_what_was_chosen_by_hand_for_the_shipped_series_is_proposed(key):
    plan = series_experiment.SHIPPED[key].described
    found = propose(series_experiment.shipped(key, FOLDER).values)
    assert found.period == plan["period"]
    assert found.rule == {"carbon_dioxide": "ratio"}.get(key, plan["rule"])        # steps err as little


@pytest.mark.parametrize("period", [4, 7, 12, 24, 30])
@pytest.mark.parametrize("trend", [0.0, 0.1])
def test_a_season_is_found(period, trend):
    assert propose(wave(period, trend=trend)).period == period


@pytest.mark.parametrize("seed", range(5))
def test_noise_has_no_season(seed):
    assert propose(np.random.default_rng(seed).normal(size=300)).period == 1


def test_nothing_after_the_training_part_moves_the_proposal():
    values = wave(12)
    first = propose(values)
    train = len(values) - first.validation - first.held_out
    later = values.copy()
    later[train:] = np.random.default_rng(1).normal(50, 5, len(values) - train)
    assert propose(later) == first


def test_only_what_can_be_read_is_offered():
    assert "log" not in allowed(wave(12) - 12) and set(allowed(wave(12) - 12)) == {"plain", "step"}
    assert set(allowed(np.array([0.0, 1.0]))) == {"plain", "root", "step"} and "ratio" in allowed(np.array([1.0, 2.0]))
    assert propose(wave(12), period=5, rule="log")[:2] == (5, "log")
    for asked in ({"period": 0}, {"period": 10**6}, {"rule": "log"}):
        with pytest.raises(SeriesError):
            propose(wave(12) - 12, **asked)


def test_growth_by_the_same_share_is_read_as_such():
    rng = np.random.default_rng(0)
    grown = np.exp(0.02 * np.arange(200) + 0.2 * np.sin(2 * np.pi * np.arange(200) / 12) + 0.02 * rng.normal(size=200))
    assert propose(1000 * grown).rule in ("log", "ratio")


def test_a_training_part_that_never_changes_is_refused():
    with pytest.raises(SeriesError, match="all the same"):
        propose(np.concatenate([np.zeros(80), np.arange(40.0)]))


def test_autocorrelation_is_the_sum_over_pairs():
    values = wave(7, n=50) - wave(7, n=50).mean()
    slow = [np.sum(values[lag:] * values[:50 - lag]) for lag in range(50)]
    np.testing.assert_allclose(autocorrelation(values), np.array(slow) / slow[0], atol=1e-9)
    assert season(np.arange(40.0)) == 1 and longest_period(30) >= 1
