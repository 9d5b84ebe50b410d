"""Series and forecasters for the tests: made up, small, each from a seed."""

import numpy as np

import rnncore
from rnncore.data.series import Series
from rnncore.numerics.flat import flatten, views


def series(values, rule="plain", per_year=1, period=3, validation=5, held_out=6) -> Series:
    values = np.array(values, dtype=np.float64)
    return Series("made up", "units", 1900 + np.arange(len(values)) / per_year, values, per_year, rule, period,
                  validation, held_out)


def noise(n=40, rule="plain", seed=0, **cuts) -> Series:
    return series(np.exp(np.random.default_rng(seed).normal(size=n)), rule, **cuts)


def forecaster(cell="gru", hidden=4, seed=1, dtype=np.float64, **options) -> rnncore.Model:
    """An untrained network with weights away from zero."""
    config = rnncore.CellConfig(1, hidden, **options)
    fresh = rnncore.new_model(cell, config, None, seed, dtype=dtype, outputs=1, objective="value", task="series")
    vector = flatten(fresh.weights) + np.random.default_rng(seed).normal(0, 0.3, fresh.parameters).astype(dtype)
    weights = views(vector, fresh.weights)
    return rnncore.Model(cell, config, weights.cell, weights.readout, None, "series", objective="value")
