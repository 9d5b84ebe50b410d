"""What is on screen of the time series: a forecasting network, and from where it runs free, by the controls."""

from typing import NamedTuple

import numpy as np

from explainer.models import forecasters
from explainer.state.address import value
from pages.hidden_state import series_controls as controls
from rnncore.data.series import Series
from rnncore.tasks import forecasting
from rnncore.tasks.forecasting import Forecast, Paths


class ForecastingNetwork(NamedTuple):
    """The network that is shown, as the settings that `explainer.models.forecasters` know it by."""

    series_key: str
    cell: str
    hidden: int
    seed: int

    @property
    def series(self) -> Series:
        """The series it learned."""
        return forecasters.shipped_series(self.series_key)

    @property
    def forecast(self) -> Forecast:
        """Its forecast of the whole series, one step ahead and running free."""
        return forecasters.forecast_of(*self)

    @property
    def start(self) -> int:
        """The index of the first value it says while running free: in the held-out end."""
        return self.series.split + min(value(controls.LATER), self.series.held_out - 1)

    def free_run(self) -> Paths:
        """Its free run from `start` to the end of the series: one path."""
        series, said, start = self.series, self.forecast, self.start
        if start == series.split:
            return Paths(said.free_running[None, start:], said.free_states[None, start:])
        return forecasting.run_free(forecasters.forecaster(*self), series, np.array([start - 1]),
                                    len(series.values) - start, said.trace)


def chosen() -> ForecastingNetwork:
    """What the controls ask for."""
    return ForecastingNetwork(value(controls.SERIES), value(controls.CELL), int(value(controls.UNITS)),
                              value(controls.SEED))
