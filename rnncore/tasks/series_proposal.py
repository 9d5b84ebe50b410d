"""How to read and learn a brought series: proposed from its training part alone.

    cut       the last sixth is held out, the sixth before it chooses the weights
    season    the shortest lag at which the training part, its trend taken off (a straight line, or growth by a
              share), is most like itself, if its steps are too; none where neither is
    rule      of those that the values allow, the one whose linear rule (`autoregression`), fitted to the first three
              quarters of the training part, errs least on the last quarter

A rule that the held-out end could not be read with (the logarithm of a negative number) is not offered; that
is the only thing asked of the whole series.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rnncore.data.series import FIRST, RULES, Series, SeriesError
from rnncore.data.series_files import BroughtSeries
from rnncore.data.series_grid import MONTH
from rnncore.tasks import autoregression
from rnncore.tasks.forecasting import rmse

Array = np.ndarray

HELD_OUT = 6                 # one value of so many is held out, and as many choose the weights
LONGEST_SEASON = 400
ALIKE, NEARLY = 0.3, 0.8     # an autocorrelation that makes a season; the share of the best that a shorter lag needs
QUARTER = 4


class Proposal(NamedTuple):
    """How a series is cut, read and learned. `errors` has, rule by rule, what the choice was made by."""

    period: int              # 1: no season was found
    rule: str
    errors: dict[str, float]
    validation: int
    held_out: int
    length: int              # of a window
    steps: int = 300         # of training
    rate: float = 0.02
    hidden: int = 16

    @property
    def offered(self) -> tuple[str, ...]:
        """The rules that every value of the series can be read with."""
        return tuple(self.errors)


def propose(values: Array, period: int | None = None, rule: str | None = None) -> Proposal:
    """A proposal for a series; `period` and `rule` are taken as asked. Raises SeriesError for what is not possible."""
    cut = max(5, len(values) // HELD_OUT)
    train = values[:len(values) - 2 * cut]
    if np.ptp(train) == 0:
        raise SeriesError(f"The first {len(train):,} values of this series are all the same: there is nothing to "
                          "learn.")
    longest = longest_period(len(values))
    if period is not None and not 1 <= period <= longest:
        raise SeriesError(f"A season of this series can have 1 to {longest:,} steps, not {period:,}.")
    found = season(train) if period is None else period
    offered = allowed(values)
    if rule is not None and rule not in offered:
        raise SeriesError(f"The values of this series cannot be read by “{rule}”: choose one of {', '.join(offered)}.")
    errors = {name: _error(train, name, found) for name in offered}
    length = min(len(train) // 2, max(24, min(4 * found, 96)))
    best = min(errors.values()) + 1e-9 * float(train.std())          # the plainest of those that are as good
    return Proposal(found, rule or next(name for name in offered if errors[name] <= 1.001 * best), errors, cut, cut,
                    length)


def longest_period(count: int) -> int:
    """The longest season that a series of this many values can be given."""
    cut = max(5, count // HELD_OUT)
    return max(1, min(LONGEST_SEASON, (count - 2 * cut) // 2 - FIRST))


def series_of(brought: BroughtSeries, proposal: Proposal, title: str = "", unit: str = "") -> Series:
    """The series as it is learned."""
    whole = brought.whole
    return Series(title or brought.title or "your series", unit or "", whole.times.copy(), whole.values.copy(),
                  12 if brought.grid.step == MONTH and brought.grid.steps == 1 else 1, proposal.rule, proposal.period,
                  proposal.validation, proposal.held_out, whole.labels)


def allowed(values: Array) -> tuple[str, ...]:
    """The rules that all these values can be read with: no logarithm of what is not above 0, no root below."""
    low = values.min()
    return tuple(name for name in RULES if low > 0 or name in ("plain", "step") or (name == "root" and low == 0))


def season(train: Array) -> int:
    """The number of steps after which these values roughly repeat; 1 where they do not."""
    times = np.arange(len(train))
    train = np.log(train) if train.min() > 0 else train          # growth by a share is no trend of a straight line
    steps = np.diff(train)
    level = train - np.polyval(np.polyfit(times, train, 1), times)
    like, steps_like = autocorrelation(level), autocorrelation(steps - steps.mean())
    lags = range(2, min(len(train) // 2 - FIRST, LONGEST_SEASON) + 1)
    noise = 2 / np.sqrt(len(train))
    peaks = [lag for lag in lags if lag + 1 < len(steps) and like[lag] >= max(like[lag - 1], like[lag + 1], ALIKE)
             and like[lag] - like[:lag].min() > ALIKE and max(steps_like[lag - 1:lag + 2]) > noise]
    if not peaks:
        return _season_of_steps(steps_like, lags)
    best = max(like[lag] for lag in peaks)
    return next(lag for lag in peaks if like[lag] >= NEARLY * best)


def autocorrelation(values: Array) -> Array:
    """[n] the correlation of a series of mean 0 with itself, lag by lag: all divided by n, so that of the multiples of
    a season the first is the highest."""
    n = len(values)
    size = 1 << (2 * n).bit_length()
    scaled = values / (np.abs(values).max() or 1.0)
    power = np.fft.irfft(np.abs(np.fft.rfft(scaled, size)) ** 2, size)[:n]
    return power / (power[0] or 1.0)


def _season_of_steps(like: Array, lags: Sequence[int]) -> int:
    """The season of a series whose trend hides it: where its steps are much like themselves."""
    peaks = [lag for lag in lags if lag + 1 < len(like) and like[lag] >= max(like[lag - 1], like[lag + 1], 2 * ALIKE)]
    best = max((like[lag] for lag in peaks), default=0.0)
    return next((lag for lag in peaks if like[lag] >= NEARLY * best), 1)


def _error(train: Array, rule: str, period: int) -> float:
    """What a linear rule errs by on the last quarter of the training part, in the series' unit."""
    quarter = max(2, len(train) // QUARTER)
    tried = Series("", "", np.arange(len(train), dtype=float), train.copy(), 1, rule, 1, quarter, 1)
    stretch = slice(tried.train_end, tried.split)
    errors = []
    for order in {1, 2, 3, period, period + 1}:
        if order <= (tried.train_end - 2) // 3:
            said = autoregression.one_step(tried, autoregression.fit(tried, order))
            with np.errstate(over="ignore"):
                errors.append(rmse(said[stretch], train[stretch]))
    return min((error for error in errors if np.isfinite(error)), default=float("inf"))
