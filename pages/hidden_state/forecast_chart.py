"""A series and its forecasts, how far they were off and the memory behind them; and error against distance.

Time is in years. The pictures share their margins, so that moments stand below each other.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from explainer.charts import lines as curves
from explainer.charts.lines import Axis, LineChart, Memory
from explainer.shell.palette import INPUT, MUTED, OUTPUT, SERIES, Pair

Array = np.ndarray

FREE = SERIES[6]
_LINES, _ERRORS, _NEURON, _FEWEST = 165, 50, 6, 90       # pixels: the frames, and one row of the memory
_LEFT, _TICKS = 62, 26
_ROOM = 0.12                     # of the height, above the lines, for words


class Line(NamedTuple):
    """One line of a chart; the dash sets it apart where colour does not."""

    name: str
    values: Array            # nan where there is nothing to draw
    colour: Pair
    dash: str = "solid"
    width: float = 2.2
    dots: bool = False       # a dot at every value


class Times(NamedTuple):
    """The axis that the pictures share."""

    years: Array             # [T] months are twelfths
    words: list[str]         # [T] each moment, as it is told
    cuts: tuple[int, int]    # the index of the first held-out value, and of the first one said while running free
    ticks: Sequence[tuple[float, str]] = ()      # what stands below which places; round years if there are none


def truth_line(values: Array) -> Line:
    """What was measured."""
    return Line("measured", values, INPUT, width=1, dots=True)


def one_step_line(values: Array) -> Line:
    """What the network said, one step ahead."""
    return Line("one step ahead", values, OUTPUT)


def free_line(values: Array) -> Line:
    """What it said when it ran free."""
    return Line("running free", values, FREE, "dash", 2.6)


def naive_line(values: Array) -> Line:
    """What the strongest rule without training says, one step ahead."""
    return Line("naive rule, one step ahead", values, MUTED, "dot", 1.4)


def forecast_figure(times: Times, lines: list[Line], unit: str) -> LineChart:
    """The series and what was said of it."""
    words = [curves.words_beside(between(times.years, times.cuts[0]), "never learned from →")]
    return _over_time(times, [_curve(times.years, line, number) for line in lines],
                      Axis(_frame(lines, _ROOM), unit, zero_line=True), _LINES, words=words)


def errors_figure(times: Times, errors: list[Line]) -> LineChart:
    """How far each forecast was off; the lines have the names and looks they have above."""
    drawn = [_curve(times.years, line, lambda off: f"{'+' if off > 0 else ''}{number(off)}") for line in errors]
    return _over_time(times, drawn, Axis(_frame(errors), "error", zero_line=True), _ERRORS, legend=False)


def memory_figure(times: Times, states: Array, order: Array) -> LineChart:
    """The memory [T, H], values between −1 and 1; `order` [H] has the neurons from top to bottom."""
    H = states.shape[1]
    memory = Memory(times.years, states[:, order].T, [f"neuron {neuron + 1}" for neuron in order])
    chart = _over_time(times, [], Axis((H - 0.5, -0.5), "memory", ticks=()), max(_FEWEST, _NEURON * H), legend=False)
    return replace(chart, memory=memory, one_by_one=True)


def horizon_figure(errors: dict[str, Array], names: dict[str, str], unit: str, step: str,
                   height: int = 300) -> LineChart:
    """Error against how far ahead: `names` of the network ("free"), if it is drawn, and of three naive rules."""
    steps = np.arange(1, len(errors["free"]) + 1)
    looks = {"free": (FREE, "dash", 2.8), "last": (MUTED, "solid", 1.8), "season": (MUTED, "dot", 1.8),
             "steps": (MUTED, "dashdot", 1.8)}
    lines = [Line(name, errors[who], *looks[who]) for who, name in names.items()]
    highest = max(errors[who].max() for who in looks)
    return curves.framed(
        [_curve(steps, line, number) for line in lines],
        Axis((1, max(2, len(steps))), f"{step}s ahead"),
        Axis((0, 1.05 * highest or 1.0), f"error ({unit})", zero_line=True), height, _LEFT)


def number(x: float) -> str:
    """Three digits, and thousands apart."""
    rounded = abs(float(f"{x:.2e}"))                 # 9.999 is told as 10.0, not as 10.00
    if rounded == 0 or not np.isfinite(x):
        return f"{x + 0.0:.3g}"
    return f"{x:,.{max(0, 2 - int(np.floor(np.log10(rounded))))}f}"


def between(years: Array, index: int) -> float:
    """The moment half-way before the value at `index`."""
    return float(years[index] + years[index - 1]) / 2


def _curve(x: Array, line: Line, told: Callable[[float], str]) -> curves.Line:
    """A line with the words that are told of its values; nothing where it has none."""
    words = ["" if np.isnan(value) else told(float(value)).replace("-", "−") for value in line.values]
    return curves.line(x, line.values, line.colour, line.width, line.dash, name=line.name, told=words,
                       dots=5 if line.dots else 0)


def _over_time(times: Times, drawn: list[curves.Line], y: Axis, height: int, words: Sequence[curves.Words] = (),
               legend: bool = True) -> LineChart:
    """A picture over the shared axis, with a line where each cut is."""
    half = (times.years[1] - times.years[0]) / 2
    x = Axis((times.years[0] - half, times.years[-1] + half), thousands=False,
             ticks=[place for place, _ in times.ticks] or None, tick_words=[word for _, word in times.ticks])
    cuts = [curves.upright(between(times.years, cut), dash)
            for cut, dash in zip(dict.fromkeys(times.cuts), ("solid", "dash"), strict=False)]
    top = 34 if legend else 8
    return LineChart(drawn, x, y, height + top + _TICKS, _LEFT, top, _TICKS, rules=cuts, words=words, legend=legend,
                     moments=times.words)


def _frame(lines: list[Line], room: float = 0.0) -> tuple[float, float]:
    """The lowest and highest value, and a little more; `room` is a share of the height left free above."""
    values = np.concatenate([line.values[np.isfinite(line.values)] for line in lines])
    low, high = float(values.min()), float(values.max())
    span = high - low or 1.0
    return low - 0.05 * span, high + (0.05 + room) * span
