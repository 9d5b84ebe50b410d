"""The series that ship: unbroken, and their sums those that the sources give elsewhere."""

from pathlib import Path

import numpy as np
import pytest

from rnncore.tasks import autoregression, series_experiment
from rnncore.tasks.forecasting import rmse

FOLDER = Path(__file__).parents[2] / "data" / "series"

# Yearly means as the source gives them beside its monthly ones, from 2007 to 2025 (ppm).
CARBON_DIOXIDE = [384.02, 385.83, 387.64, 390.10, 391.85, 394.06, 396.74, 398.81, 401.01, 404.41, 406.76, 408.72,
                  411.65, 414.21, 416.41, 418.53, 421.08, 424.61, 427.35]
# Yearly sums of the thousands of passengers, 1949 to 1960.
AIRLINE = [1520, 1676, 2042, 2364, 2700, 2867, 3408, 3939, 4421, 4572, 5140, 5714]
SPANS = {"sunspots": (1700, 2024, 325, 1), "carbon_dioxide": (1959, 2025 + 11 / 12, 804, 12),
         "lynx": (1821, 1934, 114, 1), "airline": (1949, 1960 + 11 / 12, 144, 12)}


def values(key: str) -> np.ndarray:
    return series_experiment.shipped(key, FOLDER).values


@pytest.mark.parametrize("key", SPANS)
def test_a_series_is_unbroken_from_its_first_to_its_last_moment(key):
    series, (first, last, count, per_year) = series_experiment.shipped(key, FOLDER), SPANS[key]
    assert (len(series.values), series.per_year) == (count, per_year)
    np.testing.assert_allclose(series.times, first + np.arange(count) / per_year)
    assert series.times[-1] == pytest.approx(last)
    assert np.isfinite(series.values).all() and (series.values >= 0).all()
    assert series.held_out >= 2 * series.period and len(series.values) - series.held_out > 2 * series.held_out


def test_nothing_else_lies_there():
    assert {path.name for path in FOLDER.iterdir()} == {f"{key}.csv" for key in SPANS} == {
        f"{key}.csv" for key in series_experiment.SHIPPED}


def test_every_source_is_named():
    told = (FOLDER.parent / "README.md").read_text()
    for key in SPANS:
        assert f"`{key}.csv`" in told
    for word in ("SILSO", "NOAA", "Scripps", "Elton", "Box and Jenkins"):
        assert word in told and word in " ".join(plan.source for plan in series_experiment.SHIPPED.values())


def test_carbon_dioxide_has_the_yearly_means_of_its_source():
    means = values("carbon_dioxide").reshape(-1, 12).mean(axis=1)
    np.testing.assert_allclose(means[2007 - 1959:], CARBON_DIOXIDE, atol=0.011)
    assert np.diff(means).min() > 0.2                           # every year more than the year before


def test_carbon_dioxide_is_highest_in_spring_and_lowest_in_autumn():
    years = values("carbon_dioxide").reshape(-1, 12)
    assert set(years.argmax(axis=1) + 1) <= {4, 5, 6, 12}
    assert (np.median(years[:, :].argmax(axis=1)) + 1) == 5
    drift = years - np.linspace(0, 1, 12) * np.gradient(years.mean(axis=1))[:, None]
    assert set(drift.argmin(axis=1) + 1) <= {9, 10}


def test_passengers_add_up_to_the_known_years():
    assert values("airline").reshape(12, 12).sum(axis=1).tolist() == AIRLINE


def test_lynx_add_up():
    assert values("lynx").sum() == 175_334 and values("lynx").max() == 6991 and values("lynx").min() == 39


def test_the_sun_has_its_known_maxima_and_minima():
    spots = dict(zip(range(1700, 2025), values("sunspots"), strict=True))
    known = {1700: 8.3, 1778: 257.3, 1837: 227.3, 1870: 232.0, 1957: 269.3, 1979: 220.1, 2014: 113.3}
    assert {year: spots[year] for year in known} == known
    assert max(spots, key=spots.get) == 1957 and [y for y in spots if spots[y] == 0] == [1711, 1712, 1810]
    assert sum(spots.values()) == pytest.approx(25_597.0, abs=0.05)


def test_the_readme_has_the_strongest_fair_rival_beside_the_network():
    text = (FOLDER.parents[1] / "README.md").read_text()
    scores = series_experiment.read_scores(FOLDER.parent / "measured" / "series.csv")
    rows = [line for line in text.splitlines() if line.endswith(("| GRU |", "| autoregression |"))]
    winners = {}
    for key, line in zip(series_experiment.SHIPPED, rows, strict=True):
        series = series_experiment.shipped(key, FOLDER)
        linear = rmse(autoregression.one_step(series, autoregression.best_fit(series))[series.split:],
                      series.values[series.split:])
        network = np.mean([row.rmse for row in scores if (row.series, row.cell) == (key, "gru")])
        told = [float(cell.split()[0]) for cell in line.split("|")[2:5]]
        naive = next(row.naive_rmse for row in scores if row.series == key)
        assert told == pytest.approx([naive, linear, network], rel=5e-3), key
        winners[key] = "GRU" if network < linear else "autoregression"
        assert line.endswith(f"| {winners[key]} |")
    assert winners == {"sunspots": "GRU", "carbon_dioxide": "autoregression", "lynx": "GRU",
                       "airline": "autoregression"}
