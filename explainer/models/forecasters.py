"""Forecasters of the shipped series: those that ship, and those that are trained while a visitor waits.

Training one takes a second or two. It happens once for each choice of settings, on the server's training engine.
"""

import numpy as np
import streamlit as st

from explainer.models.shipped import DATA
from explainer.models.waiting import made
from explainer.training.kinds import forecast as kind
from rnncore import Model, load
from rnncore.data.series import Series
from rnncore.tasks import autoregression, forecasting, series_experiment

SERIES = DATA / "series"


def shipped_series(key: str) -> Series:
    """A series under `data/series/`, by its key in `series_experiment.SHIPPED`."""
    return series_experiment.shipped(key, SERIES)


def forecaster(key: str, cell: str, hidden: int, seed: int) -> Model:
    """The network with these settings, from a file or trained now. Raises RecipeError if that cannot be done."""
    if (hidden, seed) == (series_experiment.SHIPPED[key].hidden, series_experiment.SEEDS[0]):
        return _shipped(key, cell)
    return made(kind.recipe_of(key, cell, hidden, seed), lambda recipe, result: kind.model_of(result),
                "Training this network: a second or two")


@st.cache_resource(show_spinner=False)
def scores() -> list[series_experiment.Score]:
    """The table that ships: errors of five seeds."""
    return series_experiment.read_scores(DATA / "measured" / "series.csv")


def forecast_of(key: str, cell: str, hidden: int, seed: int) -> forecasting.Forecast:
    """Its forecast of the whole series."""
    return _forecast_of(forecaster(key, cell, hidden, seed), key, cell, hidden, seed)


def horizon_of(key: str, cell: str, hidden: int, seed: int) -> dict[str, np.ndarray]:
    """Its error against how far ahead it runs free, beside the naive rules'."""
    return _horizon_of(forecaster(key, cell, hidden, seed), key, cell, hidden, seed)


@st.cache_data(show_spinner=False)
def linear(key: str) -> tuple[int, float]:
    """The fair rival without a memory: how many readings it looks back, and its error on the held-out end."""
    series = shipped_series(key)
    rule = autoregression.best_fit(series)
    said = autoregression.one_step(series, rule)[series.split:]
    return rule.order, forecasting.rmse(said, series.values[series.split:])


def farthest(key: str) -> int:
    """How far ahead errors are told: two periods, or half of the held-out end where that is less."""
    series = shipped_series(key)
    return min(2 * series.period, series.held_out // 2)


@st.cache_resource(show_spinner=False)
def _shipped(key: str, cell: str) -> Model:
    return load(DATA / "models" / f"series-{key}-{cell}.npz")


@st.cache_resource(show_spinner=False, max_entries=128)
def _forecast_of(_model: Model, key: str, cell: str, hidden: int, seed: int) -> forecasting.Forecast:
    return forecasting.forecast(_model, shipped_series(key))


@st.cache_data(show_spinner=False, max_entries=128)
def _horizon_of(_model: Model, key: str, cell: str, hidden: int, seed: int) -> dict[str, np.ndarray]:
    return forecasting.horizon_errors(_model, shipped_series(key), farthest(key))
